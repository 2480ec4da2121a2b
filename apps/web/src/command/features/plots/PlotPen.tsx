import type { Feature } from "geojson";
import { Marker, type GeoJSONSource, type Map as Surface } from "maplibre-gl";
import { useEffect } from "react";
import { geometryOf, movePoint, useDraft, type Draft } from "./plot-draft.ts";
import { plotSigns } from "./plot-signs.ts";

/** The drawing in hand on the map: its corners can be dragged. The form has the same points for the keyboard. */
export function PlotPen({ surface }: { surface: Surface }) {
  const draft = useDraft()?.draft;
  useEffect(() => {
    void surface
      .getSource<GeoJSONSource>("plot-draft")
      ?.setData({ type: "FeatureCollection", features: draft ? shapeOf(draft) : [] });
  }, [surface, draft]);
  useEffect(() => {
    const markers = (draft?.points ?? []).map((point, index) => {
      const element = document.createElement("div");
      element.className = "plot-corner";
      element.ariaHidden = "true";
      element.textContent = String(index + 1);
      // A click on a corner means that corner and not another point in the same place.
      element.addEventListener("click", (event) => event.stopPropagation());
      const marker = new Marker({ element, draggable: true }).setLngLat(point).addTo(surface);
      void marker.on("dragend", () => {
        const { lng, lat } = marker.getLngLat();
        movePoint(index, [lng, lat]);
      });
      return marker;
    });
    return () => markers.forEach((marker) => marker.remove());
  }, [surface, draft]);
  useEffect(() => {
    const canvas = surface.getCanvas();
    canvas.classList.toggle("plot-drawing", draft !== undefined);
    return () => canvas.classList.remove("plot-drawing");
  }, [surface, draft]);
  return null;
}

function shapeOf(draft: Draft): Feature[] {
  const { colour } = plotSigns[draft.kind];
  const whole = geometryOf(draft);
  if (whole && whole.type !== "Point")
    return [{ type: "Feature", properties: { colour }, geometry: whole }];
  return draft.points.length > 1
    ? [
        {
          type: "Feature",
          properties: { colour },
          geometry: { type: "LineString", coordinates: [...draft.points] },
        },
      ]
    : [];
}
