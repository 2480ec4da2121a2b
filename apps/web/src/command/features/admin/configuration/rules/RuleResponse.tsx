import { Checkbox, Form, Input, InputNumber, Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useConfiguration } from "../configuration-queries.ts";
import { FanOutField } from "./FanOutField.tsx";
import { levelOrder, type Names } from "./rule-words.ts";

const confirmers = ["none", "dispatcher", "field", "phone"] as const;

/** What follows an alarm: confirmation, category, and who is told. */
export function RuleResponse({ unit, names }: { unit: string; names: Names }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const by = Form.useWatch(["confirm", "by"], form) as string | undefined;
  const { data } = useConfiguration("catalogue", unit);
  const categories = useMemo(
    () =>
      (data?.content.categories ?? []).map(({ code, name }) => ({
        value: code,
        label: `${code} ${name}`,
      })),
    [data],
  );
  return (
    <fieldset className="rule-part">
      <legend>{t("sensing.rules.response")}</legend>
      <Form.Item
        name={["confirm", "by"]}
        label={t("sensing.rules.confirmBy")}
        extra={t("sensing.rules.confirmHint")}
      >
        <Select
          options={confirmers.map((value) => ({
            value,
            label: t(`sensing.rules.confirmers.${value}`),
          }))}
        />
      </Form.Item>
      {by !== "none" && (
        <Form.Item name={["confirm", "text"]} label={t("sensing.rules.confirmText")}>
          <Input maxLength={60} />
        </Form.Item>
      )}
      <Form.Item
        name="category"
        label={t("sensing.rules.category")}
        rules={[{ required: true, message: t("configuration.invalidField") }]}
      >
        <Select showSearch={{ optionFilterProp: "label" }} options={categories} />
      </Form.Item>
      <Form.Item
        name="leastPrecision"
        label={t("sensing.rules.least")}
        extra={t("sensing.rules.leastHint")}
        getValueProps={(value: number | undefined) => ({
          value: value === undefined ? null : Math.round(value * 100),
        })}
        normalize={(value: number | null) => (value === null ? undefined : value / 100)}
      >
        <InputNumber min={0} max={100} suffix="%" />
      </Form.Item>
      <Form.Item name="enabled" label={t("sensing.rules.state")} valuePropName="checked">
        <Checkbox>{t("sensing.rules.enabled")}</Checkbox>
      </Form.Item>
      <Form.Item label={t("sensing.rules.categoryByLevel")} className="rule-wide">
        <div className="rule-thresholds">
          {levelOrder.map((level) => (
            <Form.Item key={level} name={["categoryByLevel", level]} noStyle>
              <Select
                allowClear
                showSearch={{ optionFilterProp: "label" }}
                prefix={t(`sensing.levels.${level}`)}
                aria-label={`${t("sensing.rules.categoryByLevel")} ${t(`sensing.levels.${level}`)}`}
                placeholder={t("sensing.rules.sameCategory")}
                options={categories}
              />
            </Form.Item>
          ))}
        </div>
      </Form.Item>
      <FanOutField names={names} />
    </fieldset>
  );
}
