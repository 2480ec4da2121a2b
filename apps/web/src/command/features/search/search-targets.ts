import type { Me } from "@gezhi/contract/identity.ts";
import type { SearchHit } from "@gezhi/contract/search.ts";
import { hasMap } from "../map/has-map.ts";

type Screens = readonly Me["screens"][number][];
export type Target = {
  to: string;
  params?: Record<string, string>;
  search?: Record<string, string>;
};

/** Where a unit is looked at depends on what somebody works with. */
function unitTarget(screens: Screens, unit: string): Target {
  if (screens.includes("admin")) return { to: "/admin/units", search: { unit } };
  if (screens.includes("community") && unit.length >= 12)
    return { to: "/community", search: { unit: unit.slice(0, 12) } };
  if (screens.includes("desk")) return { to: "/desk", search: { unit } };
  if (screens.includes("district")) return { to: "/district/incidents", search: { unit } };
  if (screens.includes("city")) return { to: "/city", search: { unit: unit.slice(0, 15) } };
  return { to: "/devices", search: { unit } };
}

function staffTarget(screens: Screens, { id, unit, title }: SearchHit): Target {
  if (screens.includes("admin")) return { to: "/admin/people", search: { q: title } };
  if (hasMap(screens)) return { to: "/map", search: { chosen: `staff:${id}` } };
  if (screens.includes("community") && unit.length >= 12) return unitTarget(screens, unit);
  return unit.length >= 9
    ? { to: "/duty", search: { unit: unit.slice(0, 9) } }
    : unitTarget(screens, unit);
}

/** The record that an answer stands for. */
export function targetOf(screens: Screens, hit: SearchHit): Target {
  const { kind, id, unit } = hit;
  if (kind === "incident") return { to: "/incidents/$id", params: { id } };
  if (kind === "device") return { to: "/devices/$id", params: { id } };
  if (kind === "place") return { to: "/places/$id", params: { id } };
  return kind === "staff" ? staffTarget(screens, hit) : unitTarget(screens, unit);
}
