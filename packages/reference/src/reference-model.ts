import type * as contract from "@gezhi/contract/configuration.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { z } from "zod";

/**
 * `lead` and `coHandlers` are codes of departments, `post` of a post, `basis` of a list item (R29).
 * `acceptMinutes` runs from dispatch; `disposeHours` are natural hours for red and orange, working
 * hours (8 = 1 working day) for yellow and blue.
 */
export interface Category extends Omit<contract.Category, "stdCode"> {
  section: contract.Post["section"];
  basisReason: string;
}

export interface Post extends contract.Post {
  /** Codes of the departments named in `counterpart`. */
  counterparts: string[];
  /** Limits the duty hours, such as 汛期 or 随叫随到. */
  dutyNote: string | null;
  evidence: string;
  source: string;
}

/**
 * `district`: a body of the district government. `enterprise`: a utility with its own dispatch desk.
 * `perCase`: stands for whichever body owns the thing at hand, so it has no staff of its own.
 */
export const DepartmentKind = z.enum(["centre", "district", "enterprise", "perCase"]);
export type DepartmentKind = z.infer<typeof DepartmentKind>;

export interface Department extends contract.Department {
  kind: DepartmentKind;
  aliases: string[];
}

export interface Duty {
  code: string;
  category: string;
  task: string;
  target: string;
  frequency: string;
  /** 0 means that an event, not the calendar, calls for it. */
  intervalDays: number;
  proof: string;
  appliesTo: string;
  season: string;
  overdueAction: string;
  source: string;
}

export interface SensorRule {
  code: string;
  name: string;
  english: string;
  metric: string;
  unit: string;
  operator: ">=" | "<=" | "==";
  thresholds: Record<Urgency, number | null>;
  holdSeconds: number;
  dedupeMinutes: number;
  confirm: string;
  categoryCode: string;
  pushTo: string;
  standard: string;
  source: string;
}
