import { FormEvery, type AskFormResult } from "@gezhi/contract/burden.ts";
import { Alert, Button, Form, Input, InputNumber, Modal, Select } from "antd";
import { useTranslation } from "react-i18next";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { useAskForm } from "./burden-queries.ts";

type Values = {
  unit: string;
  name: string;
  askedBy: string;
  fields?: string;
  every: FormEvery;
  minutes: number;
};

/** Stays open with the answer: whether it is to be filled in is what was asked. */
export function FormForm({ unit, onClose }: { unit: string; onClose: () => void }) {
  const { t } = useTranslation();
  const ask = useAskForm();
  const needed = [{ required: true, message: t("fourLists.forms.missing") }];
  const text = [{ required: true, whitespace: true, message: t("fourLists.forms.missing") }];
  return (
    <Modal open title={t("fourLists.forms.add")} footer={null} onCancel={onClose}>
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        initialValues={{ unit, every: "monthly", minutes: 30 }}
        onValuesChange={() => ask.reset()}
        onFinish={({ fields = "", ...values }) =>
          ask.mutate({
            ...values,
            fields: fields
              .split(/[、，,;；\n]/u)
              .map((field) => field.trim())
              .filter(Boolean),
          })
        }
      >
        <Form.Item name="unit" label={t("fourLists.forms.unit")} rules={needed}>
          <UnitField
            label={t("fourLists.forms.unit")}
            within={unit}
            levels={["town", "village", "grid"]}
          />
        </Form.Item>
        <Form.Item name="name" label={t("fourLists.forms.name")} rules={text}>
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        <Form.Item name="askedBy" label={t("fourLists.forms.askedBy")} rules={text}>
          <Input maxLength={60} autoComplete="off" placeholder={t("fourLists.forms.askedByHint")} />
        </Form.Item>
        <Form.Item name="fields" label={t("fourLists.forms.fields")}>
          <Input.TextArea rows={2} placeholder={t("fourLists.forms.fieldsHint")} />
        </Form.Item>
        <Form.Item name="every" label={t("fourLists.forms.every")} rules={needed}>
          <Select
            options={FormEvery.options.map((value) => ({
              value,
              label: t(`fourLists.forms.everys.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="minutes" label={t("fourLists.forms.each")} rules={needed}>
          <InputNumber min={1} max={2400} precision={0} />
        </Form.Item>
        <div aria-live="polite">
          {ask.error && <Alert type="error" showIcon title={ask.error.message} />}
          {ask.data && <Outcome result={ask.data} />}
        </div>
        <Button
          type="primary"
          htmlType="submit"
          loading={ask.isPending}
          disabled={ask.data !== undefined}
        >
          {t("fourLists.forms.save")}
        </Button>
      </Form>
    </Modal>
  );
}

function Outcome({ result }: { result: AskFormResult }) {
  const { t } = useTranslation();
  const { outcome, earlier } = result;
  if (outcome === "accepted")
    return <Alert type="success" showIcon title={t("fourLists.forms.noted")} />;
  return (
    <Alert
      type="warning"
      showIcon
      title={t("fourLists.forms.blocked")}
      description={
        earlier && outcome === "duplicate"
          ? t("fourLists.forms.duplicateOf", {
              name: earlier.name,
              askedBy: earlier.askedBy,
              day: earlier.askedOn,
            })
          : t("fourLists.forms.negative")
      }
    />
  );
}
