import { type Action, type Incident, PerformAct } from "@gezhi/contract/incidents.ts";
import { actFormOf, type Act, type Field } from "./act-forms.ts";

export type FormValues = Record<string, unknown>;

/** A draft for each act on each incident (or selection), so that typing in one never disturbs another. */
export const draftKeyOf = (
  account: string,
  subject: string,
  { act, workOrder, request, side }: Action,
): string => [account, subject, act, workOrder, request, side].filter(Boolean).join("/");

/** What the form starts with: the suggestion for a dispatch, the present values for a correction. */
export function initialValues(
  act: Act,
  incident: Incident | undefined,
  now: number = Date.now(),
): FormValues {
  if (!incident) return {};
  if (act === "dispatch")
    return {
      lead: incident.suggestion.lead ?? undefined,
      coHandlers: incident.suggestion.coHandlers,
    };
  if (act === "recategorise")
    return { category: incident.category.code, urgency: incident.urgency };
  if (act === "relocate") return { position: incident.position ?? undefined };
  if (act === "note") return { kind: "note" };
  if (act === "supervise") return { on: !incident.supervised };
  if (act === "pin") return { until: incident.pinned ? undefined : localOf(now + pinnedMs) };
  return {};
}

/** A shift: who takes over sees it still on top. */
const pinnedMs = 12 * 3_600_000;
const chinaOffsetMs = 8 * 3_600_000;
const localOf = (instant: number) => new Date(instant + chinaOffsetMs).toISOString().slice(0, 16);

/** Beijing time, whatever the zone of this machine: limits are set in it. */
const instantOf = (local: string) => new Date(`${local}:00+08:00`).toISOString();

function sentValue(field: Field, value: unknown): unknown {
  if (field.kind === "files" && Array.isArray(value))
    return value.map((file: { id: string }) => file.id);
  if (field.kind === "lines" && typeof value === "string")
    return value
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  if (field.kind === "moment")
    return typeof value === "string" && value !== "" ? instantOf(value) : field.empty;
  if (field.kind === "parts" && Array.isArray(value))
    return value.map((part: FormValues) =>
      Object.fromEntries(Object.entries(part).filter(([, one]) => one !== "")),
    );
  if (value === "" || value === null) return undefined;
  return value;
}

export type Built = { act: PerformAct } | { wrong: string[] };

/** The act as the API takes it, or the names of the fields that do not fit. */
export function buildAct(action: Action, values: FormValues): Built {
  const act = action.act as Act;
  const entries = actFormOf(act)
    .fields.map((field) => [field.name, sentValue(field, values[field.name])] as const)
    .filter(([, value]) => value !== undefined);
  const parsed = PerformAct.safeParse({ ...action, ...Object.fromEntries(entries) });
  if (parsed.success) return { act: parsed.data };
  return { wrong: [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? "")))] };
}
