import { CaseForm, FormMoment } from "@gezhi/contract/case-forms.ts";
import { Checkbox, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { OwnFormProps } from "../EditableTable.tsx";
import { RowButtons, RowNaming } from "../RowFormParts.tsx";
import { useRowForm } from "../use-row-form.ts";
import { FieldsField } from "./FieldsField.tsx";
import { fromForm, toForm } from "./form-document-values.ts";
import "./form-editor.css";
import { TallyFields } from "./TallyFields.tsx";

const blank = { when: "any", required: false, categories: [], fields: [{ kind: "text" }] };

/** Options stand as lines: a fault in one is shown at all of them. */
const withOptionsAsOne = (path: (string | number)[]) =>
  path.includes("options") ? path.slice(0, path.indexOf("options") + 1) : path;

/** One form of matters, with its fields. */
export function CaseFormForm({ row, label, problem, onDone, onCancel }: OwnFormProps<CaseForm>) {
  const { t } = useTranslation();
  const { form, submit, needed } = useRowForm({
    schema: CaseForm,
    read: fromForm,
    fieldOf: withOptionsAsOne,
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
            codeHint={t("caseForms.config.codeHint")}
            english={t("caseForms.config.english")}
            isNew={row === undefined}
            needed={needed}
          />
          <Form.Item
            name="categories"
            label={t("caseForms.config.categories")}
            extra={t("caseForms.config.categoriesHint")}
            rules={needed}
          >
            <Select mode="tags" tokenSeparators={["、", ",", " "]} open={false} suffixIcon={null} />
          </Form.Item>
          <Form.Item name="when" label={t("caseForms.config.when")}>
            <Select
              options={FormMoment.options.map((value) => ({
                value,
                label: t(`caseForms.config.moments.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item name="basis" label={t("caseForms.config.basis")}>
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="required"
            valuePropName="checked"
            extra={t("caseForms.config.requiredHint")}
          >
            <Checkbox>{t("caseForms.config.required")}</Checkbox>
          </Form.Item>
        </fieldset>
        <fieldset className="rule-part">
          <legend>{t("caseForms.config.fields")}</legend>
          <div className="rule-wide">
            <FieldsField name={["fields"]} list={["fields"]} />
          </div>
        </fieldset>
        <TallyFields />
        <RowButtons edits={onDone !== undefined} onCancel={onCancel} />
      </Form>
    </div>
  );
}
