import { Button, Checkbox, Form, Input, InputNumber, Select, Space } from "antd";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import {
  checkRow,
  type EditableColumn,
  type FieldSpec,
  type RowValues,
} from "./editable-columns.ts";

type Props<Row> = {
  columns: readonly EditableColumn<Row>[];
  schema: z.ZodType<Row>;
  initial: RowValues;
  /** Says what is wrong with the row among the others; undefined when nothing is. */
  problem: (row: Row) => { field: string; message: string } | undefined;
  label: string;
  onDone: (row: Row) => void;
  onCancel: () => void;
};

/** One row being changed: Enter takes it into the draft, Escape leaves it as it was. */
export function RowForm<Row>({
  columns,
  schema,
  initial,
  problem,
  label,
  onDone,
  onCancel,
}: Props<Row>) {
  const { t } = useTranslation();
  const [form] = Form.useForm<RowValues>();
  function submit(values: RowValues): void {
    const checked = checkRow(schema, columns, values);
    if ("wrong" in checked) {
      form.setFields(
        checked.wrong.map((name) => ({ name, errors: [t("configuration.invalidField")] })),
      );
      return;
    }
    const found = problem(checked.row);
    if (found) form.setFields([{ name: found.field, errors: [found.message] }]);
    else onDone(checked.row);
  }
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      onFinish={submit}
      aria-label={label}
      className="row-form"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) {
          event.stopPropagation();
          onCancel();
        }
      }}
    >
      {columns.map(({ key, ...column }) => (
        <RowField key={key} {...column} name={key} title={column.formTitle ?? column.title} />
      ))}
      <Space className="row-form-buttons">
        <Button type="primary" htmlType="submit">
          {t("configuration.rowDone")}
        </Button>
        <Button onClick={onCancel}>{t("configuration.rowCancel")}</Button>
        <span className="muted">{t("configuration.rowKeys")}</span>
      </Space>
    </Form>
  );
}

type RowFieldProps = {
  name: string;
  title: string;
  field: FieldSpec;
  hint?: string;
  optional?: boolean;
};

function RowField({ name, title, field, hint, optional = false }: RowFieldProps) {
  const { t } = useTranslation();
  const { kind } = field;
  return (
    <Form.Item
      name={name}
      label={kind === "flag" ? " " : title}
      colon={false}
      className={kind === "long" || kind === "words" ? "row-form-wide" : ""}
      valuePropName={kind === "flag" ? "checked" : "value"}
      extra={hint}
      rules={
        !optional && (kind === "choice" || kind === "number")
          ? [{ required: true, message: t("configuration.invalidField") }]
          : []
      }
    >
      {controlOf(field, title, optional)}
    </Form.Item>
  );
}

function controlOf(field: FieldSpec, title: string, optional: boolean): ReactElement {
  switch (field.kind) {
    case "text":
      return <Input maxLength={field.max ?? 100} autoComplete="off" />;
    case "long":
      return <Input.TextArea autoSize={{ minRows: 1, maxRows: 8 }} maxLength={field.max ?? 2000} />;
    case "number":
      return (
        <InputNumber
          min={field.min}
          max={field.max}
          step={field.step ?? 1}
          {...(field.unit ? { suffix: field.unit } : {})}
          style={{ width: "100%" }}
        />
      );
    case "choice":
      return (
        <Select
          options={[...field.options]}
          showSearch={{ optionFilterProp: "label" }}
          allowClear={optional}
          aria-label={title}
        />
      );
    case "choices":
      return (
        <Select
          mode="multiple"
          options={[...field.options]}
          showSearch={{ optionFilterProp: "label" }}
          aria-label={title}
        />
      );
    case "words":
      return (
        <Select
          mode="tags"
          options={[...(field.options ?? [])]}
          showSearch={{ optionFilterProp: "label" }}
          tokenSeparators={[" ", "，", "、"]}
          aria-label={title}
        />
      );
    default:
      return <Checkbox>{title}</Checkbox>;
  }
}
