import { Button, Checkbox, Form, Input, type InputRef } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

const reasons = ["nothing", "faulty", "works", "surroundings"] as const;

type Values = { reason: string; together?: boolean };
type Props = {
  title: string;
  /** Offers the usual reasons of a false alarm. */
  usual: boolean;
  pending: boolean;
  /** So many alarms of the same incident may be meant as well. */
  all?: number;
  onSend: (reason: string, all: boolean) => void;
  onCancel: () => void;
};

/** Why: one of the usual reasons, or words of one's own. Enter sends, Escape leaves. */
export function ReasonForm({ title, usual, pending, all, onSend, onCancel }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const input = useRef<InputRef>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      aria-label={title}
      className="reason-form"
      onFinish={({ reason, together = false }: Values) => onSend(reason, together)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
    >
      {usual && (
        <div className="reasons-usual">
          {reasons.map((reason) => (
            <Button
              key={reason}
              size="small"
              onClick={() => form.setFieldsValue({ reason: t(`alarms.reasons.${reason}`) })}
            >
              {t(`alarms.reasons.${reason}`)}
            </Button>
          ))}
        </div>
      )}
      <Form.Item
        name="reason"
        label={usual ? t("alarms.popup.reason") : t("alarms.reason")}
        rules={[{ required: true, whitespace: true, message: t("alarms.reasonMissing") }]}
      >
        <Input maxLength={300} autoComplete="off" ref={input} />
      </Form.Item>
      {all !== undefined && (
        <Form.Item name="together" valuePropName="checked">
          <Checkbox>{t("alarms.storm.together", { n: all })}</Checkbox>
        </Form.Item>
      )}
      <div className="alarms-bar">
        <Button type="primary" htmlType="submit" loading={pending}>
          {title}
        </Button>
        <Button onClick={onCancel}>{t("alarms.popup.cancel")}</Button>
      </div>
    </Form>
  );
}
