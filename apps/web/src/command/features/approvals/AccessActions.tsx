import type { Access } from "@gezhi/contract/approvals.ts";
import { Alert, Button, Form, Input, Popconfirm, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDecideAccess, useRevokeAccess } from "./access-queries.ts";

/** What the server lets this viewer do with a request. */
export function AccessActions({ access }: { access: Access }) {
  const { t } = useTranslation();
  const [refusing, setRefusing] = useState(false);
  const decide = useDecideAccess(access.id);
  const revoke = useRevokeAccess(access.id);
  const error = decide.error ?? revoke.error;
  return (
    <span className="access-actions">
      {access.actions.includes("decide") && (
        <>
          <Popconfirm
            title={
              access.opens === "originals"
                ? t("approvals.approveLook")
                : t("approvals.approveAsk", { hours: access.hours })
            }
            description={t(`approvals.approveLine.${access.opens}`, { name: access.askedBy })}
            okText={t("approvals.approve")}
            onConfirm={() => decide.mutate({ approve: true })}
          >
            <Button size="small" type="primary" loading={decide.isPending}>
              {t("approvals.approve")}
            </Button>
          </Popconfirm>
          <Popover
            trigger="click"
            open={refusing}
            onOpenChange={setRefusing}
            content={
              <Form
                layout="vertical"
                requiredMark={false}
                className="ask-access"
                onFinish={({ note }: { note: string }) =>
                  decide.mutate({ approve: false, note }, { onSuccess: () => setRefusing(false) })
                }
              >
                <Form.Item
                  name="note"
                  label={t("approvals.refuseWhy")}
                  rules={[
                    { required: true, whitespace: true, min: 2, message: t("actForm.required") },
                  ]}
                >
                  <Input maxLength={300} />
                </Form.Item>
                <Button size="small" htmlType="submit" loading={decide.isPending}>
                  {t("approvals.refuse")}
                </Button>
              </Form>
            }
          >
            <Button size="small" aria-expanded={refusing}>
              {t("approvals.refuse")}
            </Button>
          </Popover>
        </>
      )}
      {access.actions.includes("revoke") && (
        <Popconfirm
          title={t(access.status === "pending" ? "approvals.withdrawAsk" : "approvals.revokeAsk")}
          okText={t("approvals.confirm")}
          onConfirm={() => revoke.mutate()}
        >
          <Button size="small" loading={revoke.isPending}>
            {t(access.status === "pending" ? "approvals.withdraw" : "approvals.revoke")}
          </Button>
        </Popconfirm>
      )}
      {error && <Alert type="error" showIcon title={error.message} />}
    </span>
  );
}
