import type { Urgency } from "@gezhi/contract/incidents.ts";
import { AccountId, type Key } from "@gezhi/contract/ids.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import { createResting } from "../../platform/resting.ts";
import type { Context } from "../context.ts";
import { notify } from "../notices/notice-commands.ts";
import type { Recipients } from "../notices/notice-rules.ts";
import { placeName } from "../organisation/post-directory.ts";
import { hintCare } from "./care-hint-commands.ts";
import { dayOf } from "./care-presentation.ts";
import { type CareRow, claimMisses, listOverdue, lockOverdue } from "./care-queries.ts";
import { carePost, missSteps, owedSteps, visitorOf } from "./care-rules.ts";

const batch = 500;
const failing = createResting(60_000);

type Owed = NonNullable<ReturnType<typeof owedSteps>>;
type Overdue = Awaited<ReturnType<typeof listOverdue>>[number];

/**
 * Tells of visits that were not made on their day: the worker, half an hour later the substitute, then the post of the
 * town (R57). Any number of workers may run it: inserting the row is the claim. Says how many plans moved.
 */
export async function tellMissedVisits(context: Context): Promise<number> {
  let moved = 0;
  for (let after: Key | null = null; ;) {
    const now = context.now();
    const page: { today: string; hour: number; after: Key | null; most: number } = {
      today: civilDateAt(now),
      hour: hourAt(now),
      after,
      most: batch,
    };
    const rows: Overdue[] = await read(context.db, "system", (tx) => listOverdue(tx, page));
    const resting = new Set(failing.at(now));
    for (const row of rows) {
      const owed = owedOf(context, row, now);
      if (owed && !resting.has(row.id)) moved += await tryToTell(context, row, owed);
    }
    const last = rows.at(-1);
    if (rows.length < batch || !last) break;
    after = { district: last.district, id: last.id };
  }
  if (moved > 0) context.hint();
  return moved;
}

/** One that cannot be told of must not keep the others from being told. */
async function tryToTell(context: Context, row: Overdue, owed: Owed): Promise<number> {
  try {
    return (await write(context.db, "system", (tx) => tell(tx, context, row, owed))) ? 1 : 0;
  } catch (error) {
    failing.lay(row.id, context.now());
    context.log.error(
      { err: error, person: row.id },
      "a missed visit could not be told of, trying again in a minute",
    );
    return 0;
  }
}

/** The hour on the wall in China. */
const hourAt = (now: number): number =>
  Number(new Date(now + 8 * 3_600_000).toISOString().slice(11, 13));

const owedOf = (context: Context, row: Overdue, now: number): Owed | null =>
  owedSteps(
    { dueOn: row.due_on, dueBy: row.due_by, substitute: row.substitute },
    dayOf(context, row, now),
    { today: row.told, postOn: row.post_on },
    now,
  );

async function tell(tx: Tx, context: Context, known: Overdue, owed: Owed): Promise<boolean> {
  const row = await lockOverdue(tx, known, known.due_on);
  if (!row) return false;
  const told_at = new Date(context.now());
  let { from, to } = owed;
  for (let step = from; step < to; step += 1) {
    const [fresh] = await claimMisses(tx, [
      { district: row.district, person: row.id, day: owed.day, step, told_at },
    ]);
    if (fresh === undefined) continue;
    const recipients = recipientsAt(row, step);
    const told =
      recipients && (await notify(tx, context, noticeOf(context, row, owed.day, step, recipients)));
    // A substitute nobody named, and whoever left since, are not waited for.
    if ((!told || told.people.length === 0) && step + 1 < missSteps.length)
      to = Math.max(to, step + 2);
  }
  await hintCare(tx, [row]);
  return true;
}

function recipientsAt(row: CareRow, step: number): Recipients | null {
  if (missSteps[step] === "post") return { handlers: [`${row.town}/${carePost}`] };
  const token = missSteps[step] === "visitor" ? row.visitor : row.substitute;
  if (token === null) return null;
  const { by } = visitorOf(token);
  return by === "volunteer" ? { accounts: [AccountId.parse(token)] } : { handlers: [token] };
}

const asks = [
  "关爱走访还没有记录，请去看望",
  "关爱走访没有记录，请代为看望",
  "关爱走访当天没有完成，请处理",
];
const colours: readonly Urgency[] = ["yellow", "yellow", "orange"];

/** No name, no house: it may stand on a lock screen. */
const noticeOf = (
  context: Context,
  row: CareRow,
  day: string,
  step: number,
  recipients: Recipients,
) => ({
  district: row.district,
  incident: null,
  urgency: colours[step] ?? ("orange" as const),
  act: "missedVisit",
  title: asks[step] ?? asks.at(-1)!,
  body: `${placeName(context, row.unit)}有一位关爱对象 ${day} ${row.due_by}:00 前应${row.way === "home" ? "上门" : "电话"}走访，还没有见到本人的记录`,
  cause: `visit ${row.id} ${day} ${step}`,
  recipients,
});
