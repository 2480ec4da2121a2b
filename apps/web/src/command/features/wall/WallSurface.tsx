import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import type { MapBounds, MapSettings } from "@gezhi/contract/map.ts";
import { PositionReason } from "@gezhi/contract/positions.ts";
import { Marker, type GeoJSONSource } from "maplibre-gl";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { Sign } from "../map/Sign.tsx";
import { useLayers, useLiveLayers } from "../map/map-queries.ts";
import { featuresOf, figureFeatures } from "../map/map-things.ts";
import { viewOver, windowOf, type Asked, type View } from "../map/map-view-rules.ts";
import { useFigures } from "../map/use-figures.ts";
import { useSurface } from "../map/use-surface.ts";
import "../map/map.css";

type Props = {
  label: string;
  unit: string;
  settings: MapSettings;
  bounds: MapBounds;
  size: { width: number; height: number };
  /** How much larger than at a desk: it is read from six metres. */
  scale: number;
  /** Whether single records may be shown; else the numbers of the parts. */
  records: boolean;
  /** Whether the places of people on duty and at work are shown. */
  people: boolean;
  pins: readonly IncidentSummary[];
  onUnit: (unit: string) => void;
  onIncident: (id: string) => void;
  onFailed: () => void;
};
const mostPins = 12;
const nothing = () => undefined;

/** The city's map on the wall: our own tiles, all that is open, and a pin for what is red or pinned (R75). */
export function WallSurface(props: Props) {
  const { label, unit, settings, bounds, size, scale, records, people, pins } = props;
  const { onUnit, onIncident, onFailed } = props;
  const { t } = useTranslation();
  const [box, setBox] = useState<HTMLElement | null>(null);
  const [asked, setAsked] = useState<Asked>();
  const width = Math.floor(size.width / scale);
  const height = Math.floor(size.height / scale);
  const [first] = useState<View>(() => viewOver(bounds, { width, height }));
  const onWindow = useCallback((window: MapBounds, view: View) => {
    const next = windowOf(window, view.zoom);
    setAsked((before) => (before?.bbox === next.bbox && before.zoom === next.zoom ? before : next));
  }, []);
  const onChoose = useCallback(
    (chosen: string) => {
      const [kind, code = ""] = chosen.split(":");
      if (kind === "incident") onIncident(code);
      if (kind === "unit") onUnit(code);
    },
    [onIncident, onUnit],
  );
  const layers = useLayers(asked, { unit }, [
    ...(records ? (["incidents"] as const) : []),
    ...(people ? (["people"] as const) : []),
  ]);
  const figures = useFigures(unit, !records);
  useLiveLayers(false);
  const surface = useSurface(box, {
    settings,
    first,
    onWindow,
    onChoose,
    onHover: nothing,
    onFailed,
  });

  useEffect(() => {
    surface?.setPixelRatio(window.devicePixelRatio * scale);
  }, [surface, scale]);
  useEffect(() => {
    surface?.setFilter("chosen", ["==", ["get", "code"], unit]);
  }, [surface, unit]);
  useEffect(() => {
    void surface
      ?.getSource<GeoJSONSource>("incidents")
      ?.setData(featuresOf("incidents", layers.incidents.data));
  }, [surface, layers.incidents.data]);
  useEffect(() => {
    void surface
      ?.getSource<GeoJSONSource>("people")
      ?.setData(featuresOf("people", people ? layers.people.data : undefined));
  }, [surface, people, layers.people.data]);
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>("figures")?.setData(figureFeatures(figures.items));
  }, [surface, figures.items]);
  // Made anew only when what they say has changed: the list behind them is asked for again with every change of anything.
  const said = useMemo(
    () =>
      JSON.stringify(
        pins
          .slice(0, mostPins)
          .flatMap(({ id, title, urgency, pinned, position }) =>
            position ? [{ id, title, urgency, pinned, position }] : [],
          ),
      ),
    [pins],
  );
  useEffect(() => {
    if (!surface) return undefined;
    const markers = (JSON.parse(said) as Pin[]).map((pin) =>
      new Marker({
        element: pinOf(pin, () => onIncident(pin.id)),
        anchor: "bottom",
        offset: [0, -20],
      })
        .setLngLat([pin.position.lon, pin.position.lat])
        .addTo(surface),
    );
    return () => markers.forEach((marker) => marker.remove());
  }, [surface, said, onIncident]);

  return (
    <>
      <section
        ref={setBox}
        aria-label={label}
        className="city-map"
        style={{ width, height, transform: `scale(${scale})`, transformOrigin: "0 0" }}
      />
      {people && (
        <p className="wall-people">
          {t("wall.people", { n: layers.people.data?.total ?? 0 })}
          {layers.people.data?.simulated && <SimulatedTag />}
          {PositionReason.options.map((reason) => (
            <span key={reason}>
              <Sign kind="person" worst={reason} /> {t(`cityMap.reasonsSeen.${reason}`)}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

type Pin = Pick<IncidentSummary, "id" | "title" | "urgency" | "pinned"> & {
  position: NonNullable<IncidentSummary["position"]>;
};

/** A sign in it says red or pinned as well as its colour does. For the pointer only: the list beside the map has the same. */
function pinOf({ title, urgency, pinned }: Pin, onClick: () => void): HTMLElement {
  const element = document.createElement("div");
  element.className = `wall-pin wall-pin-${urgency}`;
  element.ariaHidden = "true";
  const sign = document.createElement("b");
  sign.textContent = urgency === "red" ? "!!" : pinned ? "★" : "!";
  const name = document.createElement("span");
  name.textContent = title;
  element.append(sign, name);
  element.addEventListener("click", (event) => {
    event.stopPropagation();
    onClick();
  });
  return element;
}
