import { Category } from "@gezhi/contract/configuration.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { UrgencyTag } from "../../../../shared/ui/tags.tsx";
import { useBasisOptions, useDepartmentOptions, usePostOptions } from "./directory-options.ts";
import type { EditableColumn } from "./editable-columns.ts";
import { EditableTable } from "./EditableTable.tsx";
import type { EditorProps } from "./editor-types.ts";

export function CatalogueEditor({
  content,
  onChange,
  changes,
  unit,
  q,
  onQ,
}: EditorProps<"catalogue">) {
  const { t } = useTranslation();
  const posts = usePostOptions(unit);
  const departments = useDepartmentOptions(unit);
  const bases = useBasisOptions(unit);
  const columns = useMemo((): EditableColumn<Category>[] => {
    const field = (key: keyof Category) => ({ key, title: t(`configuration.fields.${key}`) });
    return [
      {
        ...field("code"),
        field: { kind: "text", max: 6 },
        hint: t("configuration.sixDigits"),
        width: 76,
      },
      { ...field("name"), field: { kind: "text", max: 60 }, width: 160 },
      { ...field("level1"), field: { kind: "text", max: 50 }, width: 84, filter: true },
      { ...field("level2"), field: { kind: "text", max: 50 }, width: 84 },
      {
        ...field("urgency"),
        field: {
          kind: "choice",
          options: Urgency.options.map((value) => ({ value, label: t(`urgency.${value}`) })),
        },
        render: ({ urgency }) => <UrgencyTag urgency={urgency} />,
        width: 96,
        filter: true,
      },
      { ...field("post"), field: { kind: "choice", options: posts }, width: 146, filter: true },
      { ...field("lead"), field: { kind: "choice", options: departments }, width: 150 },
      { ...field("coHandlers"), field: { kind: "choices", options: departments }, width: 120 },
      {
        ...field("acceptMinutes"),
        field: { kind: "number", min: 1, max: 14_400, unit: t("configuration.minutes") },
        align: "right",
        width: 84,
      },
      {
        ...field("disposeHours"),
        field: { kind: "number", min: 0.1, max: 4000, unit: t("configuration.hours") },
        align: "right",
        width: 84,
      },
      { ...field("basis"), field: { kind: "choice", options: bases }, width: 176 },
      { ...field("stdCode"), field: { kind: "text", max: 20 }, formOnly: true, optional: true },
      { ...field("source"), field: { kind: "long", max: 500 }, formOnly: true },
    ];
  }, [t, posts, departments, bases]);
  return (
    <EditableTable<Category>
      caption={t("configuration.kinds.catalogue")}
      columns={columns}
      schema={Category}
      rows={content.categories}
      keyOf={codeOf}
      nameOf={({ code, name }) => `${code} ${name}`}
      keyField="code"
      blank={() => ({ urgency: "blue", acceptMinutes: 240, disposeHours: 40, coHandlers: [] })}
      onChange={onChange && ((categories) => onChange({ categories }))}
      changes={changes}
      q={q}
      onQ={onQ}
    />
  );
}

const codeOf = ({ code }: Category) => code;
