import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { Incident } from "@gezhi/contract/incidents.ts";
import { MyReportPage } from "@gezhi/contract/reports.ts";
import { infiniteQueryOptions, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../../../shared/api.ts";
import {
  incidentKey,
  useCategories,
  useInbox,
  useIncidentPages,
} from "../../../shared/incidents/incident-queries.ts";

export const myReportsQuery = infiniteQueryOptions({
  queryKey: ["my-reports"],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) =>
    api.get(MyReportPage, "/my-reports", { query: { after: pageParam, limit: 20 }, signal }),
  getNextPageParam: ({ next }) => next,
});
/** Work orders of me and my grid. */
export const useOrders = useInbox;
/** What is open in my grid, whoever handles it. */
export const useGridIncidents = () =>
  useIncidentPages({ list: "mine", open: "true", sort: "urgency", limit: 30 });
export const useRechecks = () => useIncidentPages({ list: "recheck", sort: "due", limit: 30 });

const atHand = 20;
const freshMs = 300_000;

/** Has the catalogue, my reports and the whole incidents of the first tasks on the phone before the signal is gone. */
export function useTasksAtHand(): void {
  const client = useQueryClient();
  useCategories();
  useEffect(() => {
    void client.prefetchInfiniteQuery({ ...myReportsQuery, staleTime: freshMs });
  }, [client]);
  const orders = useOrders().data?.pages[0]?.items.map(({ incident }) => incident) ?? [];
  const rechecks = useRechecks().data?.pages[0]?.items ?? [];
  const wanted = firstIds([...orders, ...rechecks]);
  useEffect(() => {
    const fetchThem = async () => {
      for (const id of wanted === "" ? [] : wanted.split(","))
        await client.prefetchQuery({
          queryKey: incidentKey(id),
          queryFn: ({ signal }) => api.get(Incident, `/incidents/${id}`, { signal }),
          staleTime: freshMs,
        });
    };
    void fetchThem();
  }, [wanted, client]);
}

const firstIds = (incidents: readonly IncidentSummary[]): string =>
  [...new Set(incidents.map(({ id }) => id))].slice(0, atHand).join();
