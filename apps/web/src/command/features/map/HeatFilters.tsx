import type { MapHeat } from "@gezhi/contract/map.ts";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { useCategories } from "../../../shared/incidents/incident-queries.ts";
import { HeatLegend } from "./HeatLegend.tsx";
import type { MapSearch } from "./map-search.ts";
import { dayAgo, heatPeriod } from "./use-heat.ts";

type Props = {
  search: MapSearch;
  heat: MapHeat | undefined;
  onSearch: (change: Partial<MapSearch>) => void;
};
const periods = [1, 7, 30, 90, 365] as const;

/** Of what and when, and what the colours mean. */
export function HeatFilters({ search, heat, onSearch }: Props) {
  const { t } = useTranslation();
  const categories = useCategories().data ?? [];
  const groups = new Map(categories.map(({ code, level1 }) => [code.slice(0, 2), level1]));
  const { from, to } = heatPeriod(search);
  const set = (heatFrom: string, heatTo: string) =>
    heatFrom && heatTo && onSearch({ heatFrom, heatTo });
  return (
    <>
      <Select
        allowClear
        size="small"
        showSearch={{ optionFilterProp: "label" }}
        aria-label={t("cityMap.heat.category")}
        placeholder={t("cityMap.heat.category")}
        value={search.heatCategory ?? null}
        options={[
          ...[...groups].map(([value, label]) => ({ value, label })),
          ...categories.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
        ]}
        onChange={(code: string | null) => onSearch({ heatCategory: code ?? undefined })}
        style={{ width: "100%" }}
      />
      <fieldset className="map-periods">
        <legend className="visually-hidden">{t("cityMap.heat.period")}</legend>
        {periods.map((days) => (
          <button
            key={days}
            type="button"
            aria-pressed={from === dayAgo(days - 1) && to === dayAgo(0)}
            onClick={() => set(dayAgo(days - 1), dayAgo(0))}
          >
            {t("cityMap.heat.days", { count: days })}
          </button>
        ))}
      </fieldset>
      <div className="map-dates">
        <label>
          <span>{t("cityMap.heat.from")}</span>
          <input
            type="date"
            value={from}
            max={to}
            onChange={({ target }) => set(target.value, to)}
          />
        </label>
        <label>
          <span>{t("cityMap.heat.to")}</span>
          <input
            type="date"
            value={to}
            min={from}
            max={dayAgo(0)}
            onChange={({ target }) => set(from, target.value)}
          />
        </label>
      </div>
      <HeatLegend heat={heat} />
      <p className="muted map-note">{t("cityMap.heat.note")}</p>
      {heat && heat.cellsInAll > heat.cells.length && (
        <p className="map-note">
          {t("cityMap.heat.cut", { shown: heat.cells.length, all: heat.cellsInAll })}
        </p>
      )}
    </>
  );
}
