import type { MapPlaces } from "@gezhi/contract/places.ts";
import type { Plot } from "@gezhi/contract/plots.ts";
import { useMapPlaces } from "../places/place-map-queries.ts";
import { usePlots } from "../plots/plot-queries.ts";
import type { MapSearch } from "./map-search.ts";
import type { Asked } from "./map-view-rules.ts";

const noPlots: readonly Plot[] = [];
const noPlaces: MapPlaces["items"] = [];

export type Overlays = ReturnType<typeof useOverlays>;

/** What was put on the map beforehand: places by kind, and drawings. */
export function useOverlays(asked: Asked | undefined, { places: kinds, plots, unit }: MapSearch) {
  const shown = kinds ?? [];
  const places = useMapPlaces(asked?.bbox, unit, shown);
  const on = plots !== "off";
  const drawings = usePlots(asked, { unit }, on);
  return {
    shown,
    on,
    counted: places.data,
    places: shown.length > 0 ? (places.data?.items ?? noPlaces) : noPlaces,
    placesFailed: places.error !== null,
    plots: on ? (drawings.data?.items ?? noPlots) : noPlots,
    morePlots: drawings.data?.more ?? false,
    plotsFailed: drawings.error !== null,
  };
}
