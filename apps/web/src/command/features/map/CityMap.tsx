import type { MapBounds, MapForces, MapLayer, MapSettings } from "@gezhi/contract/map.ts";
import type { MapPlace } from "@gezhi/contract/places.ts";
import type { Plot } from "@gezhi/contract/plots.ts";
import type { GeoJSONSource, Map as Surface } from "maplibre-gl";
import { useEffect, useState, type ReactNode } from "react";
import { placeFeatures } from "../places/place-layer.ts";
import { plotFeatures } from "../plots/plot-layer.ts";
import { PlotPen } from "../plots/PlotPen.tsx";
import {
  featuresOf,
  figureFeatures,
  forceFeatures,
  thingLayers,
  type ThingLayer,
} from "./map-things.ts";
import type { View } from "./map-view-rules.ts";
import { RedPulses } from "./RedPulses.tsx";
import type { Figure } from "./use-figures.ts";
import { useSurface } from "./use-surface.ts";

export type Things = Record<ThingLayer, MapLayer | undefined> & {
  forces: MapForces | undefined;
  figures: readonly Figure[];
  places: readonly MapPlace[];
  plots: readonly Plot[];
};

type Props = {
  label: string;
  settings: MapSettings;
  first: View;
  /** Another object here moves the map there. */
  goal: View | undefined;
  things: Things;
  chosen: string | undefined;
  onWindow: (window: MapBounds, view: View) => void;
  onChoose: (chosen: string) => void;
  onHover: (unit: string | undefined) => void;
  onFailed: () => void;
  /** What works on the map itself. */
  children?: (surface: Surface) => ReactNode;
};

/** The map itself; everything it knows comes in, everything that happens goes out. */
export function CityMap(props: Props) {
  const { label, things, chosen, goal } = props;
  const [box, setBox] = useState<HTMLElement | null>(null);
  const surface = useSurface(box, props);

  useEffect(() => {
    if (!surface) return;
    for (const name of thingLayers) fill(surface, name, things);
  }, [surface, things]);
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>("forces")?.setData(forceFeatures(things.forces));
  }, [surface, things.forces]);
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>("figures")?.setData(figureFeatures(things.figures));
  }, [surface, things.figures]);
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>("places")?.setData(placeFeatures(things.places));
  }, [surface, things.places]);
  useEffect(() => {
    void surface?.getSource<GeoJSONSource>("plots")?.setData(plotFeatures(things.plots));
  }, [surface, things.plots]);
  useEffect(() => {
    if (!surface) return;
    const unit = chosen?.startsWith("unit:") ? chosen.slice(5) : "";
    surface.setFilter("chosen", ["==", ["get", "code"], unit]);
  }, [surface, chosen]);
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

const fill = (surface: Surface, name: ThingLayer, things: Things) =>
  void surface.getSource<GeoJSONSource>(name)?.setData(featuresOf(name, things[name]));
