import type { MapLayer } from "@gezhi/contract/map.ts";
import { Marker, type Map as Surface } from "maplibre-gl";
import { useEffect } from "react";

const most = 60;

type Props = { surface: Surface; incidents: MapLayer | undefined; chosen: string | undefined };

/** Calm rings around what is red, and a still one around what is chosen. The browser moves them, so the map need not be drawn again. */
export function RedPulses({ surface, incidents, chosen }: Props) {
  useEffect(() => {
    const rings = (incidents?.points ?? []).flatMap(({ id, lon, lat, worst }) => {
      const isChosen = chosen === `incident:${id}`;
      return worst === "red" || isChosen ? [{ lon, lat, isChosen }] : [];
    });
    const markers = rings.slice(0, most).map(({ lon, lat, isChosen }) => {
      const element = document.createElement("div");
      element.className = isChosen ? "map-ring map-ring-chosen" : "map-ring map-ring-red";
      element.ariaHidden = "true";
      return new Marker({ element }).setLngLat([lon, lat]).addTo(surface);
    });
    return () => markers.forEach((marker) => marker.remove());
  }, [surface, incidents, chosen]);
  return null;
}
