import { CountsByUnit, type Tally } from "@gezhi/contract/incident-answers.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../../shared/api.ts";
import { useMe } from "../../../shared/session.ts";
import { unitsBelowQuery } from "../../../shared/units/unit-queries.ts";
import type { LayerName } from "./map-search.ts";

export type Figure = {
  code: string;
  name: string;
  lon: number;
  lat: number;
} & Pick<Tally, "open" | "overdue">;

const ofCity: readonly LayerName[] = ["figures"];
const ofOthers: readonly LayerName[] = ["incidents", "alarms"];
const none: readonly Figure[] = [];

/** The city's centre has figures and no records, so its map begins with them. */
export const useUsualLayers = (): readonly LayerName[] =>
  useMe().screens.includes("city") ? ofCity : ofOthers;

/** Open matters of each unit right below one, where its name stands. */
export function useFigures(unit: string, on: boolean) {
  const counts = useQuery({
    queryKey: ["incident-counts", "by-unit", unit],
    enabled: on,
    retry: false,
    ...(on ? { placeholderData: keepPreviousData } : {}),
    queryFn: ({ signal }) =>
      api.get(CountsByUnit, "/incident-counts/by-unit", { query: { unit }, signal }),
  });
  const below = useQuery({ ...unitsBelowQuery(unit), enabled: on });
  const items = useMemo((): readonly Figure[] => {
    if (!on || !counts.data || !below.data) return none;
    const places = new Map(below.data.map((place) => [place.code, place]));
    return counts.data.items.flatMap(({ unit: { code, name }, open, overdue }) => {
      const place = places.get(code);
      return place ? [{ code, name, lon: place.lon, lat: place.lat, open, overdue }] : [];
    });
  }, [on, counts.data, below.data]);
  return { items, error: counts.error, total: on ? counts.data?.total.open : undefined };
}
