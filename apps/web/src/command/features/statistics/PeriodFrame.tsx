import { Link } from "@tanstack/react-router";
import { Segmented } from "antd";
import { type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useTicking } from "../../../shared/server-clock.ts";
import { useMe } from "../../../shared/session.ts";
import { type Period, periodOf } from "./statistics-period.ts";
import type { WhistlesSearch } from "./statistics-routes.tsx";
import "./statistics.css";

const periods: readonly Period[] = ["today", "yesterday", "week", "month", "year"];
const hourMs = 3_600_000;

/** Of which unit and stretch of time the address asks; without a word in it, the viewer's own and the last thirty days. */
export function usePeriodQuestion({ unit, period = "month" }: WhistlesSearch) {
  const own = useMe().appointments[0]?.unit ?? "50";
  const hour = useTicking(useCallback((now: number) => Math.floor(now / hourMs), []));
  return { unit: unit ?? own, ...periodOf(period, hour * hourMs) };
}

type Props = {
  title: string;
  /** How the figures are reckoned, in words. */
  formula: string;
  unit: string;
  search: WhistlesSearch;
  onSearch: (search: WhistlesSearch) => void;
  children: ReactNode;
};

/** A page of figures of one unit in a period that is chosen above them. */
export function PeriodFrame({ title, formula, unit, search, onSearch, children }: Props) {
  const { t } = useTranslation();
  return (
    <div className="statistics">
      <header className="statistics-head">
        <h1>{title}</h1>
        <Link className="statistics-at" to="/statistics" search={{ unit }}>
          {t("figures.back")}
        </Link>
      </header>
      <div className="statistics-tools">
        <Segmented<Period>
          aria-label={t("figures.period")}
          value={search.period ?? "month"}
          options={periods.map((value) => ({ value, label: t(`figures.periods.${value}`) }))}
          onChange={(next) => onSearch({ ...search, period: next })}
        />
      </div>
      <p className="statistics-formula">{formula}</p>
      {children}
    </div>
  );
}
