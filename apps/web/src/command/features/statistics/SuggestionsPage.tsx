import { type Judged, keptShare, SuggestionFigures } from "@gezhi/contract/suggestion-figures.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { api } from "../../../shared/api.ts";
import { formatCount } from "../../../shared/figures/figure-words.ts";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { PeriodFrame, usePeriodQuestion } from "./PeriodFrame.tsx";
import type { WhistlesSearch } from "./statistics-routes.tsx";

type Props = { search: WhistlesSearch; onSearch: (search: WhistlesSearch) => void };
type Row = { key: string; name: string; judged: Judged };

const refetchMs = 60_000;

/** What the system suggested beside what people decided (F20); no ranking, no persons. */
export function SuggestionsPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const query = usePeriodQuestion(search);
  const figures = useQuery({
    queryKey: ["figures", "suggestions", query],
    refetchInterval: refetchMs,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(SuggestionFigures, "/suggestion-figures", { query, signal }),
  });
  return (
    <PeriodFrame
      title={t("judged.title", { unit: figures.data?.unit.name ?? "" })}
      formula={t("judged.formula")}
      unit={query.unit}
      search={search}
      onSearch={onSearch}
    >
      <QueryState query={figures} rows={8}>
        {({ newest, category, unsure, post, confidence, categories }) => (
          <>
            {newest !== null && <p>{t("judged.newest", { n: formatCount(newest) })}</p>}
            <Sums
              caption={t("judged.summary")}
              rows={Object.entries({ category, unsure, post } as const).map(([key, judged]) => ({
                key,
                name: t(`judged.kinds.${key as "category" | "unsure" | "post"}`),
                judged,
              }))}
            />
            <Sums
              caption={t("judged.confidence")}
              note={t("judged.confidenceNote")}
              rows={confidence.map(({ from, to, judged }) => ({
                key: String(from),
                name: t("judged.band", {
                  from: Math.round(from * 100),
                  to: Math.min(100, Math.round(to * 100)),
                }),
                judged,
              }))}
            />
            <Categories rows={categories} />
          </>
        )}
      </QueryState>
    </PeriodFrame>
  );
}

const percent = new Intl.NumberFormat("zh-CN", { style: "percent", maximumFractionDigits: 1 });

function Share({ of }: { of: Judged }) {
  const share = keptShare(of);
  return <span className="figures">{share === null ? "–" : percent.format(share)}</span>;
}
const Count = ({ n }: { n: number }) => <span className="figures">{formatCount(n)}</span>;

function Sums({ caption, note, rows }: { caption: string; note?: string; rows: Row[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className="statistics-section">{caption}</h2>
      {note && <p className="muted">{note}</p>}
      <DataTable
        caption={caption}
        rows={rows}
        keyOf={({ key }) => key}
        empty={<EmptyState title={t("judged.none")} />}
        columns={[
          { key: "name", title: caption, header: true, render: ({ name }) => name },
          ...columnsOf(t, ({ judged }: Row) => judged),
        ]}
      />
    </section>
  );
}

const columnsOf = <R,>(t: TFunction, of: (row: R) => Judged) => {
  const column = { width: 100, align: "right" as const };
  return [
    {
      ...column,
      key: "cases",
      title: t("judged.cases"),
      render: (row: R) => <Count n={of(row).kept + of(row).corrected} />,
    },
    {
      ...column,
      key: "kept",
      title: t("judged.kept"),
      render: (row: R) => <Count n={of(row).kept} />,
    },
    {
      ...column,
      key: "corrected",
      title: t("judged.corrected"),
      render: (row: R) => <Count n={of(row).corrected} />,
    },
    {
      ...column,
      key: "share",
      title: t("judged.share"),
      render: (row: R) => <Share of={of(row)} />,
    },
  ];
};

function Categories({ rows }: { rows: SuggestionFigures["categories"] }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  const separator = i18n.language === "en" ? ", " : "、";
  return (
    <section>
      <h2 className="statistics-section">{t("judged.byCategory")}</h2>
      <DataTable
        caption={t("judged.byCategory")}
        rows={rows}
        keyOf={({ code }) => code}
        empty={<EmptyState title={t("judged.none")} />}
        columns={[
          {
            key: "name",
            title: t("judged.byCategory"),
            header: true,
            render: ({ name }) => words.category(name),
          },
          ...columnsOf(t, ({ category }: SuggestionFigures["categories"][number]) => category),
          {
            key: "instead",
            title: t("judged.instead"),
            render: ({ instead }) =>
              instead
                .map(({ name, cases }) => `${words.category(name)} ${formatCount(cases)}`)
                .join(separator),
          },
          {
            key: "postCases",
            title: t("judged.postCases"),
            width: 90,
            align: "right",
            render: ({ post }) => <Count n={post.kept + post.corrected} />,
          },
          {
            key: "postShare",
            title: t("judged.postShare"),
            width: 120,
            align: "right",
            render: ({ post }) => <Share of={post} />,
          },
        ]}
      />
    </section>
  );
}
