import type { ListCheckFigures } from "@gezhi/contract/four-lists.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import { isWithin } from "@gezhi/contract/units.ts";
import { holdsAny, type Viewer } from "../identity/viewer.ts";
import type { CheckCount } from "./list-queries.ts";

/** Who writes down which plates hang at the villages of their unit. */
export const plateKeepers = [
  "communitySecretary",
  "postHolder",
  "dispatcher",
  "dutyOfficer",
  "commander",
] as const satisfies Role[];

/** A post holder's unit is the town, so its villages are theirs as well. */
export const keepsPlates = (viewer: Viewer, unit: string): boolean =>
  holdsAny(viewer, plateKeepers, unit);

/** The units one serves in: those who work there see what is asked of them and what hangs there. */
export const listScope = ({ account, appointments }: Viewer) => ({
  parties: [...new Set(appointments.map(({ unit }) => unit))],
  account,
});

/** The widest of one's own units. */
export const ownUnit = ({ appointments }: Viewer): string | undefined =>
  appointments.map(({ unit }) => unit).toSorted((a, b) => a.length - b.length)[0];

export const servesIn = ({ appointments }: Viewer, unit: string): boolean =>
  appointments.some((held) => isWithin(unit, held.unit));

const mostItems = 20;

/** Newest month first; the items most asked for. */
export function addUp(rows: readonly CheckCount[]): Pick<ListCheckFigures, "months" | "items"> {
  const months = [...new Set(rows.map(({ month }) => month))].toSorted().toReversed();
  const items = new Map<string, ListCheckFigures["items"][number]>();
  for (const { item, name, answer, n } of rows) {
    if (item === null) continue;
    const key = `${item} ${answer}`;
    const known = items.get(key) ?? { code: item, name: name ?? item, answer, n: 0 };
    items.set(key, { ...known, n: known.n + n });
  }
  return {
    months: months.map((month) => {
      const of = rows.filter((row) => row.month === month);
      const sum = (asked: CheckCount["asked"], answer: CheckCount["answer"]) =>
        of
          .filter((row) => row.asked === asked && row.answer === answer)
          .reduce((total, { n }) => total + n, 0);
      const kinds = of.filter(({ asked, item }) => asked === "proof" && item !== null);
      return {
        month,
        proofsAllowed: sum("proof", "allowed"),
        proofsRefused: sum("proof", "refused"),
        tasksAllowed: sum("task", "allowed"),
        tasksRefused: sum("task", "refused"),
        tasksUnlisted: sum("task", "unlisted"),
        kindsAsked: new Set(kinds.map(({ item }) => item)).size,
        kindsAllowed: new Set(
          kinds.filter(({ answer }) => answer === "allowed").map(({ item }) => item),
        ).size,
      };
    }),
    items: [...items.values()].toSorted((a, b) => b.n - a.n).slice(0, mostItems),
  };
}
