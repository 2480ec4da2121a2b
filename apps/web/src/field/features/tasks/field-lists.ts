import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { Incident } from "@gezhi/contract/incidents.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../../../shared/api.ts";
import {
  incidentKey,
  useInbox,
  useIncidentPages,
} from "../../../shared/incidents/incident-queries.ts";

/** Work orders of me and my grid. */
export const useOrders = useInbox;
/** What is open in my grid, whoever handles it. */
export const useGridIncidents = () =>
  useIncidentPages({ list: "mine", open: "true", sort: "urgency", limit: 30 });
export const useRechecks = () => useIncidentPages({ list: "recheck", sort: "due", limit: 30 });

const atHand = 20;
const freshMs = 300_000;

/** Has the whole incidents of the first tasks on the phone before the signal is gone. */
export function useTasksAtHand(): void {
  const client = useQueryClient();
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
