import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import type {
  AnswerRow,
  Answers,
  CaseForm,
  RowsField,
  ScalarField,
} from "@gezhi/contract/case-forms.ts";
import { Button, Form, Input, InputNumber, Radio, Select } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { randomUuid } from "../uuid.ts";
import { isPersonal } from "./case-form-values.ts";
import { useFormNames } from "./form-words.ts";

/** The fields of a form as configuration has them. `before`: what stands there, names masked. */
export function CaseFormFields({ form, before }: { form: CaseForm; before: Answers | null }) {
  return (
    <div className="case-form-fields">
      {form.fields.map((field) =>
        field.kind === "rows" ? (
          <RowsItem key={field.key} field={field} before={before?.[field.key]} />
        ) : (
          <Cell key={field.key} field={field} name={field.key} before={before?.[field.key]} />
        ),
      )}
    </div>
  );
}

type CellProps = {
  field: ScalarField;
  name: string | (string | number)[];
  before: unknown;
  /** Says which row the field stands in, for who hears the label. */
  row?: number;
};

function Cell({ field, name, before, row }: CellProps) {
  const { t } = useTranslation();
  const nameOf = useFormNames();
  const kept = isPersonal(field) && typeof before === "string" ? before : undefined;
  const label = nameOf(field);
  const heard = row === undefined ? label : `${label} ${row}`;
  const needed = field.required && kept === undefined;
  return (
    <Form.Item
      name={name}
      label={label}
      className={field.kind === "text" && field.max > 100 ? "case-form-wide" : ""}
      rules={needed ? [{ required: true, message: t("caseForms.missing", { label }) }] : []}
      {...(kept === undefined ? {} : { extra: t("caseForms.keeps", { name: kept }) })}
    >
      <Control field={field} heard={heard} />
    </Form.Item>
  );
}

/** The form gives id, value and change handler to whatever stands here. */
function Control({ field, heard, ...given }: { field: ScalarField; heard: string }): ReactElement {
  const { t } = useTranslation();
  const nameOf = useFormNames();
  const named = { "aria-label": heard };
  switch (field.kind) {
    case "text":
      return field.max > 100 ? (
        <Input.TextArea
          {...given}
          {...named}
          maxLength={field.max}
          autoSize={{ minRows: 2, maxRows: 8 }}
        />
      ) : (
        <Input {...given} {...named} maxLength={field.max} autoComplete="off" />
      );
    case "number":
      return (
        <InputNumber
          {...given}
          {...named}
          style={{ width: "100%" }}
          {...(field.min === undefined ? {} : { min: field.min })}
          {...(field.max === undefined ? {} : { max: field.max })}
          {...(field.whole ? { precision: 0 } : {})}
          {...(field.unit ? { suffix: field.unit } : {})}
        />
      );
    case "yesNo":
      return (
        <Radio.Group
          {...given}
          {...named}
          options={[
            { value: true, label: t("caseForms.yes") },
            { value: false, label: t("caseForms.no") },
          ]}
        />
      );
    case "moment":
      return <Input {...given} {...named} type="datetime-local" />;
    default: {
      const options = field.options.map((one) => ({ value: one.key, label: nameOf(one) }));
      return <Select {...given} {...named} allowClear options={options} />;
    }
  }
}

function RowsItem({ field, before }: { field: RowsField; before: Answers[string] | undefined }) {
  const { t } = useTranslation();
  const nameOf = useFormNames();
  const form = Form.useFormInstance();
  const known = new Map(
    (Array.isArray(before) ? before : []).map((row: AnswerRow) => [row.id, row.values]),
  );
  return (
    <div className="case-form-wide">
      <p>{nameOf(field)}</p>
      <Form.List
        name={field.key}
        rules={
          field.required
            ? [
                {
                  validator: (_, rows: unknown) =>
                    Array.isArray(rows) && rows.length > 0
                      ? Promise.resolve()
                      : Promise.reject(new Error(t("caseForms.noRow"))),
                },
              ]
            : []
        }
      >
        {(items, { add, remove }, { errors }) => (
          <>
            {items.map((item, index) => (
              <fieldset key={item.key} className="case-form-row">
                <legend>
                  {t("caseForms.row", { n: index + 1 })}
                  <Button
                    size="small"
                    type="text"
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={t("caseForms.removeRow", { n: index + 1 })}
                    onClick={() => remove(item.name)}
                  />
                </legend>
                {field.columns.map((column) => (
                  <Cell
                    key={column.key}
                    field={column}
                    name={[item.name, column.key]}
                    row={index + 1}
                    before={
                      known.get(
                        String(form.getFieldValue([field.key, item.name, "id"]) as unknown),
                      )?.[column.key]
                    }
                  />
                ))}
              </fieldset>
            ))}
            <Form.ErrorList errors={errors} />
            {items.length < field.most && (
              <Button
                size="small"
                icon={<PlusOutlined aria-hidden />}
                onClick={() => add({ id: randomUuid() })}
              >
                {t("caseForms.addRow")}
              </Button>
            )}
          </>
        )}
      </Form.List>
    </div>
  );
}
