import { OutsideContact, type SaveOutsideContact } from "@gezhi/contract/alarms.ts";
import { OutsideParty } from "@gezhi/contract/sensing.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { api } from "../../../shared/api.ts";
import type { Contact } from "./ContactsPage.tsx";

type Saved = z.input<typeof SaveOutsideContact>;
type Props = { unit: string; contact: Contact | undefined; onDone: () => void };

export function ContactForm({ unit, contact, onDone }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (values: Saved) =>
      contact
        ? api.put(OutsideContact, `/outside-contacts/${contact.id}`, values)
        : api.post(OutsideContact, "/outside-contacts", values),
    onSuccess: async () => {
      void message.success(t("alarms.contacts.saved"));
      onDone();
      await client.invalidateQueries({ queryKey: ["outside-contacts"] });
    },
  });
  const needed = [{ required: true, whitespace: true, message: t("configuration.invalidField") }];
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      className="contact-form"
      aria-label={
        contact ? t("alarms.contacts.edit", { name: contact.name }) : t("alarms.contacts.add")
      }
      initialValues={contact ? { ...contact, phone: "" } : { order: 1 }}
      onFinish={(values: Omit<Saved, "unit">) =>
        save.mutate({ ...values, unit: contact?.unit ?? unit })
      }
    >
      <Form.Item name="party" label={t("alarms.contacts.party")} rules={[{ required: true }]}>
        <Select
          options={OutsideParty.options.map((value) => ({
            value,
            label: t(`alarms.parties.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="name" label={t("alarms.contacts.name")} rules={needed}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="phone"
        label={t("alarms.contacts.phone")}
        {...(contact ? { extra: t("alarms.contacts.phoneKept") } : {})}
        rules={[
          { required: true, pattern: /^[\d-]{3,20}$/, message: t("alarms.contacts.phoneWrong") },
        ]}
      >
        <Input
          maxLength={20}
          autoComplete="off"
          inputMode="tel"
          {...(contact ? { placeholder: contact.phone } : {})}
        />
      </Form.Item>
      <Form.Item name="order" label={t("alarms.contacts.order")} rules={[{ required: true }]}>
        <InputNumber min={1} max={20} style={{ width: "100%" }} />
      </Form.Item>
      <div className="alarms-bar">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t("alarms.contacts.save")}
        </Button>
        <Button onClick={onDone}>{t("alarms.popup.cancel")}</Button>
      </div>
      {save.error && <Alert type="warning" showIcon title={save.error.message} />}
    </Form>
  );
}
