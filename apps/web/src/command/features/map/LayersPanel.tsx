import { DeviceState } from "@gezhi/contract/devices.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { PositionReason } from "@gezhi/contract/positions.ts";
import type { MapHeat, MapLayer } from "@gezhi/contract/map.ts";
import { Button, Checkbox, Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { useCategories } from "../../../shared/incidents/incident-queries.ts";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { ChoiceChips } from "./ChoiceChips.tsx";
import { HeatFilters } from "./HeatFilters.tsx";
import { drawnOf } from "./map-list-rules.ts";
import type { Layers } from "./map-queries.ts";
import { layerNames, type LayerName, type MapSearch } from "./map-search.ts";
import { layersParam } from "./map-view-rules.ts";
import { PastPeople } from "./PastPeople.tsx";
import { Sign } from "./Sign.tsx";

/** For how many days it is kept where people were, and why this person looks. */
export type PeoplePast = {
  days: number;
  reason: string | undefined;
  onReason: (reason: string) => void;
};
type Props = {
  search: MapSearch;
  shown: readonly LayerName[];
  usual: readonly LayerName[];
  layers: Layers;
  figures: { total: number | undefined; error: Error | null };
  heat: { data: MapHeat | undefined; error: Error | null };
  /** Of the past only some layers are known. */
  past: boolean;
  people: PeoplePast;
  onSearch: (change: Partial<MapSearch>) => void;
  /** Layers with a legend of their own. */
  children?: ReactNode;
};
/** Staff and figures are known as they are now. */
const pastLayers: readonly LayerName[] = ["incidents", "alarms", "devices", "people", "heat"];
const states = DeviceState.options.filter((state) => state !== "retired");

/** Which layers are on, what their signs mean, how many there are, and what narrows them. */
export function LayersPanel(props: Props) {
  const { search, shown, usual, layers, figures, heat, past, people, onSearch, children } = props;
  const { t } = useTranslation();
  const own = useOwnUnit();
  const counts: Record<LayerName, number | undefined> = {
    figures: figures.total,
    heat: heat.data?.total,
    incidents: layers.incidents.data?.total,
    alarms: layers.alarms.data?.total,
    devices: layers.devices.data?.total,
    people: layers.people.data?.total,
    forces: layers.forces.data?.people,
  };
  const toggle = (name: LayerName, on: boolean) =>
    onSearch({
      layers: layersParam(
        layerNames.filter((one) => (one === name ? on : shown.includes(one))),
        usual,
      ),
    });
  const filters: Record<LayerName, ReactNode> = {
    figures: <p className="muted map-note">{t("cityMap.figuresNote")}</p>,
    heat: <HeatFilters search={search} heat={heat.data} onSearch={onSearch} />,
    incidents: <IncidentFilters search={search} layers={layers} past={past} onSearch={onSearch} />,
    alarms: (
      <ChoiceChips
        kind="alarm"
        label={t("cityMap.level")}
        all={Urgency.options}
        chosen={search.level}
        nameOf={(one) => t(`urgency.${one}`)}
        onChange={(level) => onSearch({ level })}
      />
    ),
    devices: (
      <ChoiceChips
        kind="device"
        label={t("cityMap.state")}
        all={states}
        chosen={search.state}
        nameOf={(one) => t(`devices.states.${one}`)}
        onChange={(state) => onSearch({ state })}
      />
    ),
    people: (
      <>
        <ul className="map-signs">
          {PositionReason.options.map((reason) => (
            <li key={reason}>
              <Sign kind="person" worst={reason} /> {t(`cityMap.reasonsSeen.${reason}`)}
            </li>
          ))}
        </ul>
        {past ? (
          <PastPeople reason={people.reason} onReason={people.onReason} />
        ) : (
          <p className="muted map-note">
            {t("cityMap.peopleNote")}
            {people.days > 0
              ? t("cityMap.peopleKept", { days: people.days })
              : t("cityMap.peopleNotKept")}
          </p>
        )}
      </>
    ),
    forces: <p className="muted map-note">{t("cityMap.forcesNote")}</p>,
  };
  const narrowed = [
    search.unit,
    search.urgency,
    search.category,
    search.overdue,
    search.level,
    search.state,
    search.heatCategory,
    search.heatFrom,
  ].some((value) => value !== undefined);
  return (
    <aside className="map-layers" aria-label={t("cityMap.layers")}>
      <UnitField
        label={t("cityMap.unit")}
        within={own.length > 2 ? own : ""}
        value={search.unit}
        allowClear
        placeholder={t("cityMap.unitAll")}
        onChange={(unit) => onSearch({ unit })}
      />
      {layerNames.map((name) => {
        const on = shown.includes(name);
        const known =
          !past || (pastLayers.includes(name) && (name !== "people" || people.days > 0));
        const waits = past && name === "people" && people.reason === undefined;
        const closed =
          on && name !== "figures" && name !== "heat" && layers[name].data?.closed === true;
        const failed =
          on &&
          (name === "figures" ? figures : name === "heat" ? heat : layers[name]).error !== null;
        return (
          <section key={name} className="map-layer" aria-label={t(`cityMap.names.${name}`)}>
            <div className="map-layer-head">
              <Checkbox
                checked={on && known}
                disabled={!known}
                onChange={({ target }) => toggle(name, target.checked)}
              >
                {t(`cityMap.names.${name}`)}
              </Checkbox>
              {name === "people" && layers.people.data?.simulated && <SimulatedTag />}
              {on && known && !waits && (
                <span className="figures muted">
                  {failed
                    ? t("cityMap.failed")
                    : closed
                      ? t("cityMap.closed")
                      : (counts[name] ?? "…")}
                </span>
              )}
            </div>
            {!known && on && <p className="muted map-note">{t("cityMap.playback.noHistory")}</p>}
            {on && known && filters[name]}
            {on && known && name !== "figures" && name !== "heat" && name !== "forces" && (
              <CutNote layer={layers[name].data} />
            )}
          </section>
        );
      })}
      {children}
      <p className="muted map-note">{t("cityMap.countNote")}</p>
      {narrowed && (
        <Button
          size="small"
          onClick={() =>
            onSearch({
              unit: undefined,
              urgency: undefined,
              category: undefined,
              overdue: undefined,
              level: undefined,
              state: undefined,
              heatCategory: undefined,
              heatFrom: undefined,
              heatTo: undefined,
            })
          }
        >
          {t("desk.clear")}
        </Button>
      )}
    </aside>
  );
}

/** More than can be drawn: the most urgent are, and nobody thinks that these are all. */
function CutNote({ layer }: { layer: MapLayer | undefined }) {
  const { t } = useTranslation();
  const drawn = layer ? drawnOf(layer) : 0;
  if (!layer || drawn >= layer.total) return null;
  return <p className="map-note map-cut">{t("cityMap.cut", { shown: drawn, all: layer.total })}</p>;
}

function IncidentFilters({
  search,
  layers,
  past,
  onSearch,
}: Pick<Props, "search" | "layers" | "past" | "onSearch">) {
  const { t } = useTranslation();
  const categories = useCategories();
  const groups = new Map(
    (categories.data ?? []).map(({ code, level1 }) => [code.slice(0, 2), level1]),
  );
  const unplaced = layers.incidents.data?.unplaced ?? 0;
  return (
    <>
      <ChoiceChips
        kind="incident"
        label={t("cityMap.urgency")}
        all={Urgency.options}
        chosen={search.urgency}
        nameOf={(one) => t(`urgency.${one}`)}
        onChange={(urgency) => onSearch({ urgency })}
      />
      <Select
        allowClear
        size="small"
        aria-label={t("cityMap.category")}
        placeholder={t("cityMap.category")}
        value={search.category ?? null}
        options={[...groups].map(([value, label]) => ({ value, label }))}
        onChange={(category: string | null) => onSearch({ category: category ?? undefined })}
        style={{ width: "100%" }}
      />
      {!past && (
        <Checkbox
          checked={search.overdue === "true"}
          onChange={({ target }) => onSearch({ overdue: target.checked ? "true" : undefined })}
        >
          {t("cityMap.overdue")}
        </Checkbox>
      )}
      {unplaced > 0 && <p className="muted map-note">{t("cityMap.unplaced", { n: unplaced })}</p>}
    </>
  );
}
