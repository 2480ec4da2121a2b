import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";

type Typed = { key?: string; name?: string; kind?: string; columns?: Typed[] } | null;

/** R52: what a table comes to in a day, chosen from the fields as they are typed above. */
export function TallyFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const fields = (Form.useWatch("fields", form) ?? []) as Typed[];
  const chosen = Form.useWatch(["tally", "rows"], form) as string | undefined;
  const optionsOf = (some: readonly Typed[] | undefined, kind: string) =>
    (some ?? []).flatMap((one) =>
      one?.key && one.kind === kind ? [{ value: one.key, label: one.name ?? one.key }] : [],
    );
  const tables = optionsOf(fields, "rows");
  if (tables.length === 0) return null;
  const columns = fields.find((one) => one?.key === chosen)?.columns;
  const moments = optionsOf(columns, "moment");
  return (
    <fieldset className="rule-part">
      <legend>{t("caseForms.config.tally")}</legend>
      <p className="muted rule-wide">{t("caseForms.config.tallyHint")}</p>
      <Form.Item name={["tally", "rows"]} label={t("caseForms.config.rows")}>
        <Select allowClear options={tables} placeholder={t("caseForms.config.none")} />
      </Form.Item>
      {chosen && (
        <>
          <Form.Item name={["tally", "name"]} label={t("caseForms.config.name")}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item name={["tally", "english"]} label={t("caseForms.config.english")}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name={["tally", "since"]} label={t("caseForms.config.since")}>
            <Select options={moments} />
          </Form.Item>
          <Form.Item name={["tally", "done"]} label={t("caseForms.config.doneAt")}>
            <Select options={moments} />
          </Form.Item>
          <Form.Item name={["tally", "count"]} label={t("caseForms.config.count")}>
            <Select allowClear options={optionsOf(columns, "number")} />
          </Form.Item>
        </>
      )}
    </fieldset>
  );
}
