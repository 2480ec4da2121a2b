import {
  BulkResult,
  IncidentCounts,
  IncidentMap,
  WorkOrderPage,
} from "@gezhi/contract/incident-answers.ts";
import { IncidentPage } from "@gezhi/contract/incident-lists.ts";
import { Incident, type PerformAct } from "@gezhi/contract/incidents.ts";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import { api, type Query } from "../api.ts";
import { noteServerTime } from "../server-clock.ts";
import { Categories, Targets } from "./answers.ts";

export const incidentKey = (id: string) => ["incident", id] as const;

export const useIncident = (id: string) =>
  useQuery({
    queryKey: incidentKey(id),
    queryFn: ({ signal }) => api.get(Incident, `/incidents/${id}`, { signal }),
  });

/** A list of incidents, page after page. The filter is the one of the API, so the address of a screen can carry it. */
export const useIncidentPages = (filter: Query, enabled = true) =>
  useInfiniteQuery({
    queryKey: ["incidents", filter],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const page = await api.get(IncidentPage, "/incidents", {
        query: { ...filter, after: pageParam },
        signal,
      });
      noteServerTime(page.serverTime, 0);
      return page;
    },
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

export const useIncidentCounts = (unit?: string) =>
  useQuery({
    queryKey: ["incident-counts", unit],
    queryFn: ({ signal }) =>
      api.get(IncidentCounts, "/incident-counts", { query: { unit }, signal }),
  });

/** Asks what may be done now on the incident that is open; undefined while that is not known. */
export function useOpenActions(id: string | undefined) {
  const client = useQueryClient();
  return () => (id ? client.getQueryData<Incident>(incidentKey(id))?.actions : undefined);
}

export function usePerformAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: PerformAct) => api.post(Incident, `/incidents/${id}/acts`, act),
    onSuccess: (incident) => {
      client.setQueryData(incidentKey(id), incident);
      for (const key of ["incidents", "incident-counts", "work-orders", "incident-map"])
        void client.invalidateQueries({ queryKey: [key] });
    },
    // Someone else was faster: show what is true now.
    onError: () => void client.invalidateQueries({ queryKey: incidentKey(id) }),
  });
}

export function useBulkActs() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: { incidents: string[]; act: PerformAct }) =>
      api.post(BulkResult, "/incident-acts", values, { timeoutMs: 60_000 }),
    onSettled: () => {
      for (const key of ["incidents", "incident", "incident-counts", "work-orders"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

export const useInbox = () =>
  useInfiniteQuery({
    queryKey: ["work-orders", "inbox"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get(WorkOrderPage, "/work-orders", {
        query: { list: "inbox", after: pageParam },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
  });

/** Whom work in `town` can be dispatched to. */
export const useTargets = (town: string, enabled = true) =>
  useQuery({
    queryKey: ["handlers", town],
    enabled,
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get(Targets, "/handlers", { query: { town }, signal }),
    select: ({ items }) => items,
  });

export const useCategories = () =>
  useQuery({
    queryKey: ["categories"],
    staleTime: 600_000,
    queryFn: ({ signal }) => api.get(Categories, "/categories", { signal }),
    select: ({ items }) => items,
  });

export const useIncidentMap = (id = "") =>
  useQuery({
    queryKey: ["incident-map", id],
    enabled: id !== "",
    queryFn: ({ signal }) => api.get(IncidentMap, `/incidents/${id}/map`, { signal }),
  });

export const useReveal = () =>
  useMutation({
    mutationFn: (values: { report: string; field: "phone" | "name"; reason: string }) =>
      api.post(z.object({ value: z.string() }), "/reveals", values),
  });
