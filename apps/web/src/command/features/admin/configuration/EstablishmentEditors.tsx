import { Department, DepartmentKind, Post, SectionId } from "@gezhi/contract/configuration.ts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { EditableColumn } from "./editable-columns.ts";
import { EditableTable } from "./EditableTable.tsx";
import type { EditorProps } from "./editor-types.ts";

const codeOf = ({ code }: { code: string }) => code;
const nameOf = ({ code, name }: { code: string; name: string }) => `${code} ${name}`;

/** Posts of the command centre and the four sections. */
export function PostsEditor({ content, onChange, changes, q, onQ }: EditorProps<"posts">) {
  const { t } = useTranslation();
  const columns = useMemo((): EditableColumn<Post>[] => {
    const field = (key: keyof Post) => ({ key, title: t(`configuration.fields.${key}`) });
    return [
      {
        ...field("code"),
        field: { kind: "text", max: 4 },
        hint: t("configuration.postCode"),
        width: 88,
      },
      { ...field("name"), field: { kind: "text", max: 40 }, width: 160 },
      {
        ...field("section"),
        field: {
          kind: "choice",
          options: SectionId.options.map((value) => ({ value, label: t(`sections.${value}`) })),
        },
        width: 110,
        filter: true,
      },
      { ...field("duties"), field: { kind: "long" } },
      { ...field("counterpart"), field: { kind: "text" }, width: 170 },
      {
        ...field("onDuty24h"),
        field: { kind: "flag" },
        render: ({ onDuty24h }) => (onDuty24h ? t("configuration.yes") : ""),
        width: 90,
      },
      { ...field("english"), field: { kind: "text" }, formOnly: true },
    ];
  }, [t]);
  return (
    <EditableTable<Post>
      caption={t("configuration.kinds.posts")}
      columns={columns}
      schema={Post}
      rows={content.posts}
      keyOf={codeOf}
      nameOf={nameOf}
      keyField="code"
      blank={() => ({ onDuty24h: false })}
      onChange={onChange && ((posts) => onChange({ posts }))}
      changes={changes}
      q={q}
      onQ={onQ}
    />
  );
}

export function DepartmentsEditor({
  content,
  onChange,
  changes,
  q,
  onQ,
}: EditorProps<"departments">) {
  const { t } = useTranslation();
  const columns = useMemo((): EditableColumn<Department>[] => {
    const field = (key: keyof Department) => ({ key, title: t(`configuration.fields.${key}`) });
    return [
      {
        ...field("code"),
        field: { kind: "text", max: 3 },
        hint: t("configuration.departmentCode"),
        width: 120,
      },
      { ...field("name"), field: { kind: "text", max: 40 } },
      {
        ...field("kind"),
        field: {
          kind: "choice",
          options: DepartmentKind.options.map((value) => ({
            value,
            label: t(`configuration.departmentKinds.${value}`),
          })),
        },
        optional: true,
        filter: true,
        width: 220,
      },
    ];
  }, [t]);
  return (
    <EditableTable<Department>
      caption={t("configuration.kinds.departments")}
      columns={columns}
      schema={Department}
      rows={content.departments}
      keyOf={codeOf}
      nameOf={nameOf}
      keyField="code"
      blank={() => ({ kind: "district" })}
      onChange={onChange && ((departments) => onChange({ departments }))}
      changes={changes}
      q={q}
      onQ={onQ}
    />
  );
}
