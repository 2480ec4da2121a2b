import { MyPatrols, Patrol } from "@gezhi/contract/patrols.ts";
import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../../shared/api.ts";
import { bodyOf, type Underway } from "./patrol-track-rules.ts";

const freshMs = 300_000;

/** Where and what may be patrolled, at hand without a signal too, and what is kept of one's own. */
export const useMyPatrols = () =>
  useQuery({
    queryKey: ["my-patrols"],
    staleTime: freshMs,
    queryFn: ({ signal }) => api.get(MyPatrols, "/patrols/mine", { signal }),
  });

/** While it goes on; what is lost on the way comes with the next. */
export const tellOf = (underway: Underway) => api.post(Patrol, "/patrols", bodyOf(underway, null));
export const removePatrol = (id: string) => api.delete(z.unknown(), `/patrols/${id}`);
