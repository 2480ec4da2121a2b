import { shapeOf, toneOf } from "./map-signs.ts";

type Props = { kind: "incident" | "alarm" | "device" | "person"; worst: string };

/** The sign of the map, for legends and lists. */
export function Sign({ kind, worst }: Props) {
  const { ground, ink, sign, rim } = toneOf(worst);
  return (
    <svg className="map-sign" viewBox="0 0 22 22" width="16" height="16" aria-hidden>
      <path d={shapeOf[kind]} fill={ground} stroke={rim} strokeWidth="1.5" />
      <text x="11" y="15.2" fill={ink} fontSize="12" fontWeight="700" textAnchor="middle">
        {sign}
      </text>
    </svg>
  );
}
