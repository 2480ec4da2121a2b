import { MyPatrols } from "@gezhi/contract/patrols.ts";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";

const freshMs = 300_000;

/** Where and what may be patrolled, at hand without a signal too, and what is kept of one's own. */
export const useMyPatrols = () =>
  useQuery({
    queryKey: ["my-patrols"],
    staleTime: freshMs,
    queryFn: ({ signal }) => api.get(MyPatrols, "/patrols/mine", { signal }),
  });

/** The duties that are walked, by their names. */
export const usePatrolDuties = () => useMyPatrols().data?.duties ?? [];
