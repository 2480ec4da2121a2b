import { Keyword } from "@gezhi/contract/configuration.ts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useConfiguration } from "./configuration-queries.ts";
import type { EditableColumn } from "./editable-columns.ts";
import { EditableTable } from "./EditableTable.tsx";
import type { EditorProps } from "./editor-types.ts";

/** The words by which a text is put into a category. */
export function KeywordsEditor({
  content,
  onChange,
  changes,
  unit,
  q,
  onQ,
}: EditorProps<"keywords">) {
  const { t } = useTranslation();
  const { data: catalogue } = useConfiguration("catalogue", unit);
  const names = useMemo(
    () => new Map((catalogue?.content.categories ?? []).map(({ code, name }) => [code, name])),
    [catalogue],
  );
  const columns = useMemo(
    (): EditableColumn<Keyword>[] => [
      {
        key: "code",
        title: t("configuration.fields.code"),
        field: { kind: "text", max: 21 },
        hint: t("configuration.keywordCode"),
        render: ({ code }) => (
          <>
            <span className="figures">{code}</span> {names.get(code)}
          </>
        ),
        width: 240,
      },
      {
        key: "word",
        title: t("configuration.fields.word"),
        field: { kind: "long" },
        hint: t("configuration.keywordWord"),
      },
      {
        key: "weight",
        title: t("configuration.fields.weight"),
        field: { kind: "number", min: -100, max: 100, step: 0.5 },
        align: "right",
        width: 90,
      },
    ],
    [t, names],
  );
  return (
    <EditableTable<Keyword>
      caption={t("configuration.kinds.keywords")}
      columns={columns}
      schema={Keyword}
      rows={content.keywords}
      keyOf={keyOf}
      nameOf={keyOf}
      keyField="word"
      blank={() => ({ weight: 1 })}
      onChange={onChange && ((keywords) => onChange({ keywords }))}
      changes={changes}
      q={q}
      onQ={onQ}
    />
  );
}

const keyOf = ({ code, word }: Keyword) => `${code} ${word}`;
