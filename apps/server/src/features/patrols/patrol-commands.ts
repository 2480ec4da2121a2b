import { keyOf } from "@gezhi/contract/ids.ts";
import { type Patrol, patrolDays, type SendPatrol } from "@gezhi/contract/patrols.ts";
import { lockKey, type Tx, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { presentPatrol } from "./patrol-presentation.ts";
import {
  deletePatrol,
  deletePatrolsBefore,
  endPatrol,
  findOverlapping,
  lockPatrol,
  type PatrolRow,
  putPatrol,
} from "./patrol-queries.ts";
import {
  boxOf,
  clockOf,
  dutyTask,
  lengthOf,
  mayPatrol,
  patrolDuties,
  rounded,
  silentMs,
  timesOf,
} from "./patrol-rules.ts";

const dayMs = 86_400_000;

/** The same patrol sent again is one; what comes later replaces what came before, until it has ended. */
export async function keepPatrol(
  context: Context,
  viewer: Viewer,
  sent: SendPatrol,
): Promise<Patrol> {
  if (!mayPatrol(viewer, sent.unit))
    throw forbidden("只有村社、网格人员可以记录本村社的巡查，请重新选择单位");
  if (!patrolDuties.some(({ code }) => code === sent.duty))
    throw invalid("这不是一项巡查职责，请从列表里选择");
  const now = context.now();
  const times = timesOf(
    {
      startedAt: Date.parse(sent.startedAt),
      endedAt: sent.endedAt === null ? null : Date.parse(sent.endedAt),
    },
    now,
  );
  if (!times) throw invalid("巡查开始时间在 7 天以前或晚于现在，不能再补传，请删除这条记录");
  const key = { district: sent.unit.slice(0, 6), id: sent.id };
  const row = await write(
    context.db,
    "system",
    async (tx): Promise<PatrolRow> => {
      const known = await lockPatrol(tx, key);
      if (known && (known.account !== viewer.account || known.unit !== sent.unit))
        throw conflict("这个巡查编号已记录了另一次巡查，请重新开始");
      if (known?.ended_at) return known;
      if (!known) await onlyOne(tx, viewer, { ...times, id: sent.id, instead: sent.instead, now });
      const track = rounded(sent.track);
      // Two of one patrol may overtake each other on the way.
      if (known && times.endedAt === null && track.length < known.track.length) return known;
      const next = {
        ...key,
        account: viewer.account,
        unit: sent.unit,
        duty: sent.duty,
        started_at: known?.started_at ?? new Date(times.startedAt),
        ended_at: times.endedAt === null ? null : new Date(times.endedAt),
        heard_at: new Date(now),
        length_m: lengthOf(track),
        simulated: sent.simulated,
        ...boxOf(track),
      };
      await putPatrol(tx, { ...next, track: JSON.stringify(track) });
      return { ...next, track, name: viewer.name };
    },
    { locks: [lockKey(`patrol ${sent.id}`), lockKey(`patrols of ${viewer.account}`)] },
  );
  return presentPatrol(context, row, { at: now, named: true });
}

type New = { id: string; startedAt: number; endedAt: number | null; instead: boolean; now: number };

/** Nobody walks twice at once: a second phone is told, or takes over. */
async function onlyOne(
  tx: Tx,
  { account }: Viewer,
  { id, startedAt, endedAt, instead, now }: New,
): Promise<void> {
  const other = await findOverlapping(tx, account, {
    id,
    from: new Date(startedAt),
    to: new Date(endedAt ?? now),
    heardSince: new Date(endedAt === null ? now - silentMs : now),
  });
  if (!other) return;
  const at = clockOf(other.started_at);
  const task = dutyTask(other.duty) ?? other.duty;
  if (other.ended_at !== null || (endedAt !== null && !instead))
    throw conflict(`这段时间已有另一次巡查（${at} 开始的“${task}”），不能重复记录，请删除这一条`);
  if (!instead)
    throw conflict(`您在另一台设备上正在巡查（${at} 开始的“${task}”），请在那里结束，或改用这台`);
  await endPatrol(
    tx,
    other,
    new Date(Math.max(endedAt === null ? now : startedAt, other.started_at.getTime())),
  );
}

/** By whoever walked it, at any time. */
export async function takeBackPatrol(context: Context, viewer: Viewer, id: string): Promise<void> {
  const gone = await write(context.db, "system", (tx) =>
    deletePatrol(tx, keyOf(id), viewer.account),
  );
  if (!gone) throw notFound("这次巡查");
}

/** Periodic. */
export const forgetOldPatrols = ({ db, now }: Pick<Context, "db" | "now">): Promise<unknown> =>
  write(db, "system", (tx) => deletePatrolsBefore(tx, new Date(now() - patrolDays * dayMs)));
