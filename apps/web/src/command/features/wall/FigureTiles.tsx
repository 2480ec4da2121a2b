import { SectionId } from "@gezhi/contract/configuration.ts";
import type { FigureRow } from "@gezhi/contract/figures.ts";
import type { Wall } from "@gezhi/contract/wall.ts";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { formatCount } from "../../../shared/figures/figure-words.ts";
import { useTicking } from "../../../shared/server-clock.ts";
import { FigureLink, KpiFigure } from "./Figure.tsx";
import { HourChart } from "./HourChart.tsx";
import { Tile } from "./Tile.tsx";
import { useHours, useKinds, useLoad, useParts, useSectionsToday, useToday } from "./use-wall.ts";

const dayMs = 86_400_000;
/** The page lives through midnight. */
const useDay = () => useTicking(useCallback((now: number) => Math.floor(now / 3_600_000), []));
const hourMs = 3_600_000;

export function RatesTile({ unit, layout }: { unit: string; layout: Wall }) {
  const { t } = useTranslation();
  const { data, dataUpdatedAt } = useToday(unit);
  return (
    <Tile title={t("wall.tiles.rates")} since={dataUpdatedAt}>
      <div className="wall-rates">
        {layout.rates.map((kpi) => (
          <KpiFigure key={kpi} kpi={kpi} row={data?.total} unit={unit} />
        ))}
      </div>
    </Tile>
  );
}

const four = SectionId.options.filter((section) => section !== "commandCentre");

/** What is open in each of the four sections, and what today brought them. */
export function SectionsTile({ unit }: { unit: string }) {
  const { t } = useTranslation();
  const load = useLoad(unit, useDay() * hourMs);
  const today = useSectionsToday(unit);
  const of = (rows: readonly FigureRow[] | undefined, section: string) =>
    rows?.find(({ key }) => key === section);
  const most = Math.max(1, ...four.map((one) => of(load.data?.rows, one)?.counts.pending ?? 0));
  return (
    <Tile title={t("wall.tiles.sections")} since={load.dataUpdatedAt} grow={1.2}>
      <ul className="wall-bars">
        {four.map((section) => {
          const row = of(load.data?.rows, section);
          const now = of(today.data?.rows, section);
          const pending = row?.counts.pending ?? 0;
          return (
            <li key={section}>
              <FigureLink row={row} figure="pending" unit={unit}>
                <span>{t(`figures.sections.${section}`)}</span>
                <meter className="visually-hidden" min={0} max={most} value={pending} />
                <span className="wall-bar" aria-hidden>
                  <i style={{ width: `${(100 * pending) / most}%` }} />
                </span>
                <strong>{row ? formatCount(pending) : "–"}</strong>
              </FigureLink>
              <small>
                {now &&
                  t("wall.load", {
                    pending: formatCount(pending),
                    reported: formatCount(now.counts.reported),
                    closed: formatCount(now.counts.closed),
                  })}
              </small>
            </li>
          );
        })}
      </ul>
    </Tile>
  );
}

export function HoursTile({ unit }: { unit: string }) {
  const { t } = useTranslation();
  const { data, dataUpdatedAt } = useHours(unit, useDay() * hourMs);
  const start = data ? Date.parse(data.from) + dayMs : 0;
  const today = data?.rows.filter(({ key }) => Date.parse(key) >= start) ?? [];
  const before = data?.rows.filter(({ key }) => Date.parse(key) < start) ?? [];
  return (
    <Tile title={t("wall.tiles.hours")} since={dataUpdatedAt} grow={1.3}>
      {data && (
        <HourChart
          label={t("wall.tiles.hours")}
          today={today.map(({ counts }) => counts.reported)}
          before={before.map(({ counts }) => counts.reported)}
        />
      )}
    </Tile>
  );
}

export function CategoriesTile({ unit }: { unit: string }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { data, dataUpdatedAt } = useKinds(unit);
  const rows = (data?.rows ?? [])
    .filter(({ counts }) => counts.reported > 0)
    .toSorted((a, b) => b.counts.reported - a.counts.reported)
    .slice(0, 6);
  const most = Math.max(1, ...rows.map(({ counts }) => counts.reported));
  return (
    <Tile title={t("wall.tiles.categories")} since={dataUpdatedAt}>
      {data && rows.length === 0 && <p className="wall-none">{t("wall.none")}</p>}
      <ul className="wall-bars wall-bars-slim">
        {rows.map((row) => (
          <li key={row.key}>
            <FigureLink row={row} figure="reported" unit={unit}>
              <span>{words.category(row.name)}</span>
              <span className="wall-bar" aria-hidden>
                <i style={{ width: `${(100 * row.counts.reported) / most}%` }} />
              </span>
              <strong>{formatCount(row.counts.reported)}</strong>
            </FigureLink>
          </li>
        ))}
      </ul>
    </Tile>
  );
}

/** Units of the next level, in the order of their codes: no ranking. */
export function UnitsTile({ unit, onUnit }: { unit: string; onUnit: (unit: string) => void }) {
  const { t } = useTranslation();
  const { data, dataUpdatedAt } = useParts(unit);
  const rows = (data?.rows ?? []).filter(({ key }) => key !== unit);
  return (
    <Tile title={t("wall.tiles.units")} since={dataUpdatedAt} grow={2}>
      <div className="wall-units">
        {rows.map(({ key, name, standing }) => (
          <button key={key} type="button" onClick={() => onUnit(key)}>
            <span>{name}</span>
            <strong>{formatCount(standing?.open ?? 0)}</strong>
            <em>{standing?.overdue ? formatCount(standing.overdue) : ""}</em>
          </button>
        ))}
      </div>
    </Tile>
  );
}
