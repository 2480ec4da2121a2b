import { EyeOutlined } from "@ant-design/icons";
import { Alert, Button, Form, Input, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReveal } from "../../../shared/incidents/incident-queries.ts";

/** Shows a masked field whole, for a reason that goes on record. */
export function RevealButton({ report, field }: { report: string; field: "phone" | "name" }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const reveal = useReveal();
  const what = t(field === "phone" ? "incident.revealPhone" : "incident.revealName");
  if (reveal.data)
    return (
      <strong className="figures" aria-live="polite">
        {reveal.data.value}
      </strong>
    );
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      content={
        <Form
          layout="vertical"
          requiredMark={false}
          style={{ width: 280 }}
          onFinish={({ reason }: { reason: string }) => reveal.mutate({ report, field, reason })}
        >
          <Form.Item
            name="reason"
            label={t("incident.revealReason")}
            rules={[{ required: true, whitespace: true, message: t("actForm.required") }]}
          >
            <Input maxLength={200} />
          </Form.Item>
          {reveal.error && <Alert type="error" showIcon title={reveal.error.message} />}
          <Button type="primary" htmlType="submit" size="small" loading={reveal.isPending}>
            {t("incident.revealGo")}
          </Button>
        </Form>
      }
    >
      <Button
        type="link"
        size="small"
        className="no-print"
        icon={<EyeOutlined aria-hidden />}
        aria-label={t("incident.reveal", { what })}
        aria-expanded={open}
      />
    </Popover>
  );
}
