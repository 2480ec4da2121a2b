import { inTermShare, type WhistleCounts, WhistleFigures } from "@gezhi/contract/whistles.ts";
import { WhistleKind } from "@gezhi/contract/incidents.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../../shared/api.ts";
import { formatCount } from "../../../shared/figures/figure-words.ts";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { PeriodFrame, usePeriodQuestion } from "./PeriodFrame.tsx";
import type { WhistlesSearch } from "./statistics-routes.tsx";

type Props = { search: WhistlesSearch; onSearch: (search: WhistlesSearch) => void };
type Row = { key: string; name: string; counts: WhistleCounts };

const refetchMs = 15_000;

/** How those who were called answer (R36); units side by side, no ranking, no persons. */
export function WhistlesPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const query = usePeriodQuestion(search);
  const figures = useQuery({
    queryKey: ["figures", "whistles", query],
    refetchInterval: refetchMs,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(WhistleFigures, "/whistle-figures", { query, signal }),
  });
  return (
    <PeriodFrame
      title={t("whistles.title", { unit: figures.data?.unit.name ?? "" })}
      formula={t("whistles.formula")}
      unit={query.unit}
      search={search}
      onSearch={onSearch}
    >
      <QueryState query={figures} rows={8}>
        {({ total, kinds, called, callers }) => (
          <>
            <Counted
              caption={t("whistles.byKind")}
              rows={[
                ...WhistleKind.options.map((kind) => ({
                  key: kind,
                  name: t(`incident.whistle.${kind}`),
                  counts: kinds[kind],
                })),
                { key: "total", name: t("figures.total"), counts: total },
              ]}
            />
            <Counted
              caption={t("whistles.byCalled")}
              rows={called.map(({ handler, ...row }) => ({ key: handler, ...row }))}
            />
            <Counted
              caption={t("whistles.byCaller")}
              rows={callers.map(({ unit: key, ...row }) => ({ key, ...row }))}
            />
          </>
        )}
      </QueryState>
    </PeriodFrame>
  );
}

const share = new Intl.NumberFormat("zh-CN", { style: "percent", maximumFractionDigits: 1 });
const columns = ["rung", "checkedIn", "inTerm", "missed"] as const;

function Counted({ caption, rows }: { caption: string; rows: readonly Row[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className="statistics-section">{caption}</h2>
      <DataTable
        caption={caption}
        rows={[...rows]}
        keyOf={({ key }) => key}
        empty={<EmptyState title={t("figures.none")} />}
        columns={[
          { key: "name", title: caption, header: true, render: ({ name }) => name },
          ...columns.map((key) => ({
            key,
            title: t(`whistles.${key}`),
            width: 120,
            align: "right" as const,
            render: ({ counts }: Row) => (
              <span className="figures">{formatCount(counts[key])}</span>
            ),
          })),
          {
            key: "share",
            title: t("whistles.share"),
            width: 120,
            align: "right",
            render: ({ counts }) => {
              const value = inTermShare(counts);
              return <span className="figures">{value === null ? "–" : share.format(value)}</span>;
            },
          },
        ]}
      />
    </section>
  );
}
