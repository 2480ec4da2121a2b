import { MapPlaces, PlanOverlay, type PlaceKind } from "@gezhi/contract/places.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";

/** Counts of every kind, and the places of the chosen ones, in a window of the map. */
export const useMapPlaces = (
  bbox: string | undefined,
  unit: string | undefined,
  kinds: readonly PlaceKind[],
) =>
  useQuery({
    queryKey: ["places", "map", bbox, unit, kinds],
    enabled: bbox !== undefined,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(MapPlaces, "/map/places", { query: { bbox, unit, kind: kinds }, signal }),
  });

export const usePlanOverlay = (incident: string) =>
  useQuery({
    queryKey: ["incident", incident, "plan-overlay"],
    staleTime: 600_000,
    queryFn: ({ signal }) =>
      api.get(PlanOverlay, `/incidents/${incident}/plan-overlay`, { signal }),
  });
