import type { PatrolState } from "@gezhi/contract/patrols.ts";
import { patrolColour, patrolLines } from "./patrol-layer.ts";

/** The line of the map, for legends and lists. */
export function PatrolSign({ state }: { state: PatrolState }) {
  const { width, dash } = patrolLines[state];
  return (
    <svg className="map-sign" viewBox="0 0 22 16" width="22" height="16" aria-hidden>
      <path
        d="M1 12L9 5L16 10"
        fill="none"
        stroke={patrolColour}
        strokeWidth={width * 0.8}
        {...(dash ? { strokeDasharray: "4 3" } : {})}
      />
      <circle
        cx="17"
        cy="10"
        r={state === "ended" ? 2 : 4}
        fill={state === "silent" ? "#ffffff" : patrolColour}
        stroke={patrolColour}
        strokeWidth="1.5"
      />
    </svg>
  );
}
