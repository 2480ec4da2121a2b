import type { PlateRegister } from "@gezhi/contract/four-lists.ts";
import { Alert, AutoComplete, Button, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { useHangPlate } from "./list-queries.ts";

type Props = { unit: string; permitted: PlateRegister["permitted"]; onClose: () => void };
type Values = { unit: string; name: string; hungOn: string };

export function PlateForm({ unit, permitted, onClose }: Props) {
  const { t } = useTranslation();
  const hang = useHangPlate();
  const needed = [{ required: true, whitespace: true, message: t("fourLists.plates.missing") }];
  const village = unit.length === 12 ? unit : undefined;
  return (
    <Modal open title={t("fourLists.plates.add")} footer={null} onCancel={onClose}>
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        initialValues={{ unit: village }}
        onFinish={(values) => hang.mutate(values, { onSuccess: onClose })}
      >
        {!village && (
          <Form.Item name="unit" label={t("fourLists.plates.village")} rules={needed}>
            <UnitField label={t("fourLists.plates.village")} within={unit} levels={["village"]} />
          </Form.Item>
        )}
        {village && (
          <Form.Item name="unit" hidden>
            <Input />
          </Form.Item>
        )}
        <Form.Item name="name" label={t("fourLists.plates.name")} rules={needed}>
          <AutoComplete
            maxLength={60}
            options={permitted.map(({ name }) => ({ value: name }))}
            showSearch={{ filterOption: true }}
          />
        </Form.Item>
        <Form.Item name="hungOn" label={t("fourLists.plates.since")} rules={needed}>
          <Input type="date" />
        </Form.Item>
        {hang.error && <Alert type="error" showIcon title={hang.error.message} />}
        <Button type="primary" htmlType="submit" loading={hang.isPending}>
          {t("fourLists.plates.save")}
        </Button>
      </Form>
    </Modal>
  );
}
