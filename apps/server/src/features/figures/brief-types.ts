import type { Counts } from "@gezhi/contract/figures.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";

export type Compared = { name: string; day: number; before: number; mean: number; closed: number };
export type Line = {
  number: string;
  place: string;
  category: string;
  urgency: Urgency;
  state: string;
  openedAt: number;
  closedAt: number | null;
  promisedAt: number | null;
  simulated: boolean;
};
type Lines = { lines: Line[]; more: boolean };
export type BriefFacts = {
  unit: string;
  name: string;
  issuer: string;
  start: number;
  cutoff: number;
  now: number;
  day: Counts;
  /** How many of the day's are no real ones. */
  simulated: number;
  /** The days before it, the last one right before. */
  before: Counts[];
  groups: Compared[];
  sources: Compared[];
  categories: Compared[];
  urgencies: { urgency: Urgency; day: number; before: number; open: number; overdue: number }[];
  sections: { name: string; counts: Counts; open: number; overdue: number }[];
  /** Null for who sees no records. */
  urgent: Lines | null;
  overdue: Lines | null;
  devices: Record<string, number>;
};
