import type { DeviceProfile } from "@gezhi/contract/sensing.ts";
import { Form, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { HoursField } from "./HoursField.tsx";
import { levelOrder, unitOfLevels } from "./rule-words.ts";

type Props = {
  profiles: readonly DeviceProfile[];
  profile: DeviceProfile | undefined;
  isNew: boolean;
};

const kinds = ["value", "rate", "silence"] as const;
const operators = [">=", "<=", "=="] as const;

/** When a rule speaks: which metric, which thresholds, how long, and at what hours. */
export function RuleConditions({ profiles, profile, isNew }: Props) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const kind = (Form.useWatch(["measure", "kind"], form) ?? "value") as (typeof kinds)[number];
  const metric = Form.useWatch("metric", form) as string | undefined;
  const also = Form.useWatch(["also", "metric"], form) as string | undefined;
  const metrics = (profile?.metrics ?? []).map(({ key, name, unit }) => ({
    value: key,
    label: unit ? `${name}（${unit}）` : name,
  }));
  const needed = [{ required: true, message: t("configuration.invalidField") }];
  const measure = kind === "rate" ? { kind, minutes: 10 } : { kind };
  const unit = unitOfLevels(t, { measure, metric: metric ?? "" }, profile);
  const word = (name: "profile" | "metric" | "measure" | "operator" | "hold" | "dedupe") =>
    t(`sensing.rules.${name}`);
  return (
    <>
      <fieldset className="rule-part">
        <legend>{t("sensing.rules.condition")}</legend>
        <Form.Item name="code" label={t("configuration.fields.code")} rules={needed}>
          <Input maxLength={6} disabled={!isNew} autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={t("configuration.fields.name")} rules={needed}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="profile" label={word("profile")} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={profiles.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
          />
        </Form.Item>
        <Form.Item name="metric" label={word("metric")} rules={needed}>
          <Select options={metrics} />
        </Form.Item>
        <Form.Item name={["measure", "kind"]} label={word("measure")}>
          <Select
            options={kinds.map((value) => ({
              value,
              label: t(`sensing.rules.measures.${value}`),
            }))}
          />
        </Form.Item>
        {kind === "rate" && (
          <Form.Item
            name={["measure", "minutes"]}
            label={t("sensing.rules.rateMinutes")}
            extra={t("sensing.rules.rateHint")}
            rules={needed}
          >
            <InputNumber min={1} max={1440} suffix={t("sensing.rules.minutes")} />
          </Form.Item>
        )}
        <Form.Item
          name="operator"
          label={word("operator")}
          {...(kind === "silence" ? { extra: t("sensing.rules.silenceHint") } : {})}
        >
          <Select
            options={operators.map((value) => ({
              value,
              label: t(`sensing.rules.operators.${value}`),
            }))}
          />
        </Form.Item>
        <div className="rule-wide">
          <div className="rule-thresholds">
            {levelOrder.map((level) => (
              <Form.Item
                key={level}
                name={["levels", level]}
                label={
                  <span className={`urgency-tag urgency-${level}`}>{t(`urgency.${level}`)}</span>
                }
              >
                <InputNumber suffix={unit} style={{ width: "100%" }} />
              </Form.Item>
            ))}
          </div>
          <p className="muted">{t("sensing.rules.levelsHint")}</p>
        </div>
        <Form.Item label={t("sensing.rules.also")} className="rule-wide">
          <span className="rule-also">
            <Form.Item name={["also", "metric"]} noStyle>
              <Select
                allowClear
                aria-label={t("sensing.rules.also")}
                placeholder={t("sensing.rules.alsoNone")}
                options={metrics.filter(({ value }) => value !== metric)}
                onChange={(value) => {
                  if (value === undefined) form.setFieldValue("also", undefined);
                  else if (!form.getFieldValue(["also", "operator"]))
                    form.setFieldValue(["also", "operator"], ">=");
                }}
              />
            </Form.Item>
            {also && (
              <>
                <Form.Item name={["also", "operator"]} noStyle>
                  <Select
                    aria-label={word("operator")}
                    options={operators.map((value) => ({
                      value,
                      label: t(`sensing.rules.operators.${value}`),
                    }))}
                  />
                </Form.Item>
                <Form.Item name={["also", "value"]} noStyle rules={needed}>
                  <InputNumber aria-label={t("sensing.rules.levels")} />
                </Form.Item>
              </>
            )}
            <span className="muted">{t("sensing.rules.alsoHint")}</span>
          </span>
        </Form.Item>
      </fieldset>
      <fieldset className="rule-part">
        <legend>{t("sensing.rules.timing")}</legend>
        <Form.Item name="holdSeconds" label={word("hold")} extra={t("sensing.rules.holdHint")}>
          <InputNumber min={0} max={604_800} suffix={t("sensing.rules.seconds")} />
        </Form.Item>
        <Form.Item
          name="hysteresis"
          label={t("sensing.rules.hysteresis")}
          extra={t("sensing.rules.hysteresisHint")}
        >
          <InputNumber min={0} suffix={unit} />
        </Form.Item>
        <Form.Item
          name="dedupeMinutes"
          label={word("dedupe")}
          extra={t("sensing.rules.dedupeHint")}
        >
          <InputNumber min={0} max={43_200} suffix={t("sensing.rules.minutes")} />
        </Form.Item>
        <HoursField name="hours" hint={t("sensing.rules.hoursHint")} />
        <HoursField name="quiet" hint={t("sensing.rules.quietHint")} />
      </fieldset>
    </>
  );
}
