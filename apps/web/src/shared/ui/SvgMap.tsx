import type { Position } from "@gezhi/contract/units.ts";
import type { Position as Coordinate } from "geojson";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { boundsOf, ringsOf } from "./map-geometry.ts";
import type { MapProps } from "./map-types.ts";

const width = 600;

/** The map of machines without WebGL2, and its table twin. */
export function SvgMap({
  label,
  center,
  areas,
  lines,
  points = [],
  onPoint,
  pin,
  onPin,
  height = 260,
}: MapProps) {
  const { t } = useTranslation();
  const [west, south, east, north] = boundsOf(areas, [
    center,
    ...points.map(({ position }) => position),
  ]);
  const stretch = Math.cos((center.lat * Math.PI) / 180);
  const scale = Math.min(width / ((east - west) * stretch), height / (north - south));
  const x = (lon: number) => width / 2 + (lon - (west + east) / 2) * stretch * scale;
  const y = (lat: number) => height / 2 - (lat - (south + north) / 2) * scale;
  const path = (ring: Coordinate[]) =>
    `M${ring.map(([lon = 0, lat = 0]) => `${x(lon).toFixed(1)} ${y(lat).toFixed(1)}`).join("L")}Z`;
  const place = (event: MouseEvent<HTMLButtonElement>) => {
    if (event.detail === 0) {
      onPin?.(center);
      return;
    }
    const box = event.currentTarget.getBoundingClientRect();
    const at: Position = {
      lon:
        (west + east) / 2 +
        (((event.clientX - box.left) / box.width) * width - width / 2) / stretch / scale,
      lat:
        (south + north) / 2 -
        (((event.clientY - box.top) / box.height) * height - height / 2) / scale,
    };
    onPin?.(at);
  };
  return (
    <div style={{ position: "relative" }}>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${width} ${height}`}
        className="map-view"
        style={{ display: "block", width: "100%" }}
      >
        {areas?.features.map((feature, index) => (
          <path
            key={index}
            d={ringsOf(feature.geometry).map(path).join("")}
            fill={typeof feature.properties?.["shade"] === "number" ? "var(--accent)" : "none"}
            fillOpacity={0.15 + 0.6 * Number(feature.properties?.["shade"] ?? 0)}
            stroke="var(--border-strong)"
            strokeWidth={feature.properties?.["strong"] ? 2 : 1}
          />
        ))}
        {lines?.features.map(({ geometry }, index) =>
          geometry.type === "LineString" ? (
            <polyline
              key={index}
              points={geometry.coordinates
                .map(([lon = 0, lat = 0]) => `${x(lon).toFixed(1)},${y(lat).toFixed(1)}`)
                .join(" ")}
              fill="none"
              stroke="var(--accent)"
              strokeWidth={2.5}
            />
          ) : null,
        )}
        {points.map(({ id, position, tone }) => (
          <circle
            key={id}
            cx={x(position.lon)}
            cy={y(position.lat)}
            r={tone === "focus" ? 7 : 4}
            fill="var(--text-2)"
          />
        ))}
        {pin && <circle cx={x(pin.lon)} cy={y(pin.lat)} r={7} fill="var(--accent)" />}
      </svg>
      {onPin && (
        <button
          type="button"
          className="map-pin-surface"
          aria-label={t("map.setPin")}
          style={{ aspectRatio: `${width} / ${height}` }}
          onClick={place}
        />
      )}
      {points.length > 0 && (
        <table className="map-points">
          <caption className="visually-hidden">{label}</caption>
          <thead>
            <tr>
              <th scope="col">{t("map.place")}</th>
              <th scope="col">{t("map.position")}</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ id, label: name, position }) => (
              <tr key={id}>
                <td>
                  {onPoint ? (
                    <button type="button" onClick={() => onPoint(id)}>
                      {name}
                    </button>
                  ) : (
                    name
                  )}
                </td>
                <td className="figures">
                  {position.lon.toFixed(5)}, {position.lat.toFixed(5)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
