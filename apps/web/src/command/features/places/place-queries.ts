import {
  Place,
  PlaceImportResult,
  PlacePage,
  type PlaceKind,
  type SavePlace,
} from "@gezhi/contract/places.ts";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import type { ImportAsked } from "../../../shared/ui/ImportDialog.tsx";
import { api } from "../../../shared/api.ts";

export type PlaceFilter = {
  unit?: string | undefined;
  kind?: PlaceKind | undefined;
  tag?: string | undefined;
  q?: string | undefined;
  ended?: "true" | undefined;
};

export const usePlacePages = (filter: PlaceFilter) =>
  useInfiniteQuery({
    queryKey: ["places", filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get(PlacePage, "/places", { query: { ...filter, limit: 100, after: pageParam }, signal }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

export const usePlace = (id: string) =>
  useQuery({
    queryKey: ["place", id],
    queryFn: ({ signal }) => api.get(Place, `/places/${id}`, { signal }),
  });

function told(client: QueryClient, place: Place): void {
  client.setQueryData(["place", place.id], place);
  void client.invalidateQueries({ queryKey: ["places"] });
}

export function useSavePlace(id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (place: z.input<typeof SavePlace>) =>
      id === undefined ? api.post(Place, "/places", place) : api.put(Place, `/places/${id}`, place),
    onSuccess: (place) => told(client, place),
  });
}

export function useEndPlace(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => api.post(Place, `/places/${id}/end`, { reason }),
    onSuccess: (place) => told(client, place),
  });
}

const Contact = z.object({ name: z.string().nullable(), phone: z.string().nullable() });
export const useRevealContact = (id: string) =>
  useMutation({
    mutationFn: (reason: string) => api.post(Contact, `/places/${id}/reveal`, { reason }),
  });

export function useImportPlaces() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, dryRun, coordinates }: ImportAsked) =>
      api.upload(PlaceImportResult, "/places/import", file, file.name, {
        query: { dryRun: String(dryRun), coordinates },
      }),
    onSuccess: ({ dryRun }) => {
      if (!dryRun) void client.invalidateQueries({ queryKey: ["places"] });
    },
  });
}
