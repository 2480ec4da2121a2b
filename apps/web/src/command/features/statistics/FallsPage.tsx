import { FallFigures } from "@gezhi/contract/falls.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../../shared/api.ts";
import { formatCount } from "../../../shared/figures/figure-words.ts";
import { useMe } from "../../../shared/session.ts";
import { BarChart } from "../../../shared/ui/BarChart.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import type { FallsSearch } from "./statistics-routes.tsx";
import "./statistics.css";

const refetchMs = 60_000;

/** Falling objects by month and by grid and building; the aim is none (R55). */
export function FallsPage({ search }: { search: FallsSearch }) {
  const { t } = useTranslation();
  const own = useMe().appointments[0]?.unit ?? "50";
  const unit = search.unit ?? own;
  const figures = useQuery({
    queryKey: ["figures", "falls", unit],
    refetchInterval: refetchMs,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(FallFigures, "/fall-figures", { query: { unit }, signal }),
  });
  return (
    <div className="statistics">
      <header className="statistics-head">
        <h1>{t("alarms.falls.title", { unit: figures.data?.unit.name ?? "" })}</h1>
        <Link className="statistics-at" to="/statistics" search={{ unit }}>
          {t("figures.back")}
        </Link>
      </header>
      <p className="statistics-formula">{t("alarms.falls.formula")}</p>
      <QueryState query={figures} rows={8}>
        {({ months, places, target }) => {
          const now = months.at(-1)!.count;
          return (
            <>
              <p className="statistics-formula">
                <strong className="figures">
                  {now > target
                    ? t("alarms.falls.missed", { n: now, target })
                    : t("alarms.falls.met", { target })}
                </strong>
              </p>
              <BarChart
                label={t("alarms.falls.byMonth")}
                bars={months.map(({ month, count }) => ({
                  key: month,
                  name: month,
                  value: count,
                  text: formatCount(count),
                }))}
                format={formatCount}
              />
              <h2 className="statistics-section">{t("alarms.falls.byPlace")}</h2>
              <DataTable
                caption={t("alarms.falls.byPlace")}
                rows={places}
                keyOf={(place) => `${place.unit.code} ${place.building ?? ""}`}
                empty={<EmptyState title={t("alarms.falls.none")} />}
                columns={[
                  {
                    key: "unit",
                    title: t("alarms.falls.grid"),
                    header: true,
                    render: (place) => place.unit.name,
                  },
                  {
                    key: "building",
                    title: t("alarms.falls.building"),
                    width: 140,
                    render: (place) => place.building ?? t("alarms.falls.unknown"),
                  },
                  ...months.map(({ month }, n) => ({
                    key: month,
                    title: month.slice(2),
                    width: 62,
                    align: "right" as const,
                    render: (place: FallFigures["places"][number]) => (
                      <span className="figures">{formatCount(place.counts[n]!)}</span>
                    ),
                  })),
                  {
                    key: "total",
                    title: t("figures.total"),
                    width: 62,
                    align: "right",
                    render: (place) => (
                      <strong className="figures">{formatCount(place.total)}</strong>
                    ),
                  },
                ]}
              />
            </>
          );
        }}
      </QueryState>
    </div>
  );
}
