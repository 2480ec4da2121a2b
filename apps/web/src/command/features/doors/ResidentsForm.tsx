import type { Door } from "@gezhi/contract/visitor-codes.ts";
import { Alert, Button, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { useChangeResidents } from "./door-queries.ts";

const numbersIn = (text: string): string[] => text.split(/[\s,，;；]+/u).filter(Boolean);
const areNumbers = (text: string | undefined): boolean => {
  const numbers = numbersIn(text ?? "");
  return numbers.length > 0 && numbers.every((one) => /^1\d{10}$/.test(one));
};

export function ResidentsForm({ door, onClose }: { door: Door; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ phones: string }>();
  const change = useChangeResidents(door.id);
  const send = async (act: "add" | "remove") => {
    const { phones } = await form.validateFields();
    change.mutate({ [act]: numbersIn(phones) }, { onSuccess: () => form.resetFields() });
  };
  return (
    <Modal open title={`${t("doors.change")} · ${door.name}`} footer={null} onCancel={onClose}>
      <p className="muted">{t("doors.changeLine")}</p>
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item
          name="phones"
          label={t("doors.phones")}
          rules={[
            {
              validator: async (_rule, text: string | undefined) => {
                if (!areNumbers(text)) throw new Error(t("doors.wrong"));
              },
            },
          ]}
        >
          <Input.TextArea rows={5} autoComplete="off" />
        </Form.Item>
        {change.error && <Alert type="error" showIcon title={change.error.message} />}
        {change.data && (
          <Alert
            type="success"
            showIcon
            title={t("doors.changed", {
              added: change.data.added,
              removed: change.data.removed,
              n: change.data.residents,
            })}
          />
        )}
        <div className="doors-bar">
          <Button
            type="primary"
            loading={change.isPending}
            onClick={() => void send("add").catch(() => undefined)}
          >
            {t("doors.add")}
          </Button>
          <Button
            danger
            disabled={change.isPending}
            onClick={() => void send("remove").catch(() => undefined)}
          >
            {t("doors.remove")}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
