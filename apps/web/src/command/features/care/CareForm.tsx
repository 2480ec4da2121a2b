import type { CareDetail, CareVisitor, SaveCare } from "@gezhi/contract/care.ts";
import { AccountId } from "@gezhi/contract/ids.ts";
import { Alert, Button, Checkbox, Form, Input, InputNumber, Modal, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { isProblem } from "../../../shared/api.ts";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { useSaveCare, useVolunteers } from "./care-queries.ts";
import { useCareUnit } from "./use-care-unit.ts";

export type CareStart = { unit: string; device?: { id: string; label: string } };
type Props = { start: CareStart; person?: CareDetail; onClose: () => void };

type Values = {
  unit: string;
  address: string;
  name?: string;
  age?: number | null;
  phone?: string;
  contactName?: string;
  contactPhone?: string;
  note?: string;
  devices: string[];
  consentOn: string;
  consentBy: "self" | "guardian";
  way: "home" | "phone";
  every: number;
  restDays: boolean;
  dueBy: number;
  visitor: string;
  substitute: string;
};

const visitorFrom = (value: string): CareVisitor | null => {
  if (value === "none") return null;
  return value === "gridWorker" || value === "post"
    ? { by: value }
    : { by: "volunteer", account: AccountId.parse(value) };
};
const valueOf = (visitor: CareVisitor | null): string =>
  visitor === null ? "none" : visitor.by === "volunteer" ? visitor.account : visitor.by;

/** Words that stay empty on a change are left out: who edits does not see them. */
const said = (text: string | undefined) => (text?.trim() ? text.trim() : undefined);

const bodyOf = (values: Values): z.input<typeof SaveCare> => ({
  unit: values.unit,
  address: values.address,
  name: said(values.name),
  age: values.age ?? undefined,
  phone: said(values.phone),
  contactName: said(values.contactName),
  contactPhone: said(values.contactPhone),
  // It is shown in the form, so an empty one means none.
  note: values.note?.trim() ?? "",
  devices: values.devices,
  consent: { at: `${values.consentOn}T00:00:00+08:00`, by: values.consentBy },
  way: values.way,
  every: values.every,
  restDays: values.restDays,
  dueBy: values.dueBy,
  visitor: visitorFrom(values.visitor) ?? { by: "post" },
  substitute: visitorFrom(values.substitute),
});

const dateOf = (at: string): string =>
  new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

const startOf = ({ start, person }: Omit<Props, "onClose">): Partial<Values> =>
  person
    ? {
        unit: person.unit.code,
        address: person.address,
        age: person.age,
        devices: person.signals.map(({ id }) => id),
        consentOn: dateOf(person.consent.at),
        consentBy: person.consent.by,
        way: person.way,
        every: person.every,
        restDays: person.restDays,
        dueBy: person.dueBy,
        visitor: valueOf(person.plan.visitor),
        substitute: valueOf(person.plan.substitute),
        ...(person.note === null ? {} : { note: person.note }),
      }
    : {
        ...(start.unit.length >= 12 ? { unit: start.unit } : {}),
        devices: start.device ? [start.device.id] : [],
        consentBy: "self",
        way: "home",
        every: 1,
        restDays: false,
        dueBy: 17,
        visitor: start.unit.length >= 15 ? "gridWorker" : "post",
        substitute: start.unit.length >= 15 ? "post" : "none",
      };

const hours = Array.from({ length: 12 }, (_, index) => ({
  value: index + 9,
  label: `${index + 9}:00`,
}));
const phonePattern = /^$|^1\d{10}$|^0\d{2,3}-?\d{7,8}$/;

export function CareForm({ start, person, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const save = useSaveCare(person?.id);
  const own = useCareUnit() ?? "";
  const unit = Form.useWatch("unit", form) ?? person?.unit.code ?? start.unit;
  const volunteers = useVolunteers(unit.length >= 12 ? unit.slice(0, 12) : undefined).data ?? [];
  const needed = [{ required: true, message: t("care.form.missing") }];
  const written = [{ required: true, whitespace: true, message: t("care.form.missing") }];
  const phones = [{ pattern: phonePattern, message: t("care.form.phoneWrong") }];
  const people = [
    ...(unit.length >= 15 ? [{ value: "gridWorker", label: t("care.form.gridWorker") }] : []),
    { value: "post", label: t("care.form.post") },
    ...volunteers,
  ];
  const devices = person
    ? person.signals.map(({ id, name }) => ({ value: id, label: name }))
    : start.device
      ? [{ value: start.device.id, label: start.device.label }]
      : [];
  const errors = isProblem(save.error) ? save.error.errors : [];
  const keep = person ? t("care.form.keep") : undefined;
  return (
    <Modal
      open
      width={720}
      title={t(person ? "care.form.edit" : "care.form.add")}
      footer={null}
      onCancel={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="care-form"
        initialValues={startOf(person ? { start, person } : { start })}
        onFinish={(values) => save.mutate(bodyOf(values), { onSuccess: onClose })}
      >
        <Form.Item name="consentOn" label={t("care.form.consentOn")} rules={needed}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="consentBy" label={t("care.form.consentBy")} rules={needed}>
          <Select
            options={(["self", "guardian"] as const).map((value) => ({
              value,
              label: t(`care.consentBy.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="name"
          label={t("care.form.name")}
          extra={keep ?? (start.device ? t("care.form.nameOfDevice") : undefined)}
          rules={person || start.device ? [] : written}
        >
          <Input maxLength={50} autoComplete="off" />
        </Form.Item>
        <Form.Item name="age" label={t("care.form.age")}>
          <InputNumber min={0} max={130} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item name="unit" label={t("care.form.unit")} rules={needed}>
          <UnitField label={t("care.form.unit")} within={own} levels={["village", "grid"]} />
        </Form.Item>
        <Form.Item name="address" label={t("care.form.address")} rules={written}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="phone" label={t("care.phone")} extra={keep} rules={phones}>
          <Input maxLength={20} autoComplete="off" />
        </Form.Item>
        <Form.Item name="note" label={t("care.note")}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="contactName" label={t("care.contactName")} extra={keep}>
          <Input maxLength={50} autoComplete="off" />
        </Form.Item>
        <Form.Item name="contactPhone" label={t("care.contactPhone")} extra={keep} rules={phones}>
          <Input maxLength={20} autoComplete="off" />
        </Form.Item>
        <Form.Item name="way" label={t("care.form.way")}>
          <Select
            options={(["home", "phone"] as const).map((value) => ({
              value,
              label: t(`care.ways.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="dueBy" label={t("care.form.dueBy")}>
          <Select options={hours} virtual={false} />
        </Form.Item>
        <Form.Item name="every" label={t("care.form.every")} rules={needed}>
          <InputNumber min={1} max={30} precision={0} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item
          name="restDays"
          valuePropName="checked"
          label=" "
          extra={t("care.form.restDaysHint")}
        >
          <Checkbox>{t("care.form.restDays")}</Checkbox>
        </Form.Item>
        <Form.Item name="visitor" label={t("care.form.visitor")} rules={needed}>
          <Select options={people} />
        </Form.Item>
        <Form.Item name="substitute" label={t("care.form.substitute")}>
          <Select options={[{ value: "none", label: t("care.form.none") }, ...people]} />
        </Form.Item>
        <Form.Item
          name="devices"
          label={t("care.form.devices")}
          hidden={devices.length === 0}
          className="care-form-wide"
        >
          <Select mode="multiple" options={devices} />
        </Form.Item>
        <div className="care-form-wide">
          {save.error && (
            <Alert
              type="error"
              showIcon
              title={save.error.message}
              description={errors.map(({ message }) => (
                <div key={message}>{message}</div>
              ))}
            />
          )}
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t("care.form.save")}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
