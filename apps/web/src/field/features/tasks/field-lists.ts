import { Incident, type IncidentSummary } from "@gezhi/contract/incidents.ts";
import { MyReportPage } from "@gezhi/contract/reports.ts";
import { infiniteQueryOptions, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useMyPatrols } from "../../../shared/patrols/my-patrols.ts";
import { useMyVisits } from "../visits/visit-queries.ts";
import { api } from "../../../shared/api.ts";
import {
  incidentKey,
  useCategories,
  useInbox,
  useIncidentPages,
} from "../../../shared/incidents/incident-queries.ts";
import { firstAtHand, mayCheck } from "./task-rules.ts";

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

const freshMs = 300_000;

/** Has the catalogue, my reports and the whole of what I can act on on the phone before the signal is gone. */
export function useTasksAtHand(): void {
  const client = useQueryClient();
  useCategories();
  useMyVisits();
  useMyPatrols();
  useEffect(() => {
    void client.prefetchInfiniteQuery({ ...myReportsQuery, staleTime: freshMs });
  }, [client]);
  const orders = useOrders().data?.pages[0]?.items.map(({ incident }) => incident) ?? [];
  const rechecks = useRechecks().data?.pages[0]?.items.filter(mayCheck) ?? [];
  const grid = useGridIncidents().data?.pages[0]?.items ?? [];
  const wanted = firstAtHand([...orders, ...rechecks, ...grid]);
  const versions = wanted.map(({ id, updatedAt }) => `${id} ${updatedAt}`).join();
  const pictures = wanted.flatMap(({ thumbnail }) => thumbnail ?? []).join();
  useEffect(() => {
    const fetchThem = async () => {
      for (const version of listed(versions)) {
        const [id = "", updatedAt] = version.split(" ");
        const held = client.getQueryData<Incident>(incidentKey(id));
        await client.prefetchQuery({
          queryKey: incidentKey(id),
          queryFn: ({ signal }) => api.get(Incident, `/incidents/${id}`, { signal }),
          staleTime: held?.updatedAt === updatedAt ? freshMs : 0,
        });
      }
    };
    void fetchThem();
  }, [versions, client]);
  useEffect(() => {
    // The worker of the page keeps what passes through it.
    for (const url of listed(pictures)) void fetch(url).catch(() => undefined);
  }, [pictures]);
}

const listed = (joined: string): string[] => (joined === "" ? [] : joined.split(","));

/** What the lists on this phone know of an incident, for when the whole of it is not here. */
export function useKnownSummary(id: string): IncidentSummary | undefined {
  const orders = useOrders().data?.pages.flatMap((page) => page.items) ?? [];
  const rechecks = useRechecks().data?.pages.flatMap((page) => page.items) ?? [];
  const grid = useGridIncidents().data?.pages.flatMap((page) => page.items) ?? [];
  const known = [...orders.map(({ incident }) => incident), ...rechecks, ...grid];
  return known.find((incident) => incident.id === id);
}
