import type { AlarmActsResult, TakeAlarmActs } from "@gezhi/contract/alarms.ts";
import { alarmId, type IncidentId, keyOf } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import { invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import { actWords, changeOf, endIncident } from "./alarm-act-commands.ts";
import { hearsOfPersons, isPossible, mayTake, needsReason } from "./alarm-act-rules.ts";
import { alarmAnnouncement } from "./alarm-announcements.ts";
import { findAround } from "./alarm-list-queries.ts";
import { addStepToAll, lockAlarms, setAlarms } from "./alarm-queries.ts";
import { listOpenOfIncident } from "./incident-alarm-queries.ts";
import type { AlarmRow } from "./alarm-tables.ts";

type Result = AlarmActsResult["results"][number];

/** So many in one transaction: the desk of another town is not held up by a storm of thousands. */
const together = 250;

/** One act on all open alarms of an incident, and what came of it for each. Those that end leave the incident to be judged once. */
export async function actOnAll(
  context: Context,
  viewer: Viewer,
  { incident, act, reason }: TakeAlarmActs,
): Promise<AlarmActsResult> {
  if (needsReason.includes(act) && reason.length < 2)
    throw invalid("请写明原因，便于统计误报和改进规则", [{ path: "reason", message: "必填" }]);
  const listed = await listTargets(context, viewer, incident);
  if (listed.alarms.length === 0) throw notFound("这件事件的未结束告警");
  // What was accepted already needs no accepting; that is no failure to be told of.
  const asked = listed.alarms.filter((alarm) => act !== "acknowledge" || isPossible(act, alarm));
  const results: Result[] = [];
  for (let from = 0; from < asked.length; from += together) {
    const some = asked.slice(from, from + together);
    const last = from + together >= asked.length;
    const problems = await takeSome(context, { viewer, incident, act, reason, some, last });
    for (const alarm of some) {
      const problem = problems.get(alarm.id) ?? null;
      const device = listed.codes.get(alarm.id) ?? "";
      const { number } = alarm;
      results.push({ alarm: alarmId(alarm), number, device, ok: problem === null, problem });
    }
  }
  context.hint();
  return { results };
}

/** Those the viewer sees; the code of a device that somebody is known by stays unsaid. */
const listTargets = (context: Context, viewer: Viewer, incident: IncidentId) =>
  read(context.db, scopeOf(viewer), async (tx) => {
    const persons = hearsOfPersons(viewer);
    const alarms = (await listOpenOfIncident(tx, keyOf(incident))).filter(
      ({ personal }) => persons || !personal,
    );
    await seeAll(tx);
    const { devices } = await findAround(tx, alarms);
    const codes = new Map(
      alarms.map(({ id, district, device, personal }) => [
        id,
        personal ? "" : (devices.get(`${district}/${device}`)?.code ?? ""),
      ]),
    );
    return { alarms, codes };
  });

const seeAll = (tx: Tx) => sql`set local app.scope = '.'`.execute(tx);

type Some = Omit<TakeAlarmActs, "incident"> & {
  viewer: Viewer;
  incident: IncidentId;
  some: readonly AlarmRow[];
  last: boolean;
};

/** Alarm → why not. */
function takeSome(
  context: Context,
  { viewer, incident, act, reason, some, last }: Some,
): Promise<Map<string, string>> {
  const at = new Date(context.now());
  return write(context.db, scopeOf(viewer), async (tx) => {
    const locked = new Map((await lockAlarms(tx, some)).map((alarm) => [alarm.id, alarm]));
    const problems = new Map<string, string>();
    const able: AlarmRow[] = [];
    for (const { id } of some) {
      const alarm = locked.get(id);
      if (!alarm) problems.set(id, "告警已不在您的范围内");
      else if (!mayTake(act, viewer, alarm)) problems.set(id, "您的岗位不能处理这条告警");
      else if (!isPossible(act, alarm)) problems.set(id, "告警状态已变化，请刷新后再看");
      else able.push(alarm);
    }
    await seeAll(tx);
    await takeAll(tx, context, { viewer, act, reason, at, able });
    if (last && act === "callFalse")
      await endIncident(tx, context, keyOf(incident), { reason, at });
    return problems;
  });
}

type All = Omit<TakeAlarmActs, "incident"> & {
  viewer: Viewer;
  at: Date;
  able: readonly AlarmRow[];
};

async function takeAll(tx: Tx, context: Context, { viewer, act, reason, at, able }: All) {
  if (able.length === 0) return;
  const ended = able.filter(({ condition_ended_at }) => condition_ended_at !== null);
  const lasting = able.filter(({ condition_ended_at }) => condition_ended_at === null);
  const after: AlarmRow[] = [];
  // What an act makes of an alarm differs only by whether its condition is over.
  for (const alike of [ended, lasting])
    if (alike[0])
      after.push(
        ...(await setAlarms(
          tx,
          alike,
          changeOf(context, { viewer, alarm: alike[0], act, reason, at }),
        )),
      );
  const words = `${actWords[act]}${able.length > 1 ? `（同一事件 ${able.length} 个告警一并处理）` : ""}`;
  await addStepToAll(tx, able, at, {
    act,
    text: reason ? `${words}：${reason}` : words,
    actor: viewer.name,
    account: viewer.account,
  });
  await announce(
    tx,
    after.map((alarm) => alarmAnnouncement(context, alarm, act, false)),
  );
}
