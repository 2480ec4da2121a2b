import { MapPatrols, Patrol } from "@gezhi/contract/patrols.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";
import type { Asked } from "../map/map-view-rules.ts";

const againMs = 30_000;
const none: readonly Patrol[] = [];

/** Patrols in a window of the map; `at`: as they stood at an instant that is over. */
export function usePatrols(
  asked: Asked | undefined,
  unit: string | undefined,
  { on, at }: { on: boolean; at: string | undefined },
) {
  const { data, error } = useQuery({
    queryKey: ["map-patrols", asked, unit, at],
    enabled: on && asked !== undefined,
    ...(at === undefined ? { refetchInterval: againMs } : { staleTime: Infinity, gcTime: 60_000 }),
    ...(on ? { placeholderData: keepPreviousData } : {}),
    queryFn: ({ signal }) =>
      api.get(MapPatrols, "/map/patrols", { query: { ...asked, unit, at }, signal }),
  });
  return {
    on,
    items: on ? (data?.items ?? none) : none,
    more: on && (data?.more ?? false),
    closed: data?.closed === true,
    known: data !== undefined,
    failed: on && error !== null,
  };
}
export type PatrolsShown = ReturnType<typeof usePatrols>;

export const usePatrol = (id: string) =>
  useQuery({
    queryKey: ["patrol", id],
    refetchInterval: againMs,
    queryFn: ({ signal }) => api.get(Patrol, `/patrols/${id}`, { signal }),
  });
