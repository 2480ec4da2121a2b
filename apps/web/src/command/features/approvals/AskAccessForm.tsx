import type { IncidentAccess } from "@gezhi/contract/approvals.ts";
import { Alert, Button, Form, Input, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { useAccesses, useAskAccess } from "./access-queries.ts";

type Props = {
  opens: IncidentAccess;
  /** Absent: the number of the incident is asked for too. */
  incident?: string;
  onDone?: () => void;
};
type Values = { number?: string; reason: string; hours: number };

/** Asks to see what needs an approval: which incident, why, and for how long. */
export function AskAccessForm({ opens, incident, onDone }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const ask = useAskAccess();
  const most = useAccesses("asked").data?.pages[0]?.hoursAtMost ?? 24;
  const required = { required: true, whitespace: true, message: t("actForm.required") };
  const send = ({ number, reason, hours }: Values) =>
    ask.mutate(
      { ...(incident ? { incident } : { number }), opens, reason, hours },
      {
        onSuccess: () => {
          form.resetFields();
          onDone?.();
        },
      },
    );
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="ask-access"
      initialValues={{ hours: most }}
      key={most}
      onFinish={send}
    >
      {!incident && (
        <Form.Item
          name="number"
          label={t("approvals.number")}
          rules={[required]}
          extra={t("approvals.numberHint")}
        >
          <Input maxLength={40} placeholder="SJ-500103-261126-000123" />
        </Form.Item>
      )}
      <Form.Item
        name="reason"
        label={t("approvals.reason")}
        rules={[required, { min: 4, message: t("approvals.reasonShort") }]}
      >
        <Input.TextArea maxLength={300} autoSize={{ minRows: 2, maxRows: 5 }} />
      </Form.Item>
      <Form.Item name="hours" label={t("approvals.hours", { most })}>
        <InputNumber min={1} max={most} precision={0} />
      </Form.Item>
      {ask.error && <Alert type="error" showIcon title={ask.error.message} />}
      {ask.isSuccess && !incident && (
        <Alert type="success" showIcon title={t("approvals.asked", { number: ask.data.number })} />
      )}
      <Button type="primary" htmlType="submit" loading={ask.isPending}>
        {t("approvals.submit")}
      </Button>
    </Form>
  );
}
