import { Candidates, MapForces, MapLayer, UnitGlance } from "@gezhi/contract/map.ts";
import type { LiveMessage } from "@gezhi/contract/live.ts";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { api, type Query } from "../../../shared/api.ts";
import { useLiveMessages } from "../../../shared/live.ts";
import { mapSettingsQuery } from "./map-settings-query.ts";
import type { LayerName, MapSearch } from "./map-search.ts";
import type { Asked } from "./map-view-rules.ts";

export const useMapSettings = () => useQuery(mapSettingsQuery);

const peopleEveryMs = 3_000;

type When = {
  /** Of an instant that is over, which no later message changes. */
  at?: string | undefined;
  /** Why somebody looks at where people were; without a reason they are not asked for. */
  reason?: string | undefined;
  /** For paper: what was asked for stays as it is. */
  once?: boolean;
};
function useLayer(
  name: LayerName,
  asked: Asked | undefined,
  filter: Query | undefined,
  { at, reason, once = false }: When = {},
) {
  return useQuery({
    queryKey: [at === undefined ? "map-layer" : "map-past", name, asked, filter, at, reason],
    enabled: asked !== undefined && filter !== undefined,
    staleTime: at === undefined ? 30_000 : Infinity,
    ...(at === undefined ? {} : { gcTime: 60_000 }),
    // People move all the time: they are asked for in batches instead of one by one.
    ...(name === "people" && !once && at === undefined
      ? { refetchInterval: peopleEveryMs, staleTime: 0 }
      : {}),
    // Only what belongs to the layer itself is shown while the next window is on its way.
    ...(filter === undefined ? {} : { placeholderData: keepPreviousData }),
    queryFn: ({ signal }) =>
      api.get(MapLayer, at === undefined ? `/map/${name}` : `/map/history/${name}`, {
        query: { ...asked, ...filter, at, reason },
        signal,
      }),
  });
}

export type Layers = ReturnType<typeof useLayers>;

/** What lies in the window, layer by layer; a layer that is off asks nothing. */
export function useLayers(
  asked: Asked | undefined,
  search: MapSearch,
  shown: readonly LayerName[],
  when: When = {},
) {
  const past = when.at !== undefined;
  const filterOf = (name: LayerName, filter: Query): Query | undefined =>
    shown.includes(name) ? { unit: search.unit, ...filter } : undefined;
  const { urgency, category, overdue, level, state, unit } = search;
  const { reason: _, ...pictureOf } = when;
  const forces = !past && shown.includes("forces");
  return {
    incidents: useLayer(
      "incidents",
      asked,
      filterOf("incidents", { urgency, category, ...(past ? {} : { overdue }) }),
      pictureOf,
    ),
    alarms: useLayer("alarms", asked, filterOf("alarms", { level }), pictureOf),
    devices: useLayer("devices", asked, filterOf("devices", { state }), pictureOf),
    people: useLayer(
      "people",
      asked,
      past && when.reason === undefined ? undefined : filterOf("people", {}),
      when,
    ),
    forces: useQuery({
      queryKey: ["map-layer", "forces", asked, unit],
      enabled: asked !== undefined && forces,
      staleTime: 60_000,
      ...(forces ? { placeholderData: keepPreviousData } : {}),
      queryFn: ({ signal }) =>
        api.get(MapForces, "/map/forces", { query: { ...asked, unit }, signal }),
    }),
  };
}

type Renewed = LayerName | "buildings";
const layersOf: Partial<Record<LiveMessage["kind"], readonly Renewed[]>> = {
  incident: ["incidents"],
  alarm: ["alarms", "buildings"],
  device: ["devices", "buildings"],
};
const everyMs = 1_000;

/** However much happens, each layer's window is asked for again at most once a second, and only while it is looked at. */
export function useLiveLayers(held: boolean): void {
  const client = useQueryClient();
  const waiting = useRef(new Set<Renewed>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  useLiveMessages(
    useCallback(
      (messages) => {
        // What is over does not change; on the way back to now every layer is asked for anew.
        if (held) return;
        for (const { kind } of messages)
          for (const name of layersOf[kind] ?? []) waiting.current.add(name);
        if (waiting.current.size === 0) return;
        timer.current ??= setTimeout(
          () => {
            timer.current = undefined;
            last.current = Date.now();
            for (const name of waiting.current)
              void client.invalidateQueries({ queryKey: ["map-layer", name] });
            waiting.current.clear();
          },
          Math.max(0, last.current + everyMs - Date.now()),
        );
      },
      [client, held],
    ),
  );
  useEffect(() => {
    if (!held) void client.invalidateQueries({ queryKey: ["map-layer"] });
  }, [client, held]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

export const useGlance = (code: string | undefined) =>
  useQuery({
    queryKey: ["unit", code, "glance"],
    enabled: code !== undefined,
    staleTime: 30_000,
    queryFn: ({ signal }) => api.get(UnitGlance, `/map/units/${code}`, { signal }),
  });

export const useCandidates = (incident: string, enabled: boolean) =>
  useQuery({
    queryKey: ["handlers", "candidates", incident],
    enabled,
    staleTime: 15_000,
    queryFn: ({ signal }) => api.get(Candidates, `/incidents/${incident}/candidates`, { signal }),
  });
