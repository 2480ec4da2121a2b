import type { Handout, HandoutRegister } from "@gezhi/contract/handouts.ts";
import { DeviceId } from "@gezhi/contract/ids.ts";
import { Button, Form, Input, InputNumber, Modal, Select } from "antd";
import { useTranslation } from "react-i18next";
import { FormFailure } from "./FormFailure.tsx";
import { useHandOut } from "./handout-queries.ts";

type Props = {
  /** Has its person already; only that it was given out is to be written down. */
  item: Handout | undefined;
  stock: HandoutRegister["stock"];
  onClose: () => void;
};
type Values = {
  device: string;
  personName?: string;
  personAge?: number | null;
  familyName?: string;
  familyPhone?: string;
  address?: string;
  consentOn: string;
  issuedOn?: string;
  consentBy: "self" | "guardian";
};

const phonePattern = /^$|^1\d{10}$|^0\d{2,3}-?\d{7,8}$/;

/** Consent first, then the person. */
export function HandOutForm({ item, stock, onClose }: Props) {
  const { t } = useTranslation();
  const handOut = useHandOut();
  const needed = [{ required: true, message: t("care.form.missing") }];
  const written = [{ required: true, whitespace: true, message: t("care.form.missing") }];
  const devices = item
    ? [{ value: item.device.id as string, label: `${item.device.code} ${item.device.name}` }]
    : stock.map(({ id, code, profile, unit }) => ({
        value: id as string,
        label: `${code} ${profile} · ${unit}`,
      }));
  return (
    <Modal
      open
      width={640}
      title={t(item ? "handouts.writeDown" : "handouts.handOut")}
      footer={null}
      onCancel={onClose}
    >
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        className="care-form"
        initialValues={{ consentBy: "self", ...(item ? { device: item.device.id } : {}) }}
        onFinish={({ consentOn, consentBy, issuedOn, device, ...person }) =>
          handOut.mutate(
            {
              ...person,
              device: DeviceId.parse(device),
              consent: { at: `${consentOn}T00:00:00+08:00`, by: consentBy },
              issuedAt: issuedOn ? `${issuedOn}T00:00:00+08:00` : null,
            },
            { onSuccess: onClose },
          )
        }
      >
        <Form.Item
          name="device"
          label={t("handouts.device")}
          rules={needed}
          className="care-form-wide"
        >
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={devices}
            disabled={item !== undefined}
          />
        </Form.Item>
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
        {item && (
          <Form.Item name="issuedOn" label={t("handouts.issuedOn")} rules={needed}>
            <Input type="date" />
          </Form.Item>
        )}
        {!item && (
          <>
            <Form.Item name="personName" label={t("care.form.name")} rules={written}>
              <Input maxLength={50} autoComplete="off" />
            </Form.Item>
            <Form.Item name="personAge" label={t("care.form.age")}>
              <InputNumber min={0} max={130} style={{ width: "100%" }} />
            </Form.Item>
            <Form.Item name="address" label={t("care.form.address")} className="care-form-wide">
              <Input maxLength={200} autoComplete="off" />
            </Form.Item>
            <Form.Item name="familyName" label={t("care.contactName")}>
              <Input maxLength={50} autoComplete="off" />
            </Form.Item>
            <Form.Item
              name="familyPhone"
              label={t("care.contactPhone")}
              rules={[{ pattern: phonePattern, message: t("care.form.phoneWrong") }]}
            >
              <Input maxLength={20} autoComplete="off" />
            </Form.Item>
          </>
        )}
        <div className="care-form-wide">
          <FormFailure error={handOut.error} />
          <Button type="primary" htmlType="submit" loading={handOut.isPending}>
            {t("handouts.save")}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
