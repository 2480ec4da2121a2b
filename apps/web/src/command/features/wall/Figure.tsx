import { definitions, type FigureRow, type Kpi, type Measure } from "@gezhi/contract/figures.ts";
import { Link } from "@tanstack/react-router";
import { Tooltip } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { definitionOf, formatKpi, isShare } from "../../../shared/figures/figure-words.ts";

/** The list behind a number; for who sees no records, the statistics of the parts. */
export function FigureLink({
  row,
  figure,
  unit,
  children,
}: {
  row: Pick<FigureRow, "list"> | undefined;
  figure: Measure;
  unit: string;
  children: ReactNode;
}) {
  if (row?.list)
    return (
      <Link to="/figures/incidents" search={{ ...row.list, figure, sort: "newest" }}>
        {children}
      </Link>
    );
  return (
    <Link to="/statistics" search={{ unit, by: "unit" }}>
      {children}
    </Link>
  );
}

/** A figure with its formula on hover and focus. */
export function KpiFigure({
  kpi,
  row,
  unit,
}: {
  kpi: Kpi;
  row: FigureRow | undefined;
  unit: string;
}) {
  const { i18n } = useTranslation();
  const { name, formula } = definitionOf(kpi, i18n.language);
  const { of, over } = definitions[kpi];
  return (
    <Tooltip title={formula}>
      <span className="wall-figure">
        <FigureLink row={row} figure={of} unit={unit}>
          <strong>{formatKpi(kpi, row?.counts)}</strong>
          <span>{name}</span>
          {isShare(kpi) && over && (
            <small>{row ? `${row.counts[of]} / ${row.counts[over]}` : ""}</small>
          )}
          <span className="visually-hidden">{formula}</span>
        </FigureLink>
      </span>
    </Tooltip>
  );
}
