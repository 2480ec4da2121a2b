import type { MapSettings } from "@gezhi/contract/map.ts";
import { levelOf } from "@gezhi/contract/units.ts";
import type { Feature } from "geojson";
import { boundsOf } from "../../../shared/ui/map-geometry.ts";
import { useBoundary } from "../../../shared/units/unit-queries.ts";
import { viewOver, type View } from "./map-view-rules.ts";

/** The area of a unit with which a map begins; null: the whole city, or one without an area of its own. */
export function useHome(unit: string): { known: boolean; home: Feature | null } {
  const wholeCity = levelOf(unit) === "city";
  const { data, error } = useBoundary(wholeCity ? undefined : unit);
  return { known: wholeCity || data !== undefined || error !== null, home: data ?? null };
}

/** A unit, or the whole city, as large as the window allows. */
export function viewOfHome(
  home: Feature | null,
  { bounds }: MapSettings,
  size: { width: number; height: number },
): View {
  if (!home) return viewOver(bounds, size);
  const [west, south, east, north] = boundsOf({ type: "FeatureCollection", features: [home] }, []);
  return viewOver({ west, south, east, north }, size);
}
