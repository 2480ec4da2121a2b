import { Lists, ListItem } from "@gezhi/contract/configuration.ts";
import { Segmented } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import type { EditableColumn } from "./editable-columns.ts";
import { EditableTable } from "./EditableTable.tsx";
import type { Change, EditorProps } from "./editor-types.ts";

type Item = z.infer<typeof ListItem>;
type ListName = keyof Lists;
const names = Lists.keyof().options;

/** Four lists and a catalogue, and the statutory and lead/assist lists that routing rests on. */
export function ListsEditor({ content, onChange, changes, q, onQ }: EditorProps<"lists">) {
  const { t } = useTranslation();
  const [list, setList] = useState<ListName>("negative");
  const columns = useMemo((): EditableColumn<Item>[] => {
    const field = (key: keyof Item) => ({ key, title: t(`configuration.fields.${key}`) });
    const words = { ...field("words"), field: { kind: "words" }, width: 260 } as const;
    return [
      { ...field("code"), field: { kind: "text", max: 20 }, width: 100 },
      { ...field("name"), field: { kind: "long", max: 300 } },
      { ...field("basis"), field: { kind: "long", max: 500 } },
      ...(list === "leadAssist"
        ? [
            { ...field("lead"), field: { kind: "text" }, optional: true, width: 170 } as const,
            { ...field("assist"), field: { kind: "long" }, optional: true } as const,
          ]
        : []),
      ...(list === "negative" || list === "proofsRefused"
        ? [{ ...field("alternative"), field: { kind: "long" }, optional: true } as const]
        : []),
      list === "negative" ? words : { ...words, formOnly: true },
    ];
  }, [t, list]);
  const ofList = useMemo(
    () =>
      new Map(
        [...changes].flatMap(([key, change]): [string, Change][] =>
          key.startsWith(`${list}/`) ? [[key.slice(list.length + 1), change]] : [],
        ),
      ),
    [changes, list],
  );
  return (
    <div className="lists">
      <Segmented
        aria-label={t("configuration.kinds.lists")}
        value={list}
        options={names.map((value) => ({
          value,
          label: `${t(`configuration.lists.${value}`)} ${content[value].length}`,
        }))}
        onChange={setList}
      />
      <EditableTable<Item>
        key={list}
        caption={t(`configuration.lists.${list}`)}
        columns={columns}
        schema={ListItem}
        rows={content[list]}
        keyOf={codeOf}
        nameOf={({ code, name }) => `${code} ${name}`}
        keyField="code"
        blank={() => ({ words: [] })}
        onChange={onChange && ((items) => onChange({ ...content, [list]: items }))}
        changes={ofList}
        q={q}
        onQ={onQ}
      />
    </div>
  );
}

const codeOf = ({ code }: Item) => code;
