import { Patrol } from "@gezhi/contract/patrols.ts";
import { z } from "zod";
import { api } from "../../../shared/api.ts";
import { bodyOf, type Underway } from "./patrol-track-rules.ts";

/** While it goes on; what is lost on the way comes with the next. */
export const tellOf = (underway: Underway) => api.post(Patrol, "/patrols", bodyOf(underway, null));
export const removePatrol = (id: string) => api.delete(z.unknown(), `/patrols/${id}`);
