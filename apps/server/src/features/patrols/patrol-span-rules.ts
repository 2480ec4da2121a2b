import type { PatrolRule } from "@gezhi/contract/configuration.ts";

/** First and last day, `YYYY-MM-DD`, within which a duty is to be walked once. */
export type Span = { first: string; last: string };

const dayMs = 86_400_000;
/** A Monday. */
const anchor = 4;
const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / dayMs;
const dayOf = (number: number): string => new Date(number * dayMs).toISOString().slice(0, 10);
const lastOfMonth = (year: number, month: number): string =>
  new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
const two = (number: number): string => String(number).padStart(2, "0");

export const dayBefore = (day: string, days: number): string => dayOf(numberOf(day) - days);

/** As people count: a day, a week from Monday, half a month, a month, a quarter; else so many days together. */
export function spanOf(everyDays: number, day: string): Span {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  switch (everyDays) {
    case 1:
      return { first: day, last: day };
    case 15:
      return date <= 15
        ? { first: `${year}-${two(month)}-01`, last: `${year}-${two(month)}-15` }
        : { first: `${year}-${two(month)}-16`, last: lastOfMonth(year, month) };
    case 30:
      return { first: `${year}-${two(month)}-01`, last: lastOfMonth(year, month) };
    case 90: {
      const begins = month - ((month - 1) % 3);
      return { first: `${year}-${two(begins)}-01`, last: lastOfMonth(year, begins + 2) };
    }
    default: {
      const begins = Math.floor((numberOf(day) - anchor) / everyDays) * everyDays + anchor;
      return { first: dayOf(begins), last: dayOf(begins + everyDays - 1) };
    }
  }
}

export const everyDaysOn = ({ everyDays, season }: PatrolRule, day: string): number =>
  season?.months.includes(Number(day.slice(5, 7))) ? season.everyDays : everyDays;

/** The spans that the days between two, both included, lie in; the last is that of the last day. */
export function spansBetween(rule: PatrolRule, from: string, to: string): Span[] {
  const spans: Span[] = [];
  for (let day = from; day <= to; day = dayBefore(day, -1)) {
    const span = spanOf(everyDaysOn(rule, day), day);
    if (spans.at(-1)?.first !== span.first || spans.at(-1)?.last !== span.last) spans.push(span);
  }
  return spans;
}

/** A grid has a duty that is walked everywhere, or one for places as those that lie in it. */
export const appliesTo = (
  { kinds, tags }: Pick<PatrolRule, "kinds" | "tags">,
  places: readonly { kind: string; tags: readonly string[] }[],
): boolean =>
  kinds.length + tags.length === 0 ||
  places.some(
    (place) => kinds.includes(place.kind) || place.tags.some((tag) => tags.includes(tag)),
  );

export type Reckoned = { state: "due" | "done"; last: string; done: number; missed: number };

/** Of the days on which a duty was walked; what ended before `since` nobody could record. */
export function reckon(
  spans: readonly Span[],
  walked: ReadonlySet<string>,
  { today, since }: { today: string; since: string },
): Reckoned {
  const inside = ({ first, last }: Span) => [...walked].some((day) => day >= first && day <= last);
  const current = spans.at(-1) ?? { first: today, last: today };
  const over = spans.filter(({ first, last }) => last < today && first >= since);
  const done = over.filter(inside).length;
  return {
    state: inside(current) ? "done" : "due",
    last: current.last,
    done: done + (inside(current) ? 1 : 0),
    missed: over.length - done,
  };
}
