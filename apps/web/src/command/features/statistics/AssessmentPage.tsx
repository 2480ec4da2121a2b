import { DownloadOutlined } from "@ant-design/icons";
import { AssessmentPart, type AssessmentRow } from "@gezhi/contract/assessment.ts";
import { Button, Select } from "antd";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { urlOf } from "../../../shared/api.ts";
import { useTicking } from "../../../shared/server-clock.ts";
import { useMe } from "../../../shared/session.ts";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { useAssessment } from "./assessment-queries.ts";
import type { AssessmentSearch } from "./assessment-routes.tsx";
import { Objections } from "./Objections.tsx";
import { periodOf } from "./statistics-period.ts";
import "./statistics.css";

type Props = { search: AssessmentSearch; onSearch: (search: AssessmentSearch) => void };
const hourMs = 3_600_000;
const periods = ["week", "month", "year"] as const;
const villageLength = 12;

/** Units by their lists of duties (R28): the formula stands above the numbers, the objections below. */
export function AssessmentPage({ search, onSearch }: Props) {
  const { t, i18n } = useTranslation();
  const own = useMe().appointments[0]?.unit ?? "50";
  const { unit = own, period = "month" } = search;
  const hour = useTicking(useCallback((now: number) => Math.floor(now / hourMs), []));
  const query = useMemo(() => ({ unit, ...periodOf(period, hour * hourMs) }), [unit, period, hour]);
  const assessment = useAssessment(query);
  return (
    <div className="statistics">
      <header className="statistics-head">
        <h1>{t("assessment.title", { unit: assessment.data?.unit.name ?? "" })}</h1>
      </header>
      <div className="statistics-tools">
        <label className="statistics-choice">
          <span>{t("figures.period")}</span>
          <Select
            aria-label={t("figures.period")}
            value={period}
            options={periods.map((value) => ({ value, label: t(`figures.periods.${value}`) }))}
            onChange={(next) => onSearch({ ...search, period: next })}
            style={{ minWidth: 110 }}
            popupMatchSelectWidth={false}
          />
        </label>
        <Button
          icon={<DownloadOutlined aria-hidden />}
          href={urlOf("/assessment.csv", { ...query, language: i18n.language })}
          download
        >
          {t("assessment.export")}
        </Button>
        {unit !== own && unit.startsWith(own) && (
          <Button onClick={() => onSearch({ ...search, unit: undefined })}>
            {t("figures.back")}
          </Button>
        )}
      </div>
      <QueryState query={assessment} rows={12}>
        {({ total, rows, weights, objections, actions }) => (
          <>
            <p className="statistics-formula">{t("assessment.formula", weights)}</p>
            <DataTable
              caption={t("assessment.open")}
              rows={[...rows, total]}
              keyOf={({ unit: { code } }) => code}
              empty={<EmptyState title={t("figures.none")} />}
              columns={[
                {
                  key: "unit",
                  title: t("assessment.unit"),
                  header: true,
                  render: (row) =>
                    row === total ? (
                      <strong>{t("assessment.total")}</strong>
                    ) : row.unit.code.length < villageLength ? (
                      <button
                        type="button"
                        className="text-button"
                        onClick={() => onSearch({ ...search, unit: row.unit.code })}
                        aria-label={t("figures.drill", { name: row.unit.name })}
                      >
                        {row.unit.name}
                      </button>
                    ) : (
                      row.unit.name
                    ),
                },
                ...AssessmentPart.options.map((part) => ({
                  key: part,
                  title: (
                    <span title={t(`assessment.partFormulas.${part}`)}>
                      {t(`assessment.parts.${part}`)} {weights[part]}%
                    </span>
                  ),
                  width: 150,
                  align: "right" as const,
                  render: (row: AssessmentRow) => <Part row={row} part={part} />,
                })),
                {
                  key: "leftOut",
                  title: t("assessment.leftOut"),
                  width: 100,
                  align: "right",
                  render: ({ leftOut }) => <span className="figures">{leftOut}</span>,
                },
                {
                  key: "score",
                  title: t("assessment.score"),
                  width: 100,
                  align: "right",
                  render: ({ score }) => (
                    <strong className="figures">
                      {score === null ? t("assessment.nothing") : score.toFixed(1)}
                    </strong>
                  ),
                },
              ]}
            />
            <ul className="muted">
              {AssessmentPart.options.map((part) => (
                <li key={part}>
                  {t(`assessment.parts.${part}`)}: {t(`assessment.partFormulas.${part}`)}
                </li>
              ))}
            </ul>
            <Objections objections={objections} mayObject={actions.includes("object")} />
          </>
        )}
      </QueryState>
    </div>
  );
}

function Part({ row, part }: { row: AssessmentRow; part: AssessmentPart }) {
  const { t } = useTranslation();
  const { of, over } = row.parts[part];
  if (over === 0) return <span className="muted">{t("assessment.nothing")}</span>;
  return (
    <span className="figures">
      {((of / over) * 100).toFixed(1)}%{" "}
      <span className="muted">
        {of}/{over}
      </span>
    </span>
  );
}
