import { DownloadOutlined, FileExcelOutlined, FileTextOutlined } from "@ant-design/icons";
import { definitions, FigureBy, type FigureRow, Kpi, valueOf } from "@gezhi/contract/figures.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import { ReportSource } from "@gezhi/contract/reports.ts";
import { Link } from "@tanstack/react-router";
import { Breadcrumb, Button, Select } from "antd";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { urlOf } from "../../../shared/api.ts";
import { useFigures } from "../../../shared/figures/figure-queries.ts";
import {
  definitionOf,
  formatCount,
  formatKpi,
  isShare,
} from "../../../shared/figures/figure-words.ts";
import { useCategories } from "../../../shared/incidents/incident-queries.ts";
import { useTicking } from "../../../shared/server-clock.ts";
import { useMe } from "../../../shared/session.ts";
import { ExactTime, formatTime } from "../../../shared/time.tsx";
import { BarChart } from "../../../shared/ui/BarChart.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { type Period, periodOf } from "./statistics-period.ts";
import type { StatisticsSearch } from "./statistics-routes.tsx";
import "./statistics.css";

type Props = { search: StatisticsSearch; onSearch: (search: StatisticsSearch) => void };
const periods: readonly Period[] = ["today", "yesterday", "week", "month", "year"];
const hourMs = 3_600_000;
/** Who sees the assessment of units; the server has the last word. */
const assessors: readonly Role[] = [
  "communitySecretary",
  "dutyOfficer",
  "commander",
  "supervisor",
  "districtCentre",
  "cityOperator",
];

