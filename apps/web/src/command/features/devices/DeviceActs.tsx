import type { DeviceDetail } from "@gezhi/contract/devices.ts";
import { Link } from "@tanstack/react-router";
import { Alert, App, Button, Form, Input, Modal, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CredentialsModal } from "./CredentialsModal.tsx";
import { useDeviceAct, useRenewPassword } from "./device-queries.ts";

type Asking = "retire" | "maintain";

/** What this person may do with the device; what cannot be undone asks first. */
export function DeviceActs({ device }: { device: DeviceDetail }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<Asking>();
  const act = useDeviceAct(device.id);
  const renew = useRenewPassword(device.id);
  const may = (one: DeviceDetail["actions"][number]) => device.actions.includes(one);
  const done = (one: Asking | "endMaintenance") => {
    setAsking(undefined);
    void message.success(t("devices.done", { act: t(`devices.acts.${one}`) }));
  };
  return (
    <span className="devices-tools no-print">
      {may("edit") && (
        <Link to="/devices/$id/edit" params={{ id: device.id }} className="devices-add">
          {t("devices.acts.edit")}
        </Link>
      )}
      {may("maintain") && (
        <Button onClick={() => setAsking("maintain")}>{t("devices.acts.maintain")}</Button>
      )}
      {may("endMaintenance") && (
        <Button
          loading={act.isPending}
          onClick={() =>
            act.mutate({ act: "endMaintenance" }, { onSuccess: () => done("endMaintenance") })
          }
        >
          {t("devices.acts.endMaintenance")}
        </Button>
      )}
      {may("renewPassword") && (
        <Popconfirm
          title={t("devices.renewLine")}
          okText={t("devices.acts.renewPassword")}
          onConfirm={() =>
            renew.mutate(undefined, { onError: (problem) => void message.error(problem.message) })
          }
        >
          <Button loading={renew.isPending}>{t("devices.acts.renewPassword")}</Button>
        </Popconfirm>
      )}
      {may("retire") && (
        <Button danger onClick={() => setAsking("retire")}>
          {t("devices.acts.retire")}
        </Button>
      )}
      {renew.data && <CredentialsModal credentials={renew.data} onClose={() => renew.reset()} />}
      {asking && (
        <Modal
          open
          title={`${t(`devices.acts.${asking}`)} ${device.name}`}
          footer={null}
          onCancel={() => setAsking(undefined)}
        >
          <p className="muted">{t(`devices.${asking}Line`)}</p>
          <Form
            layout="vertical"
            requiredMark={false}
            onFinish={({ reason, until }: { reason: string; until: string }) =>
              act.mutate(
                asking === "retire"
                  ? { act: "retire", reason }
                  : { act: "maintain", reason, until: `${until}:00+08:00` },
                { onSuccess: () => done(asking) },
              )
            }
          >
            {asking === "maintain" && (
              <Form.Item
                name="until"
                label={`${t("devices.until")}（${t("configuration.beijingTime")}）`}
                rules={[{ required: true, message: t("devices.form.wrong") }]}
              >
                <Input type="datetime-local" style={{ width: 220 }} />
              </Form.Item>
            )}
            <Form.Item
              name="reason"
              label={t("devices.reason")}
              rules={[
                { required: true, whitespace: true, min: 2, message: t("devices.form.wrong") },
              ]}
            >
              <Input maxLength={200} autoComplete="off" />
            </Form.Item>
            {act.error && <Alert type="warning" showIcon title={act.error.message} />}
            <Button
              type="primary"
              htmlType="submit"
              danger={asking === "retire"}
              loading={act.isPending}
            >
              {t(`devices.acts.${asking}`)}
            </Button>
          </Form>
        </Modal>
      )}
    </span>
  );
}
