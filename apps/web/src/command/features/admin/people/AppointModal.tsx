import { AccountId } from "@gezhi/contract/ids.ts";
import { Alert, App, Button, Form, Modal, Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { DutyFields } from "./DutyFields.tsx";
import { dutyOf, today, type DutyValues } from "./duty-values.ts";
import { FormProblem } from "./FormProblem.tsx";
import { useAppoint, usePeople } from "./people-queries.ts";

type Props = {
  /** Who is appointed; absent: chosen here. */
  person?: { account: string; name: string } | undefined;
  initial: Partial<DutyValues>;
  onClose: () => void;
};

export function AppointModal({ person, initial, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<DutyValues & { account: string }>();
  const appoint = useAppoint();
  return (
    <Modal
      open
      width={520}
      title={
        person ? t("admin.people.appointName", { name: person.name }) : t("admin.people.appoint")
      }
      onCancel={onClose}
      mask={{ closable: false }}
      footer={null}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ account: person?.account, validFrom: today(), ...initial }}
        onFinish={(values) =>
          appoint.mutate(
            { account: AccountId.parse(values.account), ...dutyOf(values) },
            {
              onSuccess: ({ appointment, warnings }) => {
                void message.success(
                  t("admin.people.appointed", {
                    name: appointment.accountName,
                    unit: appointment.unitName,
                  }),
                );
                for (const warning of warnings) void message.warning(warning, 8);
                onClose();
              },
            },
          )
        }
      >
        <Form.Item
          name="account"
          label={t("admin.people.person")}
          hidden={person !== undefined}
          rules={[{ required: true, message: t("actForm.choose") }]}
        >
          <PersonField />
        </Form.Item>
        <DutyFields />
        <FormProblem problem={appoint.error} />
        <div className="modal-buttons">
          <Button onClick={onClose}>{t("configuration.rowCancel")}</Button>
          <Button type="primary" htmlType="submit" loading={appoint.isPending}>
            {t("admin.people.appoint")}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}

type PersonFieldProps = { value?: string; onChange?: (account: string) => void; id?: string };

function PersonField({ value, onChange, id }: PersonFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed.trim());
  const people = usePeople({ q, limit: 30 });
  const items = people.data?.pages[0]?.items ?? [];
  return (
    <>
      <Select
        {...(id ? { id } : {})}
        aria-label={t("admin.people.person")}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        placeholder={t("admin.people.searchHint")}
        value={value ?? null}
        loading={people.isFetching}
        options={items.map(({ account, name, username, appointments }) => ({
          value: String(account),
          label: `${name} ${username} ${appointments[0]?.unitName ?? ""}`,
        }))}
        onChange={(next: string | null) => next && onChange?.(next)}
      />
      {people.error && <Alert type="error" title={people.error.message} />}
    </>
  );
}
