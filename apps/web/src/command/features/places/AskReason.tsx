import { Alert, Button, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";

type Props = {
  title: string;
  line: string;
  act: string;
  danger: boolean;
  pending: boolean;
  problem: Error | null;
  onSend: (reason: string) => void;
  onClose: () => void;
};

/** What goes on record asks why. */
export function AskReason({ title, line, act, danger, pending, problem, onSend, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal open title={title} footer={null} onCancel={onClose}>
      <p className="muted">{line}</p>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason }: { reason: string }) => onSend(reason)}
      >
        <Form.Item
          name="reason"
          label={t("places.reason")}
          rules={[{ required: true, whitespace: true, min: 2, message: t("places.form.wrong") }]}
        >
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        {problem && <Alert type="warning" showIcon title={problem.message} />}
        <Button type="primary" htmlType="submit" danger={danger} loading={pending}>
          {act}
        </Button>
      </Form>
    </Modal>
  );
}
