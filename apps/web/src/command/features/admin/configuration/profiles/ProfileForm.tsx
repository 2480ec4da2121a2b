import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { DeviceProfile } from "@gezhi/contract/sensing.ts";
import { Button, Checkbox, Form, Input, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import type { OwnFormProps } from "../EditableTable.tsx";
import { RowButtons, RowNaming } from "../RowFormParts.tsx";
import { useRowForm } from "../use-row-form.ts";
import { MappingFields } from "./MappingFields.tsx";
import { PayloadTrial } from "./PayloadTrial.tsx";
import { fromForm, toForm } from "./profile-values.ts";

const blank = {
  metrics: [{}],
  intervalSeconds: 300,
  retentionDays: 180,
  personal: false,
  mapping: { format: "plain" },
};

/** One kind of device: what it measures, how its messages are read, and a box to try that. */
export function ProfileForm({
  row,
  label,
  problem,
  onDone,
  onCancel,
}: OwnFormProps<DeviceProfile>) {
  const { t } = useTranslation();
  const { form, submit, needed } = useRowForm({
    schema: DeviceProfile,
    read: fromForm,
    problem,
    onDone,
  });
  return (
    <div className="rule">
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={!onDone}
        initialValues={row ? toForm(row) : blank}
        aria-label={label}
        onFinish={submit}
      >
        <fieldset className="rule-part">
          <legend>{t("sensing.rules.basics")}</legend>
          <RowNaming
            codeHint={t("sensing.profiles.codeHint")}
            english={t("sensing.profiles.english")}
            isNew={row === undefined}
            needed={needed}
          />
          <Form.Item name="intervalSeconds" label={t("sensing.profiles.interval")}>
            <InputNumber min={0} max={604_800} suffix={t("sensing.rules.seconds")} />
          </Form.Item>
          <Form.Item name="retentionDays" label={t("sensing.profiles.retention")}>
            <InputNumber min={1} max={3650} suffix={t("configuration.days")} />
          </Form.Item>
          <Form.Item name="standard" label={t("sensing.profiles.standard")}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item
            name="personal"
            valuePropName="checked"
            extra={t("sensing.profiles.personalHint")}
          >
            <Checkbox>{t("sensing.profiles.personal")}</Checkbox>
          </Form.Item>
          <Form.Item
            name="localAlarm"
            valuePropName="checked"
            extra={t("sensing.profiles.localAlarmHint")}
          >
            <Checkbox>{t("sensing.profiles.localAlarm")}</Checkbox>
          </Form.Item>
        </fieldset>
        <fieldset className="rule-part">
          <legend>{t("sensing.profiles.metrics")}</legend>
          <div className="rule-wide">
            <MetricsField />
          </div>
        </fieldset>
        <MappingFields />
        <RowButtons edits={onDone !== undefined} onCancel={onCancel} />
      </Form>
      <PayloadTrial read={() => fromForm(form.getFieldsValue(true))} />
    </div>
  );
}

function MetricsField() {
  const { t } = useTranslation();
  const heads = ["metricKey", "metricName", "metricUnit", "min", "max"] as const;
  return (
    <Form.List name="metrics">
      {(fields, { add, remove }) => (
        <>
          <div className="profile-metrics">
            <span className="profile-head" aria-hidden>
              {heads.map((head) => (
                <span key={head}>{t(`sensing.profiles.${head}`)}</span>
              ))}
            </span>
            {fields.map((field, index) => {
              const label = (head: (typeof heads)[number]) =>
                `${t(`sensing.profiles.${head}`)} ${index + 1}`;
              return (
                <span key={field.key}>
                  <Form.Item name={[field.name, "key"]}>
                    <Input
                      aria-label={label("metricKey")}
                      placeholder={t("sensing.profiles.metricKeyHint")}
                      maxLength={40}
                    />
                  </Form.Item>
                  <Form.Item name={[field.name, "name"]}>
                    <Input aria-label={label("metricName")} maxLength={40} />
                  </Form.Item>
                  <Form.Item name={[field.name, "unit"]}>
                    <Input aria-label={label("metricUnit")} maxLength={20} />
                  </Form.Item>
                  <Form.Item name={[field.name, "min"]}>
                    <InputNumber aria-label={label("min")} />
                  </Form.Item>
                  <Form.Item name={[field.name, "max"]}>
                    <InputNumber aria-label={label("max")} />
                  </Form.Item>
                  <Button
                    size="small"
                    type="text"
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={t("sensing.profiles.removeMetric", { n: index + 1 })}
                    onClick={() => remove(field.name)}
                  />
                </span>
              );
            })}
          </div>
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => add({})}>
            {t("sensing.profiles.addMetric")}
          </Button>
          <p className="muted">{t("sensing.profiles.rangeHint")}</p>
        </>
      )}
    </Form.List>
  );
}
