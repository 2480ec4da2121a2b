import { CaseForm, FormMoment } from "@gezhi/contract/case-forms.ts";
import { Button, Checkbox, Form, Input, Select, Space } from "antd";
import { useTranslation } from "react-i18next";
import type { OwnFormProps } from "../EditableTable.tsx";
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
          <Form.Item
            name="code"
            label={t("configuration.fields.code")}
            extra={t("caseForms.config.codeHint")}
            rules={needed}
          >
            <Input maxLength={6} disabled={row !== undefined} autoComplete="off" />
          </Form.Item>
          <Form.Item name="name" label={t("configuration.fields.name")} rules={needed}>
            <Input maxLength={40} autoComplete="off" />
          </Form.Item>
          <Form.Item name="english" label={t("caseForms.config.english")}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
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
        <Space className="rule-buttons">
          {onDone && (
            <Button type="primary" htmlType="submit">
              {t("configuration.rowDone")}
            </Button>
          )}
          <Button disabled={false} onClick={onCancel}>
            {t(onDone ? "configuration.rowCancel" : "sensing.rules.close")}
          </Button>
        </Space>
      </Form>
    </div>
  );
}
