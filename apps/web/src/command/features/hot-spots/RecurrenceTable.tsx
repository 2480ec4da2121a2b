import type { Recurrence, RecurrenceBy } from "@gezhi/contract/hot-spots.ts";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { formatTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { type Period, useOccurrences, useRecurrences } from "./hot-spot-queries.ts";
import { OccurrenceTable } from "./OccurrenceTable.tsx";

const keyOf = ({ key, category, town }: Recurrence) =>
  `${key} ${category.code} ${town?.code ?? ""}`;

/** What happens again and again in one street, place, cell or town; each number opens what it counts. */
export function RecurrenceTable({ period, by }: { period: Period; by: RecurrenceBy }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const query = useRecurrences(period, by);
  const [open, setOpen] = useState<string>();
  return (
    <QueryState query={query} rows={10}>
      {({ items, more }) => (
        <>
          {more && <p className="muted">{t("hotSpots.more")}</p>}
          <DataTable
            caption={t("hotSpots.tabs.recurrences")}
            rows={items}
            keyOf={keyOf}
            empty={
              <EmptyState
                title={t("hotSpots.noRecurrence")}
                hint={t("hotSpots.noRecurrenceHint")}
              />
            }
            renderBelow={(row) =>
              open === keyOf(row) && <Behind period={period} by={by} row={row} />
            }
            columns={[
              {
                key: "name",
                title: t(`hotSpots.by.${by}`),
                header: true,
                render: ({ name, town }) =>
                  town && by !== "town" ? (
                    <>
                      {name} <span className="muted">{town.name}</span>
                    </>
                  ) : (
                    name
                  ),
              },
              {
                key: "category",
                title: t("hotSpots.fields.category"),
                render: ({ category }) => words.category(category.name),
              },
              {
                key: "n",
                title: t("hotSpots.fields.total"),
                width: 80,
                align: "right",
                render: (row) => (
                  <Button
                    type="link"
                    size="small"
                    aria-expanded={open === keyOf(row)}
                    onClick={() => setOpen(open === keyOf(row) ? undefined : keyOf(row))}
                  >
                    {row.n}
                  </Button>
                ),
              },
              {
                key: "recent",
                title: t("hotSpots.fields.recent"),
                width: 90,
                align: "right",
                render: ({ recent }) => recent,
              },
              {
                key: "before",
                title: t("hotSpots.fields.before"),
                width: 90,
                align: "right",
                render: ({ before }) => before,
              },
              {
                key: "last",
                title: t("hotSpots.fields.last"),
                width: 110,
                render: ({ lastAt }) => (
                  <span className="figures">{formatTime(lastAt, "day")}</span>
                ),
              },
              {
                key: "cards",
                title: t("hotSpots.fields.openCards"),
                width: 100,
                align: "right",
                render: ({ openCards }) => openCards || "",
              },
            ]}
          />
        </>
      )}
    </QueryState>
  );
}

function Behind({ period, by, row }: { period: Period; by: RecurrenceBy; row: Recurrence }) {
  const { t } = useTranslation();
  const of = { ...period, unit: row.town?.code ?? period.unit, category: row.category.code };
  const query = useOccurrences(of, by, row.key);
  return (
    <QueryState query={query} rows={2}>
      {({ items, total }) => (
        <>
          <OccurrenceTable caption={t("hotSpots.listed", { n: total })} rows={items} />
          {row.n > total && <p className="muted">{t("hotSpots.hidden", { n: row.n - total })}</p>}
        </>
      )}
    </QueryState>
  );
}
