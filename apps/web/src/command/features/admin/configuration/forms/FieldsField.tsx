import { ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";

const scalarKinds = ["text", "number", "choice", "yesNo", "moment"] as const;
const kinds = [...scalarKinds, "rows"] as const;
type Kind = (typeof kinds)[number];
type Path = (string | number)[];

/** Fields of a form, or columns of its table. `name` is relative to the list around, `list` the whole way. */
export function FieldsField({
  name,
  list,
  columns = false,
}: {
  name: Path;
  list: Path;
  columns?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Form.List name={name}>
      {(items, { add, remove, move }) => (
        <>
          {items.map((item, index) => (
            <div key={item.key} className="form-field">
              <Field
                item={item.name}
                whole={[...list, item.name]}
                n={index + 1}
                columns={columns}
              />
              <span className="row-tools">
                {index > 0 && (
                  <Button
                    size="small"
                    type="text"
                    icon={<ArrowUpOutlined aria-hidden />}
                    aria-label={t("caseForms.config.moveUp", { n: index + 1 })}
                    onClick={() => move(index, index - 1)}
                  />
                )}
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t("caseForms.config.removeField", { n: index + 1 })}
                  onClick={() => remove(item.name)}
                />
              </span>
            </div>
          ))}
          <Button
            size="small"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => add({ kind: "text" })}
          >
            {t(columns ? "caseForms.config.addColumn" : "caseForms.config.addField")}
          </Button>
        </>
      )}
    </Form.List>
  );
}

type FieldProps = { item: number; whole: Path; n: number; columns: boolean };

function Field({ item, whole, n, columns }: FieldProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const kind = (Form.useWatch([...whole, "kind"], form) ?? "text") as Kind;
  const label = (word: "key" | "name" | "english" | "kind") => ({
    "aria-label": `${t(`caseForms.config.${word}`)} ${n}`,
    placeholder: t(`caseForms.config.${word}`),
  });
  return (
    <div className="form-field-parts">
      <Form.Item name={[item, "key"]}>
        <Input {...label("key")} placeholder={t("caseForms.config.keyHint")} maxLength={40} />
      </Form.Item>
      <Form.Item name={[item, "name"]}>
        <Input {...label("name")} maxLength={40} />
      </Form.Item>
      <Form.Item name={[item, "english"]}>
        <Input {...label("english")} maxLength={60} />
      </Form.Item>
      <Form.Item name={[item, "kind"]}>
        <Select
          {...label("kind")}
          options={(columns ? scalarKinds : kinds).map((value) => ({
            value,
            label: t(`caseForms.config.kinds.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name={[item, "required"]} valuePropName="checked">
        <Checkbox>{t("caseForms.config.required")}</Checkbox>
      </Form.Item>
      <KindParts item={item} whole={whole} kind={kind} />
    </div>
  );
}

function KindParts({ item, whole, kind }: { item: number; whole: Path; kind: Kind }) {
  const { t } = useTranslation();
  if (kind === "text")
    return (
      <>
        <Form.Item name={[item, "max"]}>
          <InputNumber
            min={1}
            max={2000}
            prefix={t("caseForms.config.longest")}
            placeholder="200"
          />
        </Form.Item>
        <Form.Item name={[item, "personal"]} valuePropName="checked">
          <Checkbox>{t("caseForms.config.personal")}</Checkbox>
        </Form.Item>
      </>
    );
  if (kind === "number")
    return (
      <>
        <Form.Item name={[item, "unit"]}>
          <Input prefix={t("caseForms.config.unit")} maxLength={20} />
        </Form.Item>
        <Form.Item name={[item, "min"]}>
          <InputNumber prefix={t("caseForms.config.min")} />
        </Form.Item>
        <Form.Item name={[item, "max"]}>
          <InputNumber prefix={t("caseForms.config.max")} />
        </Form.Item>
        <Form.Item name={[item, "whole"]} valuePropName="checked">
          <Checkbox>{t("caseForms.config.whole")}</Checkbox>
        </Form.Item>
      </>
    );
  if (kind === "choice")
    return (
      <Form.Item
        name={[item, "options"]}
        extra={t("caseForms.config.optionsHint")}
        className="form-field-wide"
      >
        <Input.TextArea
          aria-label={t("caseForms.config.options")}
          autoSize={{ minRows: 2, maxRows: 12 }}
        />
      </Form.Item>
    );
  if (kind === "rows")
    return (
      <div className="form-field-wide form-field-columns">
        <Form.Item name={[item, "most"]}>
          <InputNumber min={1} max={200} prefix={t("caseForms.config.most")} placeholder="100" />
        </Form.Item>
        <FieldsField name={[item, "columns"]} list={[...whole, "columns"]} columns />
      </div>
    );
  return null;
}
