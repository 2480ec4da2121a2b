import { CaseForm } from "@gezhi/contract/case-forms.ts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormNames } from "../../../../../shared/case-forms/form-words.ts";
import type { EditableColumn } from "../editable-columns.ts";
import { EditableTable } from "../EditableTable.tsx";
import type { EditorProps } from "../editor-types.ts";
import "../rules/sensing.css";
import { CaseFormForm } from "./CaseFormForm.tsx";

/** Forms of matters: which, of what categories, asked when, and with which fields (R50–R52). */
export function CaseFormsEditor({ content, onChange, changes, q, onQ }: EditorProps<"caseForms">) {
  const { t } = useTranslation();
  const nameOf = useFormNames();
  const columns = useMemo((): EditableColumn<CaseForm>[] => {
    const text = { kind: "text" } as const;
    return [
      { key: "code", title: t("configuration.fields.code"), field: text, width: 80 },
      {
        key: "name",
        title: t("configuration.fields.name"),
        field: text,
        width: 200,
        render: nameOf,
      },
      {
        key: "categories",
        title: t("caseForms.config.categories"),
        field: text,
        width: 150,
        render: ({ categories }) => categories.join("、"),
      },
      {
        key: "when",
        title: t("caseForms.config.when"),
        field: text,
        width: 130,
        render: ({ when }) => t(`caseForms.config.moments.${when}`),
      },
      {
        key: "required",
        title: t("caseForms.config.required"),
        field: text,
        width: 70,
        render: ({ required }) => (required ? t("configuration.yes") : ""),
      },
      {
        key: "fields",
        title: t("caseForms.config.fields"),
        field: text,
        render: ({ fields }) => fields.map(nameOf).join("、"),
      },
    ];
  }, [t, nameOf]);
  return (
    <EditableTable<CaseForm>
      caption={t("configuration.kinds.caseForms")}
      columns={columns}
      schema={CaseForm}
      rows={content.forms}
      keyOf={codeOf}
      nameOf={({ code, name }) => `${code} ${name}`}
      keyField="code"
      blank={() => ({})}
      onChange={onChange && ((forms) => onChange({ forms }))}
      changes={changes}
      q={q}
      onQ={onQ}
      renderForm={(props) => <CaseFormForm {...props} />}
    />
  );
}

const codeOf = ({ code }: CaseForm) => code;
