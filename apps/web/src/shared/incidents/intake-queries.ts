import {
  Classification,
  NearbyIncidents,
  Receipt,
  type SubmitReport,
} from "@gezhi/contract/reports.ts";
import { type Position, Unit } from "@gezhi/contract/units.ts";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api, isProblem } from "../api.ts";
import { Boundaries, Located } from "./answers.ts";

const Units = z.object({ items: z.array(Unit) });
const shortest = 4;

/** Likely categories of a text, with the words that decided. */
export const useSuggestions = (text: string) =>
  useQuery({
    queryKey: ["suggestions", text],
    enabled: text.length >= shortest,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.post(Classification, "/classifications", { text }, { signal }),
  });

export const useNearby = (position: Position | undefined, category: string | undefined) =>
  useQuery({
    queryKey: ["nearby", position, category],
    enabled: position !== undefined,
    queryFn: ({ signal }) =>
      api.get(NearbyIncidents, "/nearby-incidents", { query: { ...position, category }, signal }),
    select: ({ items }) => items,
  });

/** Areas of the parts of a unit. */
export const useBoundariesBelow = (code: string) =>
  useQuery({
    queryKey: ["units", "boundaries", code],
    enabled: code !== "",
    staleTime: 600_000,
    queryFn: ({ signal }) => api.get(Boundaries, `/units/${code}/children-boundaries`, { signal }),
  });

/** The unit path of a position; null when it lies in no grid. */
export const useLocated = (position: Position | undefined) =>
  useQuery({
    queryKey: ["located", position],
    enabled: position !== undefined,
    staleTime: 600_000,
    queryFn: async ({ signal }) => {
      try {
        return (await api.get(Located, "/locate", { query: { ...position }, signal })).path;
      } catch (error) {
        if (isProblem(error, "not_found")) return null;
        throw error;
      }
    },
  });

export const useUnit = (code: string | undefined) =>
  useQuery({
    queryKey: ["unit", code],
    enabled: code !== undefined,
    staleTime: 600_000,
    queryFn: ({ signal }) => api.get(Unit, `/units/${code}`, { signal }),
  });

export const useUnitsBelow = (parent: string | undefined) =>
  useQuery({
    queryKey: ["units", "below", parent],
    enabled: parent !== undefined,
    staleTime: 600_000,
    queryFn: ({ signal }) => api.get(Units, "/units", { query: { parent, limit: 200 }, signal }),
    select: ({ items }) => items,
  });

export function useSubmitReport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (report: z.input<typeof SubmitReport>) => api.post(Receipt, "/reports", report),
    onSuccess: () => {
      for (const key of ["incidents", "incident-counts", "my-reports"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
