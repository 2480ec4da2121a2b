import { Button } from "antd";
import type { Key, MouseEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import "./data-table.css";

export type DataColumn<Row> = {
  key: string;
  title: ReactNode;
  render: (row: Row) => ReactNode;
  width?: number | string;
  /** Figures stand right, so that their digits stand above each other. */
  align?: "right";
  /** Names the row for people who do not see it; one column has it. */
  header?: boolean;
};

type Props<Row> = {
  caption: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => Key;
  /** A click anywhere in the row; a link or button in the row says the same to the keyboard. */
  onRow?: (row: Row) => void;
  selected?: (row: Row) => boolean;
  /** Stands below a row, over its whole width. */
  renderBelow?: (row: Row) => ReactNode;
  empty?: ReactNode;
  more?: { has: boolean; loading: boolean; load: () => void };
};

/** A dense list with a fixed head. Scrolls by itself and can be reached with the keyboard. */
export function DataTable<Row>(props: Props<Row>) {
  const { t } = useTranslation();
  const { caption, columns, rows, keyOf, empty, more } = props;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must be reachable by keyboard
    <section className="data-table-box" tabIndex={0} aria-label={caption}>
      <table className="data-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, title, width, align }) => (
              <th key={key} scope="col" className={align} style={{ width }}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TableRow key={keyOf(row)} row={row} {...props} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && empty}
      {more?.has && (
        <div className="data-table-more">
          <Button size="small" loading={more.loading} onClick={more.load}>
            {t("table.more")}
          </Button>
        </div>
      )}
    </section>
  );
}

function TableRow<Row>({ row, columns, onRow, selected, renderBelow }: Props<Row> & { row: Row }) {
  const click = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("button, a, input, label")) return;
    if (window.getSelection()?.toString()) return;
    onRow?.(row);
  };
  const under = renderBelow?.(row);
  const isSelected = selected?.(row) ?? false;
  return (
    <>
      <tr
        className={`${onRow ? "data-row-open" : ""}${isSelected ? " data-row-selected" : ""}`}
        {...(onRow ? { onClick: click } : {})}
      >
        {columns.map(({ key, render, align, header }) =>
          header ? (
            <th key={key} scope="row" className={align}>
              {render(row)}
            </th>
          ) : (
            <td key={key} className={align === "right" ? "right figures" : undefined}>
              {render(row)}
            </td>
          ),
        )}
      </tr>
      {under && (
        <tr className="data-row-below">
          <td colSpan={columns.length}>{under}</td>
        </tr>
      )}
    </>
  );
}
