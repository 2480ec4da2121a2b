import { CountsByUnit, type Tally } from "@gezhi/contract/incident-answers.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Breadcrumb } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { api } from "../../../shared/api.ts";
import { useIncidentPages } from "../../../shared/incidents/incident-queries.ts";
import { useMe } from "../../../shared/session.ts";
import { ExactTime } from "../../../shared/time.tsx";
import { DataTable, type DataColumn } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import "./city.css";

type Props = { unit: string | undefined; onUnit: (unit: string) => void };
type Row = CountsByUnit["items"][number];
const figures = ["reported", "open", "overdue", "closed", "rejected", "merged"] as const;

const useByUnit = (unit: string | undefined, enabled: boolean) =>
  useQuery({
    queryKey: ["incident-counts", "by-unit", unit],
    enabled,
    // The city hears of no single incident, so nothing but the clock says that figures have changed.
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(CountsByUnit, "/incident-counts/by-unit", { query: { unit }, signal }),
  });

/** Reports that no district knows the place of are the only single matters that wait for the city itself. */
function Unplaced() {
  const { t } = useTranslation();
  const { data } = useIncidentPages({ list: "escalations", sort: "urgency", limit: 200 });
  const [first] = data?.pages ?? [];
  if (!first || first.items.length === 0) return null;
  const n = `${first.items.length}${first.next ? "+" : ""}`;
  return (
    <p className="city-unplaced">
      <Link to="/district">{t("city.unplaced", { n })}</Link>
    </p>
  );
}

/** Figures of the whole city and, a level at a time, of its parts. Single matters need an approval. */
export function CityPage({ unit, onUnit }: Props) {
  const { t } = useTranslation();
  const mine = useMe().screens.includes("city");
  const counts = useByUnit(unit, mine);
  if (!mine) return <EmptyState title={t("city.notYours")} hint={t("states.forbiddenHint")} />;
  return (
    <div className="city">
      <QueryState query={counts} rows={12}>
        {({ unit: here, path, total, items, at }) => (
          <>
            <header className="city-head">
              <h1>{t("city.title", { unit: here.name })}</h1>
              <Breadcrumb
                items={path.map(({ code, name }) => ({
                  key: code,
                  title:
                    code === here.code ? (
                      name
                    ) : (
                      <button type="button" className="text-button" onClick={() => onUnit(code)}>
                        {name}
                      </button>
                    ),
                }))}
              />
              <span className="muted city-at">
                {t("city.at")} <ExactTime at={at} format="short" />
              </span>
            </header>
            <Total total={total} />
            <Unplaced />
            <p className="muted">
              {t("city.line")}{" "}
              <Link to="/approvals" search={{ list: "asked" }}>
                {t("approvals.ask.detail")}
              </Link>
            </p>
            <DataTable
              caption={t("city.title", { unit: here.name })}
              rows={items}
              keyOf={({ unit: { code } }) => code}
              onRow={({ opens, unit: { code } }) => opens && onUnit(code)}
              empty={<EmptyState title={t("city.none")} />}
              columns={columnsOf(t("city.unit"), onUnit, t)}
            />
          </>
        )}
      </QueryState>
    </div>
  );
}

const columnsOf = (
  title: string,
  onUnit: (unit: string) => void,
  t: TFunction,
): readonly DataColumn<Row>[] => [
  {
    key: "unit",
    title,
    header: true,
    render: ({ unit, itself, opens }) =>
      itself ? (
        <span className="muted">{t("city.itself")}</span>
      ) : opens ? (
        <button type="button" className="text-button" onClick={() => onUnit(unit.code)}>
          {unit.name}
        </button>
      ) : (
        unit.name
      ),
  },
  ...figures.map((name): DataColumn<Row> => ({
    key: name,
    title: t(`city.figures.${name}`),
    width: 120,
    align: "right",
    render: (row) => row[name],
  })),
];

/** The sum stands written out: nothing disappears (promise 2). */
function Total({ total }: { total: Tally }) {
  const { t } = useTranslation();
  const parts = ["open", "closed", "rejected", "merged"] as const;
  return (
    <p className="city-total">
      <span>
        {t("city.figures.reported")} <strong className="figures">{total.reported}</strong>
      </span>
      {parts.map((name, index) => (
        <span key={name}>
          <span aria-hidden>{index === 0 ? "=" : "+"}</span> {t(`city.figures.${name}`)}{" "}
          <strong className="figures">{total[name]}</strong>
          {name === "open" && (
            <span className="muted">
              {" "}
              {t("city.ofThem")} {t("city.figures.overdue")}{" "}
              <strong className="figures">{total.overdue}</strong>
            </span>
          )}
        </span>
      ))}
    </p>
  );
}
