import { Button, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../../../shared/api.ts";
import { DutyFields } from "./DutyFields.tsx";
import { dutyOf, today, type DutyValues } from "./duty-values.ts";
import { FormProblem } from "./FormProblem.tsx";
import { useCreatePerson } from "./people-queries.ts";

type Values = DutyValues & {
  username: string;
  name: string;
  phone?: string;
  singleSignOnName?: string;
};
export type Created = { name: string; username: string; password: string };
type Props = { unit: string; onCreated: (created: Created) => void; onClose: () => void };

/** A person begins with an appointment: it says where they belong and who administers them. */
export function NewPersonModal({ unit, onCreated, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const create = useCreatePerson();
  const required = [{ required: true, whitespace: true, message: t("actForm.required") }];
  function submit(values: Values): void {
    const { username, name, phone, singleSignOnName } = values;
    create.mutate(
      {
        username,
        name,
        appointment: dutyOf(values),
        ...(phone ? { phone } : {}),
        ...(singleSignOnName ? { singleSignOnName } : {}),
      },
      {
        onSuccess: ({ person, firstPassword }) =>
          onCreated({ name: person.name, username: person.username, password: firstPassword }),
        onError: (problem) => {
          if (!isProblem(problem)) return;
          form.setFields(
            problem.errors
              .filter(({ path }) => path in values)
              .map(({ path, message }) => ({ name: path as keyof Values, errors: [message] })),
          );
        },
      },
    );
  }
  return (
    <Modal
      open
      width={560}
      title={t("admin.people.add")}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={null}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ unit, validFrom: today() }}
        onFinish={submit}
      >
        <div className="form-pair">
          <Form.Item name="name" label={t("admin.people.name")} rules={required}>
            <Input maxLength={50} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="username"
            label={t("signIn.username")}
            extra={t("admin.people.usernameHint")}
            rules={[
              {
                required: true,
                pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{2,49}$/,
                message: t("admin.people.usernameHint"),
              },
            ]}
          >
            <Input maxLength={50} autoComplete="off" />
          </Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item
            name="phone"
            label={t("admin.people.phone")}
            rules={[{ pattern: /^(1\d{10}|0\d{2,3}-?\d{7,8})$/, message: t("intake.phoneWrong") }]}
          >
            <Input maxLength={13} inputMode="tel" autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="singleSignOnName"
            label={t("admin.people.singleSignOnName")}
            extra={t("admin.people.singleSignOnHint")}
          >
            <Input maxLength={100} autoComplete="off" />
          </Form.Item>
        </div>
        <DutyFields />
        <FormProblem problem={create.error} />
        <div className="modal-buttons">
          <Button onClick={onClose}>{t("configuration.rowCancel")}</Button>
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t("admin.people.create")}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
