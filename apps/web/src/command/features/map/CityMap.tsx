import type { MapBounds, MapForces, MapHeat, MapLayer, MapSettings } from "@gezhi/contract/map.ts";
import type { Patrol } from "@gezhi/contract/patrols.ts";
import type { MapPlace } from "@gezhi/contract/places.ts";
import type { Plot } from "@gezhi/contract/plots.ts";
import type { GeoJSONSource, Map as Surface } from "maplibre-gl";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { buildingFeatures } from "../buildings/building-layer.ts";
import type { Building } from "../buildings/building-rules.ts";
import { patrolFeatures } from "../patrols/patrol-layer.ts";
import { placeFeatures } from "../places/place-layer.ts";
import { plotFeatures } from "../plots/plot-layer.ts";
import { PlotPen } from "../plots/PlotPen.tsx";
import { heatFeatures } from "./heat-style.ts";
import { featuresOf, figureFeatures, forceFeatures, type ThingLayer } from "./map-things.ts";
import type { View } from "./map-view-rules.ts";
import { RedPulses } from "./RedPulses.tsx";
import type { Figure } from "./use-figures.ts";
import { useSurface } from "./use-surface.ts";

export type Things = Record<ThingLayer, MapLayer | undefined> & {
  forces: MapForces | undefined;
  figures: readonly Figure[];
  heat: MapHeat | undefined;
  places: readonly MapPlace[];
  plots: readonly Plot[];
  buildings: readonly Building[];
  patrols: readonly Patrol[];
};

type Props = {
  label: string;
  settings: MapSettings;
  first: View;
  /** Another object here moves the map there. */
  goal: View | undefined;
  things: Things;
  chosen: string | undefined;
  /** The unit whose border is drawn as long as no other one is chosen. */
  outlined?: string | undefined;
  /** For paper: names are waited for instead of drawn again when they come late. */
  patient?: boolean;
  onWindow: (window: MapBounds, view: View) => void;
  onChoose: (chosen: string) => void;
  onHover: (unit: string | undefined) => void;
  onFailed: () => void;
  /** What works on the map itself. */
  children?: (surface: Surface) => ReactNode;
};

/** The map itself; everything it knows comes in, everything that happens goes out. */
export function CityMap(props: Props) {
  const { label, things, chosen, goal, outlined = "" } = props;
  const [box, setBox] = useState<HTMLElement | null>(null);
  const surface = useSurface(box, props);

  useDrawnMark(surface, things);
  useFilled(surface, "incidents", things.incidents);
  useFilled(surface, "alarms", things.alarms);
  useFilled(surface, "devices", things.devices);
  useFilled(surface, "people", things.people);
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>("forces")?.setData(forceFeatures(things.forces));
  }, [surface, things.forces]);
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>("figures")?.setData(figureFeatures(things.figures));
  }, [surface, things.figures]);
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>("heat")?.setData(heatFeatures(things.heat));
  }, [surface, things.heat]);
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>("places")?.setData(placeFeatures(things.places));
  }, [surface, things.places]);
  useEffect(() => {
    void surface
      ?.getSource<GeoJSONSource>("buildings")
      ?.setData(buildingFeatures(things.buildings));
  }, [surface, things.buildings]);
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>("patrols")?.setData(patrolFeatures(things.patrols));
  }, [surface, things.patrols]);
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>("plots")?.setData(plotFeatures(things.plots));
  }, [surface, things.plots]);
  useEffect(() => {
    if (!surface) return;
    const unit = chosen?.startsWith("unit:") ? chosen.slice(5) : outlined;
    surface.setFilter("chosen", ["==", ["get", "code"], unit]);
  }, [surface, chosen, outlined]);
  useEffect(() => {
    if (surface && goal)
      surface.easeTo({ center: [goal.lon, goal.lat], zoom: goal.zoom, duration: 400 });
  }, [surface, goal]);

  return (
    <>
      <section ref={setBox} aria-label={label} className="city-map" />
      {surface && <PlotPen surface={surface} />}
      {surface && props.children?.(surface)}
      {surface && <RedPulses surface={surface} incidents={things.incidents} chosen={chosen} />}
    </>
  );
}

/** Each layer by itself: what has not changed is not sent to the map again. */
function useFilled(surface: Surface | undefined, name: ThingLayer, layer: MapLayer | undefined) {
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>(name)?.setData(featuresOf(name, layer));
  }, [surface, name, layer]);
}

/** For measurements: when the map had first drawn something of what it shows. */
function useDrawnMark(surface: Surface | undefined, { incidents, alarms, figures }: Things) {
  const marked = useRef(false);
  const something = incidents ?? alarms ?? figures[0];
  useEffect(() => {
    if (!surface || !something || marked.current) return;
    marked.current = true;
    void surface.once("idle", () => performance.mark("map-usable"));
  }, [surface, something]);
}
