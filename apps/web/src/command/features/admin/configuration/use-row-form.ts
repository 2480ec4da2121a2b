import { Form } from "antd";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import type { OwnFormProps } from "./EditableTable.tsx";

type Name = (string | number)[];
type Asked<Row> = Pick<OwnFormProps<Row>, "problem" | "onDone"> & {
  schema: z.ZodType<Row>;
  /** What the fields hold, as the document has it. */
  read: (values: Record<string, unknown>) => unknown;
  /** Where a fault of the document is shown. */
  fieldOf?: (path: Name) => Name;
};

/** A form of its own for one row of a document: what the schema or the document's rules refuse is marked at its field. */
export function useRowForm<Row>({ schema, read, fieldOf, problem, onDone }: Asked<Row>) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Record<string, unknown>>();
  const invalid = t("configuration.invalidField");
  function submit(): void {
    const parsed = schema.safeParse(read(form.getFieldsValue(true)));
    if (!parsed.success) {
      form.setFields(
        parsed.error.issues.map(({ path }) => ({
          name: fieldOf?.(path as Name) ?? (path as Name),
          errors: [invalid],
        })),
      );
      return;
    }
    const found = problem(parsed.data);
    if (found) form.setFields([{ name: found.field, errors: [found.message] }]);
    else onDone?.(parsed.data);
  }
  return { form, submit, needed: [{ required: true, message: invalid }] };
}
