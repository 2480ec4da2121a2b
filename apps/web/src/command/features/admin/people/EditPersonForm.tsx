import type { Person } from "@gezhi/contract/organisation.ts";
import { App, Button, Checkbox, Form, Input, Space } from "antd";
import { useTranslation } from "react-i18next";
import { FormProblem } from "./FormProblem.tsx";
import { useEditPerson } from "./people-queries.ts";

type Values = {
  name: string;
  phone?: string;
  noPhone?: boolean;
  singleSignOnName?: string;
  reason?: string;
};
type Props = { person: Person; onClose: () => void };

/** What is sent is what was changed. The phone is not shown whole, so an empty field leaves it as it is. */
export function EditPersonForm({ person, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const edit = useEditPerson(person.account);
  function submit({ name, phone, noPhone, singleSignOnName = "", reason }: Values): void {
    const before = person.singleSignOnName ?? "";
    edit.mutate(
      {
        ...(name === person.name ? {} : { name }),
        ...(noPhone ? { phone: null } : phone ? { phone } : {}),
        ...(singleSignOnName === before ? {} : { singleSignOnName: singleSignOnName || null }),
        ...(reason ? { reason } : {}),
      },
      {
        onSuccess: () => {
          void message.success(t("admin.people.saved"));
          onClose();
        },
      },
    );
  }
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      className="boxed-form"
      aria-label={t("admin.people.edit")}
      initialValues={{ name: person.name, singleSignOnName: person.singleSignOnName ?? "" }}
      onFinish={submit}
    >
      <Form.Item
        name="name"
        label={t("admin.people.name")}
        rules={[{ required: true, whitespace: true, message: t("actForm.required") }]}
      >
        <Input maxLength={50} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="phone"
        label={t("admin.people.newPhone")}
        extra={t("admin.people.phoneKept", { phone: person.phone ?? "—" })}
        rules={[{ pattern: /^(1\d{10}|0\d{2,3}-?\d{7,8})$/, message: t("intake.phoneWrong") }]}
      >
        <Input maxLength={13} inputMode="tel" autoComplete="off" />
      </Form.Item>
      {person.phone && (
        <Form.Item name="noPhone" valuePropName="checked">
          <Checkbox>{t("admin.people.removePhone")}</Checkbox>
        </Form.Item>
      )}
      <Form.Item
        name="singleSignOnName"
        label={t("admin.people.singleSignOnName")}
        extra={t("admin.people.singleSignOnHint")}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="reason" label={t("admin.people.reason")}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      <FormProblem problem={edit.error} />
      <Space>
        <Button type="primary" htmlType="submit" loading={edit.isPending}>
          {t("admin.people.save")}
        </Button>
        <Button onClick={onClose}>{t("configuration.rowCancel")}</Button>
      </Space>
    </Form>
  );
}
