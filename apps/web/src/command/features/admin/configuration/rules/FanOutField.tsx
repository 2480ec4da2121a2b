import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { type FanOut, OutsideParty } from "@gezhi/contract/sensing.ts";
import { Button, Form, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { levelOrder, type Names } from "./rule-words.ts";

const targets = [
  "post",
  "department",
  "districtCentre",
  "gridWorker",
  "nearest",
  "outside",
] as const;

/** Everybody who is told at once, each from a level on. */
export function FanOutField({ names }: { names: Names }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const chosen = (Form.useWatch("fanOut", form) ?? []) as Partial<FanOut>[];
  const needed = [{ required: true, message: t("configuration.invalidField") }];
  return (
    <Form.Item
      label={t("sensing.rules.fanOut")}
      extra={t("sensing.rules.fanOutHint")}
      className="rule-wide"
    >
      <Form.List name="fanOut">
        {(fields, { add, remove }) => (
          <>
            {fields.map((field, index) => {
              const to = chosen[field.name]?.to;
              const label = `${t("sensing.rules.fanOut")} ${index + 1}`;
              return (
                <span key={field.key} className="rule-target">
                  <Form.Item name={[field.name, "to"]} noStyle>
                    <Select
                      aria-label={label}
                      options={targets.map((value) => ({
                        value,
                        label: t(`sensing.rules.targets.${value}`),
                      }))}
                    />
                  </Form.Item>
                  {to === "post" && (
                    <Form.Item name={[field.name, "post"]} noStyle rules={needed}>
                      <Select
                        showSearch={{ optionFilterProp: "label" }}
                        aria-label={`${label} ${t("sensing.rules.targets.post")}`}
                        options={[...names.posts]}
                      />
                    </Form.Item>
                  )}
                  {to === "department" && (
                    <Form.Item name={[field.name, "department"]} noStyle rules={needed}>
                      <Select
                        showSearch={{ optionFilterProp: "label" }}
                        aria-label={`${label} ${t("sensing.rules.targets.department")}`}
                        options={[...names.departments]}
                      />
                    </Form.Item>
                  )}
                  {to === "outside" && (
                    <Form.Item name={[field.name, "party"]} noStyle rules={needed}>
                      <Select
                        aria-label={`${label} ${t("sensing.rules.targets.outside")}`}
                        options={OutsideParty.options.map((value) => ({
                          value,
                          label: t(`alarms.parties.${value}`),
                        }))}
                      />
                    </Form.Item>
                  )}
                  {to === "nearest" && (
                    <Form.Item
                      name={[field.name, "people"]}
                      noStyle
                      initialValue={1}
                      rules={needed}
                    >
                      <InputNumber
                        min={1}
                        max={3}
                        precision={0}
                        aria-label={`${label} ${t("sensing.rules.nearestPeople")}`}
                        prefix={t("sensing.rules.nearestPeople")}
                        title={t("sensing.rules.nearestHint")}
                      />
                    </Form.Item>
                  )}
                  {(to === "districtCentre" || to === "gridWorker") && <span />}
                  <Form.Item name={[field.name, "from"]} noStyle>
                    <Select
                      aria-label={`${label} ${t("sensing.rules.fanOutFrom")}`}
                      options={levelOrder.map((value) => ({
                        value,
                        label: `${t(`sensing.levels.${value}`)} ${t("sensing.rules.fanOutFrom")}`,
                      }))}
                    />
                  </Form.Item>
                  <Button
                    size="small"
                    type="text"
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={t("sensing.rules.removeTarget", { n: index + 1 })}
                    onClick={() => remove(field.name)}
                  />
                </span>
              );
            })}
            <Button
              size="small"
              icon={<PlusOutlined aria-hidden />}
              onClick={() => add({ to: "gridWorker", from: "red" })}
            >
              {t("sensing.rules.addTarget")}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}
