import type { Map as Surface } from "maplibre-gl";
import { areaLayers } from "./map-style.ts";
import { clickable } from "./map-things.ts";

/** Lights up the unit under the pointer and names it; a hand over what can be clicked. */
export function watchHover(map: Surface, onHover: (unit: string | undefined) => void): void {
  let lit: string | undefined;
  const light = (code: string | undefined) => {
    if (code === lit) return;
    for (const [id, hover] of [
      [lit, false],
      [code, true],
    ] as const)
      if (id !== undefined)
        map.setFeatureState({ source: "city", sourceLayer: "units", id }, { hover });
    lit = code;
    onHover(code);
  };
  // A hit-test may take long at low zooms: once a frame at most, and never while the map moves.
  let frame: number | undefined;
  void map.on("mousemove", ({ point }) => {
    if (frame !== undefined || map.isMoving()) return;
    frame = requestAnimationFrame(() => {
      frame = undefined;
      if (!map.isStyleLoaded()) return;
      const [thing] = map.queryRenderedFeatures(point, { layers: [...clickable] });
      map.getCanvas().style.cursor = thing ? "pointer" : "";
      const [unit] = map.queryRenderedFeatures(point, { layers: [...areaLayers] });
      light(unit && String(unit.properties["code"]));
    });
  });
  void map.on("mouseout", () => light(undefined));
  void map.on("remove", () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
  });
}
