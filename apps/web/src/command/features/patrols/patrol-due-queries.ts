import { PatrolDues } from "@gezhi/contract/patrols.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";

const againMs = 60_000;
export type DuesAsked = {
  unit?: string | undefined;
  days?: number | undefined;
  state?: "due" | "done" | "missed" | undefined;
  duty?: string | undefined;
};

/** What the grids below a unit are to patrol. */
export const usePatrolDues = (asked: DuesAsked, on = true) =>
  useQuery({
    queryKey: ["patrol-dues", asked],
    enabled: on,
    retry: false,
    refetchInterval: againMs,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(PatrolDues, "/patrol-duties", { query: asked, signal }),
  });
