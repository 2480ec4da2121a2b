import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, InputNumber, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";

const formats = ["plain", "senml", "paths"] as const;
type Option = { value: string; label: string };

/** How a message becomes metrics: the platform's own way, SenML, or paths into any JSON. */
export function MappingFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const format = Form.useWatch(["mapping", "format"], form) as (typeof formats)[number] | undefined;
  const metrics = (Form.useWatch("metrics", form) ?? []) as ({
    key?: string;
    name?: string;
  } | null)[];
  const options = metrics.flatMap((metric) =>
    metric?.key ? [{ value: metric.key, label: metric.name ?? metric.key }] : [],
  );
  return (
    <fieldset className="rule-part">
      <legend>{t("sensing.profiles.mapping")}</legend>
      <Form.Item name={["mapping", "format"]} className="rule-wide">
        <Radio.Group
          aria-label={t("sensing.profiles.mapping")}
          options={formats.map((value) => ({
            value,
            label: t(`sensing.profiles.formats.${value}`),
          }))}
        />
      </Form.Item>
      {format === "senml" && (
        <div className="rule-wide">
          <Rows kind="names" options={options} />
          <p className="muted">{t("sensing.profiles.senmlHint")}</p>
        </div>
      )}
      {format === "paths" && (
        <>
          <div className="rule-wide">
            <Rows kind="metrics" options={options} />
          </div>
          <Form.Item
            name={["mapping", "at", "path"]}
            label={t("sensing.profiles.atPath")}
            extra={t("sensing.profiles.atHint")}
          >
            <Input maxLength={200} placeholder="$.ts" />
          </Form.Item>
          <Form.Item name={["mapping", "at", "unit"]} label={t("sensing.profiles.atUnit")}>
            <Select
              options={(["iso", "seconds", "milliseconds"] as const).map((value) => ({
                value,
                label: t(`sensing.profiles.atUnits.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item name={["mapping", "battery"]} label={t("sensing.profiles.batteryPath")}>
            <Input maxLength={200} placeholder="$.battery" />
          </Form.Item>
        </>
      )}
    </fieldset>
  );
}

function Rows({ kind, options }: { kind: "names" | "metrics"; options: Option[] }) {
  const { t } = useTranslation();
  const paths = kind === "metrics";
  const first = paths ? "path" : "name";
  const what = t(paths ? "sensing.profiles.path" : "sensing.profiles.senmlName");
  return (
    <Form.List name={["mapping", kind]}>
      {(fields, { add, remove }) => (
        <>
          <div className="profile-paths">
            {fields.map((field, index) => (
              <span key={field.key}>
                <Form.Item name={[field.name, "metric"]}>
                  <Select
                    aria-label={`${t("sensing.profiles.metric")} ${index + 1}`}
                    placeholder={t("sensing.profiles.metric")}
                    options={options}
                  />
                </Form.Item>
                <Form.Item name={[field.name, first]}>
                  <Input
                    aria-label={`${what} ${index + 1}`}
                    placeholder={paths ? t("sensing.profiles.pathHint") : what}
                    maxLength={200}
                  />
                </Form.Item>
                {paths ? (
                  <>
                    <Form.Item name={[field.name, "scale"]}>
                      <InputNumber
                        prefix={t("sensing.profiles.scale")}
                        aria-label={`${t("sensing.profiles.scale")} ${index + 1}`}
                        placeholder="1"
                      />
                    </Form.Item>
                    <Form.Item name={[field.name, "offset"]}>
                      <InputNumber
                        prefix={t("sensing.profiles.offset")}
                        aria-label={`${t("sensing.profiles.offset")} ${index + 1}`}
                        placeholder="0"
                      />
                    </Form.Item>
                  </>
                ) : (
                  <>
                    <span />
                    <span />
                  </>
                )}
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t("sensing.profiles.removePath", { n: index + 1 })}
                  onClick={() => remove(field.name)}
                />
              </span>
            ))}
          </div>
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => add({})}>
            {t("sensing.profiles.addPath")}
          </Button>
        </>
      )}
    </Form.List>
  );
}
