import type { PatrolRule } from "@gezhi/contract/configuration.ts";
import type {
  DutyToWalk,
  PatrolDue,
  PatrolDues,
  PatrolDuesQuery,
} from "@gezhi/contract/patrols.ts";
import { usualPatrols } from "@gezhi/contract/patrol-duties.ts";
import { isWithin, UnitCode } from "@gezhi/contract/units.ts";
import type { z } from "zod";
import { civilDateAt } from "../../platform/civil-date.ts";
import { read, type Tx } from "../../platform/database/scope.ts";
import { invalid } from "../../platform/problems.ts";
import { configuredSince } from "../configuration/configuration-queries.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { placeName } from "../organisation/post-directory.ts";
import { listPlaceTraits } from "../places/place-queries.ts";
import { positionScope } from "../positions/position-rules.ts";
import { listWalked } from "./patrol-queries.ts";
import { patrolDuties, patrolUnits } from "./patrol-rules.ts";
import { appliesTo, dayBefore, everyDaysOn, reckon, spansBetween } from "./patrol-span-rules.ts";

const gridDigits = 15;
const mostItems = 400;
/** The longest span that can have begun before the first day asked for: a quarter. */
const lookBackDays = 92;

const rulesOf = ({ configuration }: Pick<Context, "configuration">, unit: string): PatrolRule[] =>
  (configuration.current("limits", unit).content.patrols ?? usualPatrols).filter(({ duty }) =>
    patrolDuties.some(({ code }) => code === duty),
  );

function gridsBelow({ units }: Pick<Context, "units">, unit: string): string[] {
  if (unit.length >= gridDigits) return [unit.slice(0, gridDigits)];
  return units.children(unit).flatMap(({ code }) => gridsBelow({ units }, code));
}

type Days = { from: string; today: string };

/** Duties of these grids with what was walked of them: by grid, whoever walked, never by person. */
async function duesOf(
  tx: Tx,
  context: Context,
  within: string,
  grids: readonly string[],
  { from, today }: Days,
): Promise<PatrolDue[]> {
  const since = civilDateAt((await configuredSince(tx)).getTime());
  const places = Map.groupBy(await listPlaceTraits(tx, within, today), ({ unit }) =>
    unit.slice(0, gridDigits),
  );
  const walked = Map.groupBy(
    await listWalked(tx, within, dayBefore(from, lookBackDays)),
    ({ unit, duty }) => `${unit.slice(0, gridDigits)} ${duty}`,
  );
  const named = new Map(patrolDuties.map((duty) => [duty.code, duty]));
  return grids.flatMap((grid) =>
    rulesOf(context, grid).flatMap((rule): PatrolDue[] => {
      const duty = named.get(rule.duty);
      if (!duty || !appliesTo(rule, places.get(grid) ?? [])) return [];
      const rows = walked.get(`${grid} ${rule.duty}`) ?? [];
      const spans = spansBetween(rule, from, today);
      return [
        {
          unit: { code: UnitCode.parse(grid), name: placeName(context, grid) },
          duty: { code: duty.code, task: duty.task },
          everyDays: everyDaysOn(rule, today),
          ...reckon(spans, new Set(rows.map(({ day }) => day)), { today, since }),
          lastWalked:
            rows
              .map(({ day }) => day)
              .toSorted()
              .at(-1) ?? null,
          simulated: rows.length > 0 && rows.every(({ simulated }) => simulated),
        },
      ];
    }),
  );
}

const order = (a: PatrolDue, b: PatrolDue): number =>
  b.missed - a.missed ||
  Number(a.state === "done") - Number(b.state === "done") ||
  a.last.localeCompare(b.last) ||
  a.unit.code.localeCompare(b.unit.code) ||
  a.duty.code.localeCompare(b.duty.code);

/** What is to be patrolled below a unit, for who sees its patrols. */
export async function patrolDues(
  context: Context,
  viewer: Viewer,
  { unit: asked, days, state, duty }: z.output<typeof PatrolDuesQuery>,
): Promise<PatrolDues> {
  const { parties, account } = positionScope(viewer);
  const unit = asked ?? parties.find((area) => area.length >= 9) ?? parties[0];
  const today = civilDateAt(context.now());
  const from = dayBefore(today, days - 1);
  const empty = { from, to: today, items: [], grids: 0, totals: { due: 0, done: 0, missed: 0 } };
  if (unit === undefined || !parties.some((area) => isWithin(unit, area)))
    return { ...empty, unit: null, more: false, closed: true };
  if (unit.length < 9) throw invalid("巡查清单按镇街列出，请选一个镇街、村社或网格");
  const grids = gridsBelow(context, unit);
  const all = await read(context.db, { parties, account }, (tx) =>
    duesOf(tx, context, unit, grids, { from, today }),
  );
  const items = all
    .filter(
      (one) =>
        (duty === undefined || one.duty.code === duty) &&
        (state === undefined || (state === "missed" ? one.missed > 0 : one.state === state)),
    )
    .toSorted(order);
  return {
    ...empty,
    unit: { code: UnitCode.parse(unit), name: placeName(context, unit) },
    items: items.slice(0, mostItems),
    more: items.length > mostItems,
    grids: grids.length,
    totals: {
      due: all.filter((one) => one.state === "due").length,
      done: all.filter((one) => one.state === "done").length,
      missed: all.reduce((sum, { missed }) => sum + missed, 0),
    },
  };
}

/** Of a walker's own grids: what is still to be walked, what ends soonest first. */
export async function dutiesToWalk(context: Context, viewer: Viewer): Promise<DutyToWalk[]> {
  const today = civilDateAt(context.now());
  const grids = new Set(
    patrolUnits(viewer)
      .filter((unit) => unit.length >= gridDigits)
      .map((unit) => unit.slice(0, gridDigits)),
  );
  const dues = await read(context.db, "system", async (tx) => {
    const found: PatrolDue[] = [];
    for (const grid of grids)
      found.push(...(await duesOf(tx, context, grid, [grid], { from: today, today })));
    return found;
  });
  return dues
    .filter(({ state }) => state === "due")
    .toSorted((a, b) => a.last.localeCompare(b.last) || a.everyDays - b.everyDays)
    .map(({ unit, duty, everyDays, last }) => ({ unit, duty, everyDays, last }));
}
