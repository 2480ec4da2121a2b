import type { Handout, HandoutRegister, TakeBack } from "@gezhi/contract/handouts.ts";
import { DeviceId } from "@gezhi/contract/ids.ts";
import { Alert, Button, Form, Input, Modal, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { FormFailure } from "./FormFailure.tsx";
import { useTakeBack } from "./handout-queries.ts";

type Props = { item: Handout; stock: HandoutRegister["stock"]; onClose: () => void };
type Values = { how: TakeBack["how"]; to?: string; note?: string };

export function TakeBackForm({ item: { device, person }, stock, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const how = Form.useWatch("how", form) ?? "returned";
  const takeBack = useTakeBack(device.id);
  return (
    <Modal
      open
      title={t("handouts.takeBackOf", { person, code: device.code })}
      footer={null}
      onCancel={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ how: "returned" }}
        onFinish={({ how: chosen, to, note }) =>
          takeBack.mutate(
            {
              how: chosen,
              note: note ?? "",
              to: chosen === "exchanged" && to ? DeviceId.parse(to) : null,
            },
            { onSuccess: onClose },
          )
        }
      >
        <Form.Item name="how" label={t("handouts.how")}>
          <Segmented
            options={(["returned", "exchanged", "lost"] as const).map((value) => ({
              value,
              label: t(`handouts.ends.${value}`),
            }))}
          />
        </Form.Item>
        {how === "exchanged" && (
          <Form.Item
            name="to"
            label={t("handouts.to")}
            rules={[{ required: true, message: t("care.form.missing") }]}
          >
            <Select
              showSearch={{ optionFilterProp: "label" }}
              options={stock.map(({ id, code, profile, unit }) => ({
                value: id as string,
                label: `${code} ${profile} · ${unit}`,
              }))}
            />
          </Form.Item>
        )}
        <Form.Item name="note" label={t("handouts.note")}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Alert
          type="info"
          showIcon
          title={t(how === "exchanged" ? "handouts.exchangeLine" : "handouts.takeBackLine")}
          style={{ marginBottom: 12 }}
        />
        <FormFailure error={takeBack.error} />
        <Button type="primary" htmlType="submit" loading={takeBack.isPending}>
          {t("handouts.save")}
        </Button>
      </Form>
    </Modal>
  );
}
