import { Alert, Button, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { QueryState } from "../ui/states.tsx";
import { useFeedback, useSendFeedback } from "./feedback-queries.ts";

/** What is hard to use or missing, from any page, with what became of earlier wishes (R81). */
export function FeedbackDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const send = useSendFeedback();
  const mine = useFeedback("mine");
  return (
    <Modal open title={t("feedback.title")} footer={null} onCancel={onClose}>
      <p>{t("feedback.line")}</p>
      {send.data ? (
        <Alert
          type="success"
          showIcon
          title={t("feedback.sent")}
          action={
            <Button size="small" onClick={() => send.reset()}>
              {t("feedback.again")}
            </Button>
          }
        />
      ) : (
        <Form<{ text: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={({ text }) => send.mutate(text.trim())}
        >
          <Form.Item
            name="text"
            label={t("feedback.text")}
            rules={[{ required: true, whitespace: true, min: 4, message: t("feedback.short") }]}
          >
            <Input.TextArea rows={4} maxLength={1000} />
          </Form.Item>
          {send.error && <Alert type="error" showIcon title={send.error.message} />}
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {t("feedback.send")}
          </Button>
        </Form>
      )}
      <h3>{t("feedback.mine")}</h3>
      <QueryState query={mine} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t("feedback.none")}</p>
          ) : (
            <ul>
              {items.map(({ id, text, state, answer }) => (
                <li key={id}>
                  {text} <strong>{t(`feedback.states.${state}`)}</strong>
                  {answer && `：${answer}`}
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </Modal>
  );
}
