import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { AlarmRule } from "@gezhi/contract/sensing.ts";

const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Shanghai",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** Spans of a day, `to` exclusive; one that ends before it starts goes through midnight. */
export function isWithinHours(hours: AlarmRule["hours"], at: number): boolean {
  if (hours.length === 0) return false;
  const now = clock.format(at);
  return hours.some(({ from, to }) =>
    from < to ? from <= now && now < to : from <= now || now < to,
  );
}

/** Blue and yellow wait in the list then: no pop-up, no push. */
export const isQuiet = ({ quiet }: Pick<AlarmRule, "quiet">, level: Urgency, at: number): boolean =>
  (level === "blue" || level === "yellow") && isWithinHours(quiet, at);