/** Any figure by unit, section, kind, source, day or hour; each number leads to the incidents it counts (R25). */
export function StatisticsPage({ search, onSearch }: Props) {
  const { t, i18n } = useTranslation();
  const { appointments } = useMe();
  const own = appointments[0]?.unit ?? "50";
  const assessed = appointments.some(({ role }) => assessors.includes(role));
  const { unit = own, kpi = "reported", period = "week", category, source } = search;
  const by = search.by ?? (unit.length < 15 ? "unit" : "day");
  // A new hour may be a new day.
  const hour = useTicking(useCallback((now: number) => Math.floor(now / hourMs), []));
  const query = useMemo(
    () => ({ unit, by, category, source, ...periodOf(period, hour * hourMs) }),
    [unit, by, category, source, period, hour],
  );
  const figures = useFigures(query);
  const categories = useCategories().data;
  const groups = useMemo(
    () => new Map((categories ?? []).map(({ code, level1 }) => [code.slice(0, 2), level1])),
    [categories],
  );
  const set = useCallback(
    (change: StatisticsSearch) => onSearch({ ...search, ...change }),
    [onSearch, search],
  );
  const { name, formula } = definitionOf(kpi, i18n.language);
  const nameOf = useCallback(
    (row: FigureRow) =>
      by === "day"
        ? formatTime(row.key, "day").slice(5)
        : by === "hour"
          ? formatTime(row.key, "short")
          : row.name,
    [by],
  );
  const bars = useMemo(
    () =>
      (figures.data?.rows ?? []).map((row) => ({
        key: row.key,
        name: nameOf(row),
        value: valueOf(kpi, row.counts),
        text: formatKpi(kpi, row.counts),
      })),
    [figures.data, kpi, nameOf],
  );
  const format = useCallback(
    (value: number) => (isShare(kpi) ? `${Math.round(value * 100)}%` : formatCount(value)),
    [kpi],
  );
  const down = useCallback(
    (key: string) => {
      if (by === "unit" && key !== unit) set({ unit: key, by: key.length < 15 ? "unit" : "day" });
    },
    [by, unit, set],
  );
  const all = t("figures.all");
  return (
    <div className="statistics">
      <header className="statistics-head">
        <h1>{t("figures.title", { unit: figures.data?.unit.name ?? "" })}</h1>
        {figures.data && (
          <Breadcrumb
            items={figures.data.path.map(({ code, name: title }) => ({
              key: code,
              title:
                code === unit ? (
                  title
                ) : (
                  <button type="button" className="text-button" onClick={() => set({ unit: code })}>
                    {title}
                  </button>
                ),
            }))}
          />
        )}
        {figures.data && (
          <span className="muted statistics-at">
            {t("figures.at")} <ExactTime at={figures.data.at} format="short" />
          </span>
        )}
      </header>
      <div className="statistics-tools">
        <Choice
          label={t("figures.kpi")}
          value={kpi}
          width={170}
          options={Kpi.options.map((value) => ({
            value,
            label: definitionOf(value, i18n.language).name,
          }))}
          onChange={(next) => set({ kpi: next })}
        />
        <Choice
          label={t("figures.by")}
          value={by}
          width={140}
          options={FigureBy.options.map((value) => ({ value, label: t(`figures.bys.${value}`) }))}
          onChange={(next) => set({ by: next })}
        />
        <Choice
          label={t("figures.period")}
          value={period}
          width={110}
          options={periods.map((value) => ({ value, label: t(`figures.periods.${value}`) }))}
          onChange={(next) => set({ period: next })}
        />
        <Choice
          label={t("figures.category")}
          value={category ?? ""}
          width={150}
          options={[
            { value: "", label: all },
            ...[...groups].map(([value, label]) => ({ value, label })),
          ]}
          onChange={(next) => set({ category: next || undefined })}
        />
        <Choice
          label={t("figures.source")}
          value={source ?? ""}
          width={130}
          options={[
            { value: "" as const, label: all },
            ...ReportSource.options.map((value) => ({
              value,
              label: t(`incident.sources.${value}`),
            })),
          ]}
          onChange={(next) => set({ source: next || undefined })}
        />
        <Button
          icon={<DownloadOutlined aria-hidden />}
          href={urlOf("/figures.csv", { ...query, kpi, language: i18n.language })}
          download
        >
          {t("figures.export")}
        </Button>
        <Button
          icon={<FileExcelOutlined aria-hidden />}
          href={urlOf("/figures.xlsx", { ...query, kpi, language: i18n.language })}
          download
        >
          {t("figures.exportSheet")}
        </Button>
        <Link className="statistics-brief" to="/whistles" search={{ unit }}>
          {t("whistles.nav")}
        </Link>
        <Link className="statistics-brief" to="/suggestions" search={{ unit }}>
          {t("judged.nav")}
        </Link>
        {unit.length >= 9 && (
          <Link className="statistics-brief" to="/falls" search={{ unit }}>
            {t("alarms.falls.nav")}
          </Link>
        )}
        <Link className="statistics-brief" to="/briefs" search={{ unit }}>
          <FileTextOutlined aria-hidden /> {t("briefs.open")}
        </Link>
        {assessed && unit.length <= 12 && (
          <Link className="statistics-brief" to="/assessment" search={{ unit }}>
            {t("assessment.open")}
          </Link>
        )}
      </div>
      <p className="statistics-formula">
        <strong>{name}</strong> {formula}
      </p>
      <QueryState query={figures} rows={12}>
        {({ total, rows }) => (
          <>
            <BarChart
              label={`${name} ${t(`figures.bys.${by}`)}`}
              bars={bars}
              format={format}
              whole={!isShare(kpi)}
              onBar={down}
            />
            {by === "unit" && <p className="muted">{t("figures.compare")}</p>}
            {total.list === null && <p className="muted">{t("figures.noList")}</p>}
            <DataTable
              caption={`${name} ${t(`figures.bys.${by}`)}`}
              rows={[...rows, { ...total, key: "total" }]}
              keyOf={({ key }) => key}
              empty={<EmptyState title={t("figures.none")} />}
              columns={[
                {
                  key: "name",
                  title: t(`figures.bys.${by}`),
                  header: true,
                  render: (row) =>
                    row.key === "total" ? (
                      <strong>{t("figures.total")}</strong>
                    ) : by === "unit" && row.key !== unit ? (
                      <button
                        type="button"
                        className="text-button"
                        onClick={() => down(row.key)}
                        aria-label={t("figures.drill", { name: row.name })}
                      >
                        {row.name}
                      </button>
                    ) : (
                      nameOf(row)
                    ),
                },
                {
                  key: "value",
                  title: name,
                  width: 140,
                  align: "right",
                  render: (row) =>
                    isShare(kpi) ? (
                      formatKpi(kpi, row.counts)
                    ) : (
                      <Number row={row} kpi={kpi} side="of" />
                    ),
                },
                ...(isShare(kpi)
                  ? (["of", "over"] as const).map((side) => ({
                      key: side,
                      title: t(`figures.measures.${definitions[kpi][side] ?? "reported"}`),
                      width: 170,
                      align: "right" as const,
                      render: (row: FigureRow) => <Number row={row} kpi={kpi} side={side} />,
                    }))
                  : []),
              ]}
            />
          </>
        )}
      </QueryState>
    </div>
  );
}

/** A count that opens the incidents it counts. */
function Number({ row, kpi, side }: { row: FigureRow; kpi: Kpi; side: "of" | "over" }) {
  const figure = definitions[kpi][side] ?? "reported";
  const text = <span className="figures">{formatCount(row.counts[figure])}</span>;
  if (!row.list) return text;
  return (
    <Link to="/figures/incidents" search={{ ...row.list, figure, sort: "newest" }}>
      {text}
    </Link>
  );
}

type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
  width: number;
};
function Choice<T extends string>({ label, value, options, onChange, width }: ChoiceProps<T>) {
  return (
    <label className="statistics-choice">
      <span>{label}</span>
      <Select<T>
        aria-label={label}
        value={value}
        options={options}
        onChange={onChange}
        style={{ width }}
      />
    </label>
  );
}
