import { MapHeat } from "@gezhi/contract/map.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";
import { serverNow } from "../../../shared/server-clock.ts";
import type { MapSearch } from "./map-search.ts";
import type { Asked } from "./map-view-rules.ts";

const dayMs = 86_400_000;
const usualDays = 30;

/** A day in Beijing, some days ago. */
export const dayAgo = (days: number): string =>
  new Date(serverNow() + 8 * 3_600_000 - days * dayMs).toISOString().slice(0, 10);

/** What the address says, or the last 30 days. */
export const heatPeriod = ({ heatFrom, heatTo }: MapSearch): { from: string; to: string } => ({
  from: heatFrom ?? dayAgo(usualDays - 1),
  to: heatTo ?? dayAgo(0),
});

/** How many incidents were reported where in a period. */
export function useHeat(asked: Asked | undefined, search: MapSearch, unit: string, on: boolean) {
  const query = { ...asked, ...heatPeriod(search), unit, category: search.heatCategory };
  return useQuery({
    queryKey: ["map-heat", query],
    enabled: on && asked !== undefined,
    staleTime: 60_000,
    ...(on ? { placeholderData: keepPreviousData } : {}),
    queryFn: ({ signal }) => api.get(MapHeat, "/map/heat", { query, signal }),
  });
}
