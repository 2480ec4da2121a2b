import { type Alarm, AlarmPopup } from "@gezhi/contract/alarms.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { LiveMessage } from "@gezhi/contract/live.ts";

export type Raised = AlarmPopup & { id: string };
/** Alarms that nobody at this desk has taken yet, by id. */
export type Popups = ReadonlyMap<string, Raised>;

export const order: Record<Urgency, number> = { red: 0, orange: 1, yellow: 2, blue: 3 };

/** What a live message changes. Who took an alarm elsewhere ends the pop-up here; a reading that came back does not. */
export function withMessage(popups: Popups, { kind, subject, payload }: LiveMessage): Popups {
  const parsed = kind === "alarm" ? AlarmPopup.safeParse(payload) : undefined;
  if (!parsed?.success) return popups;
  const popup = parsed.data;
  const known = popups.has(subject);
  const waits = popup.status === "raised" || (popup.status === "cleared" && popup.level === "red");
  if (known ? !waits : !(popup.popup && popup.status === "raised")) {
    if (!known) return popups;
    const rest = new Map(popups);
    rest.delete(subject);
    return rest;
  }
  return new Map(popups).set(subject, { ...popup, id: subject });
}

/** A page that was loaded anew asks what is still waiting; blue and yellow may have been raised in quiet hours. */
export function withWaiting(popups: Popups, alarms: readonly Alarm[]): Popups {
  const fresh = alarms.filter(
    ({ id, level, suppressed }) =>
      !popups.has(id) && suppressed === null && (level === "red" || level === "orange"),
  );
  if (fresh.length === 0) return popups;
  const next = new Map(popups);
  for (const {
    id,
    number,
    level,
    status,
    rule,
    reading,
    place,
    raisedAt,
    incident,
    simulated,
  } of fresh)
    next.set(id, {
      id,
      number,
      level,
      status,
      ruleName: rule.name,
      reading,
      place,
      raisedAt,
      incident: incident?.id ?? null,
      popup: true,
      simulated,
    });
  return next;
}

export type PopupGroup = { key: string; first: Raised; members: Raised[] };

/** Alarms of one incident are one pop-up; the most urgent first, the longest waiting first among equals. */
export function groupsOf(popups: Popups): PopupGroup[] {
  const groups = new Map<string, Raised[]>();
  for (const one of popups.values()) {
    const key = one.incident ?? one.id;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const before = (a: Raised, b: Raised) =>
    Number(a.status === "cleared") - Number(b.status === "cleared") ||
    order[a.level] - order[b.level] ||
    Date.parse(a.raisedAt) - Date.parse(b.raisedAt);
  return [...groups]
    .map(([key, members]) => {
      const sorted = members.toSorted(before);
      return { key, first: sorted[0]!, members: sorted };
    })
    .toSorted((a, b) => before(a.first, b.first));
}
