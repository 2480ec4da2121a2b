import { DeleteOutlined, EditOutlined, EyeOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useCallback, useDeferredValue, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { DataTable, type DataColumn } from "../../../../shared/ui/DataTable.tsx";
import { SearchInput } from "../../../../shared/ui/SearchInput.tsx";
import { EmptyState } from "../../../../shared/ui/states.tsx";
import { cellText, type EditableColumn, type RowValues } from "./editable-columns.ts";
import type { Change } from "./editor-types.ts";
import { RowForm } from "./RowForm.tsx";

/** What a form of its own gets for a row: nested things need more than one field each. */
export type OwnFormProps<Row> = {
  row: Row | undefined;
  label: string;
  problem: (row: Row) => { field: string; message: string } | undefined;
  /** Absent: only to read. */
  onDone: ((row: Row) => void) | undefined;
  onCancel: () => void;
};

type Props<Row> = {
  caption: string;
  columns: readonly EditableColumn<Row>[];
  schema: z.ZodType<Row>;
  rows: readonly Row[];
  /** The row's name among the parts of the document; no two rows share it. */
  keyOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  /** What the key is made of, for saying that it is taken. */
  keyField: keyof Row & string;
  blank: () => RowValues;
  onChange: ((rows: Row[]) => void) | undefined;
  changes: ReadonlyMap<string, Change>;
  q: string;
  onQ: (q: string) => void;
  extra?: (row: Row) => ReactNode;
  /** In place of the form made of the columns; it is also shown to those who only read. */
  renderForm?: (props: OwnFormProps<Row>) => ReactNode;
};

const pageSize = 100;
const newRow = "\u0000new";

/** A list of a document: searched, filtered, and in a draft changed row by row in its place. */
export function EditableTable<Row>(props: Props<Row>) {
  const { caption, columns, schema, rows, keyOf, nameOf, keyField, blank, onChange, changes } =
    props;
  const { q, onQ, extra, renderForm } = props;
  const { t } = useTranslation();
  const [filters, setFilters] = useState<Record<string, string>>({});
  const [onlyChanged, setOnlyChanged] = useState(false);
  const [page, setPage] = useState(0);
  const [editing, setEditing] = useState<string>();
  const search = useCallback(
    (text: string) => {
      setPage(0);
      onQ(text);
    },
    [onQ],
  );
  const wanted = useDeferredValue(q.trim().toLowerCase());

  const shown = useMemo(
    () =>
      rows.filter(
        (row) =>
          (!onlyChanged || changes.has(keyOf(row))) &&
          columns.every((column) => {
            const filter = filters[column.key];
            return filter === undefined || cellText(column, row) === filter;
          }) &&
          (wanted === "" ||
            `${keyOf(row)} ${columns.map((column) => cellText(column, row)).join(" ")}`
              .toLowerCase()
              .includes(wanted)),
      ),
    [rows, columns, filters, wanted, onlyChanged, changes, keyOf],
  );
  const pages = Math.max(1, Math.ceil(shown.length / pageSize));
  const at = Math.min(page, pages - 1);
  const visible = shown.slice(at * pageSize, (at + 1) * pageSize);

  const problemOf = (own: string | undefined) => (row: Row) => {
    const key = keyOf(row);
    return key !== own && rows.some((one) => keyOf(one) === key)
      ? { field: keyField, message: t("configuration.keyTaken") }
      : undefined;
  };
  const take = (row: Row | undefined, next: Row) => {
    setEditing(undefined);
    onChange?.(row ? rows.map((one) => (keyOf(one) === keyOf(row) ? next : one)) : [...rows, next]);
    if (!row) onQ(keyOf(next));
  };
  const form = (row: Row | undefined) => {
    const shared = {
      problem: problemOf(row && keyOf(row)),
      label: row ? t("configuration.editRow", { name: nameOf(row) }) : t("configuration.addRow"),
      onCancel: () => setEditing(undefined),
    };
    const done = (next: Row) => take(row, next);
    if (renderForm) return renderForm({ ...shared, row, onDone: onChange && done });
    return (
      <RowForm
        {...shared}
        columns={columns}
        schema={schema}
        initial={row ? row : blank()}
        onDone={done}
      />
    );
  };
  const opens = onChange !== undefined || renderForm !== undefined;

  const dataColumns: DataColumn<Row>[] = [
    ...columns
      .filter(({ formOnly }) => !formOnly)
      .map((column, index) => ({
        key: column.key,
        title: column.title,
        ...(column.width ? { width: column.width } : {}),
        ...(column.align ? { align: column.align } : {}),
        header: index === 0,
        render: (row: Row) => (
          <>
            {column.render ? column.render(row) : cellText(column, row)}
            {index === 0 && <ChangeMark change={changes.get(keyOf(row))} />}
          </>
        ),
      })),
    ...(!onChange && renderForm
      ? [
          {
            key: "view",
            title: <span className="visually-hidden">{t("configuration.tools")}</span>,
            width: 44,
            render: (row: Row) => (
              <Button
                size="small"
                type="text"
                icon={<EyeOutlined aria-hidden />}
                aria-label={t("sensing.rules.view", { name: nameOf(row) })}
                aria-expanded={editing === keyOf(row)}
                onClick={() => setEditing(editing === keyOf(row) ? undefined : keyOf(row))}
              />
            ),
          },
        ]
      : []),
    ...(onChange
      ? [
          {
            key: "tools",
            title: <span className="visually-hidden">{t("configuration.tools")}</span>,
            width: 76,
            render: (row: Row) => (
              <span className="row-tools">
                {extra?.(row)}
                <Button
                  size="small"
                  type="text"
                  icon={<EditOutlined aria-hidden />}
                  aria-label={t("configuration.editRow", { name: nameOf(row) })}
                  aria-expanded={editing === keyOf(row)}
                  onClick={() => setEditing(keyOf(row))}
                />
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t("configuration.removeRow", { name: nameOf(row) })}
                  onClick={() => onChange(rows.filter((one) => keyOf(one) !== keyOf(row)))}
                />
              </span>
            ),
          },
        ]
      : []),
  ];

  return (
    <div className="editable">
      <div className="editable-bar no-print">
        <SearchInput label={t("configuration.search")} value={q} onChange={search} />
        {columns
          .filter(({ filter }) => filter)
          .map((column) => (
            <Select
              key={column.key}
              allowClear
              showSearch
              aria-label={column.title}
              placeholder={column.title}
              value={filters[column.key] ?? null}
              options={[...new Set(rows.map((row) => cellText(column, row)))].map((value) => ({
                value,
                label: value,
              }))}
              popupMatchSelectWidth={false}
              style={{ width: 148 }}
              onChange={(value: string | null) => {
                setPage(0);
                setFilters(({ [column.key]: _old, ...rest }) =>
                  value === null || value === undefined ? rest : { ...rest, [column.key]: value },
                );
              }}
            />
          ))}
        {changes.size > 0 && (
          <Button
            type={onlyChanged ? "primary" : "default"}
            aria-pressed={onlyChanged}
            onClick={() => setOnlyChanged(!onlyChanged)}
          >
            {t("configuration.onlyChanged")}
          </Button>
        )}
        <span className="muted figures">{t("configuration.rows", { n: shown.length })}</span>
        {onChange && (
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => setEditing(newRow)}>
            {t("configuration.addRow")}
          </Button>
        )}
      </div>
      {editing === newRow && onChange && <div className="editable-new">{form(undefined)}</div>}
      <DataTable
        caption={caption}
        columns={dataColumns}
        rows={visible}
        keyOf={keyOf}
        selected={(row) => editing === keyOf(row)}
        renderBelow={(row) => opens && editing === keyOf(row) && form(row)}
        {...(opens ? { onRow: (row: Row) => setEditing(keyOf(row)) } : {})}
        empty={<EmptyState title={t("configuration.noRows")} />}
      />
      {pages > 1 && (
        <nav className="editable-pages" aria-label={t("configuration.pages")}>
          <Button size="small" disabled={at === 0} onClick={() => setPage(at - 1)}>
            {t("configuration.previous")}
          </Button>
          <span className="figures">{t("configuration.page", { page: at + 1, pages })}</span>
          <Button size="small" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>
            {t("configuration.next")}
          </Button>
        </nav>
      )}
    </div>
  );
}

function ChangeMark({ change }: { change: Change | undefined }) {
  const { t } = useTranslation();
  if (!change) return null;
  return <span className="change-mark">{t(`configuration.changes.${change}`)}</span>;
}
