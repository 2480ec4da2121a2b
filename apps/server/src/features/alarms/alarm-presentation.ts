import type { Alarm, AlarmDetail, AlarmQuery } from "@gezhi/contract/alarms.ts";
import { type AlarmId, alarmId, deviceId, incidentId, keyOf } from "@gezhi/contract/ids.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { sql } from "kysely";
import type { z } from "zod";
import { civilDateAt } from "../../platform/civil-date.ts";
import { read, type Tx } from "../../platform/database/scope.ts";
import { invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { distanceM } from "../correlation/geometry-rules.ts";
import { scopeOf, seesFully, type Viewer } from "../identity/viewer.ts";
import { statusNames } from "../incidents/lifecycle-names.ts";
import { placeName } from "../organisation/post-directory.ts";
import { actsFor, hearsOfPersons, readsHealth } from "./alarm-act-rules.ts";
import {
  type Around,
  findAround,
  findCamera,
  listAlarmRows,
  listSteps,
  listTold,
} from "./alarm-list-queries.ts";
import { findAlarm } from "./alarm-queries.ts";
import { listOfIncident } from "./incident-alarm-queries.ts";
import type { AlarmRow, StepAct } from "./alarm-tables.ts";
import { levelWords } from "./alarm-text-rules.ts";
import { listCalls } from "./outside-queries.ts";
import { ruleInForce } from "./rule-store.ts";
import { type HeldOffice, officeName, officeTold } from "./told-rules.ts";

const cameraM = 300;
const mostOthers = 100;

export const isMasked = (viewer: Viewer, { party_units, unit }: AlarmRow): boolean =>
  !seesFully(viewer, party_units, unit);

/** What stands in an alarm beyond the viewer's scope: its device's and incident's names. */
const seeAll = (tx: Tx) => sql`set local app.scope = '.'`.execute(tx);

export const listAlarms = (
  context: Context,
  viewer: Viewer,
  query: z.infer<typeof AlarmQuery>,
): Promise<{ items: Alarm[]; next?: string }> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    const { list, unit, level, status, rule, device, incident, after, limit } = query;
    const rows = await listAlarmRows(tx, {
      open: list === "open",
      persons: hearsOfPersons(viewer),
      unit,
      level,
      status,
      rule,
      device: device && keyOf(device),
      incident: incident && keyOf(incident),
      after: cursorOf(after),
      limit: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    await seeAll(tx);
    const around = await findAround(tx, shown);
    return {
      items: shown.map((row) => presentAlarm(context, viewer, row, around)),
      ...(last ? { next: `${last.raised_at.getTime()}.${last.id}` } : {}),
    };
  });

function cursorOf(after: string | undefined): { at: Date; id: string } | undefined {
  if (after === undefined) return undefined;
  const [, at, id] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(after) ?? [];
  if (!at || !id) throw invalid("翻页标记已失效，请从第一页重新查看");
  return { at: new Date(Number(at)), id };
}

export const readAlarm = (context: Context, viewer: Viewer, id: AlarmId): Promise<AlarmDetail> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    const alarm = await findAlarm(tx, keyOf(id));
    if (!alarm || (alarm.personal && !hearsOfPersons(viewer))) throw notFound("告警");
    await seeAll(tx);
    return presentDetail(context, tx, viewer, alarm);
  });

const isOpen = ({ status }: AlarmRow): boolean => status === "raised" || status === "acknowledged";

/** Domain B.3: of a person's body most see that there is an alarm, and those who go there also where. */
export function presentAlarm(
  context: Context,
  viewer: Viewer,
  alarm: AlarmRow,
  { devices, incidents }: Around,
): Alarm {
  const device = devices.get(`${alarm.district}/${alarm.device}`);
  const incident = incidents.get(`${alarm.district}/${alarm.incident}`);
  const hidden = alarm.personal && isMasked(viewer, alarm);
  const unit = { code: UnitCode.parse(alarm.unit), name: placeName(context, alarm.unit) };
  return {
    id: alarmId(alarm),
    number: alarm.number,
    status: alarm.status,
    level: alarm.level,
    peak: alarm.peak,
    rule: { code: alarm.rule, name: alarm.rule_name },
    reading:
      alarm.personal && !readsHealth(viewer, alarm)
        ? `${alarm.rule_name}：${levelWords[alarm.level]}`
        : alarm.reading,
    device: {
      id: deviceId({ district: alarm.district, id: device?.id ?? alarm.id }),
      code: hidden ? "" : (device?.code ?? ""),
      name: hidden ? alarm.rule_name : (device?.name ?? ""),
    },
    place: hidden ? unit.name : alarm.place,
    unit,
    position:
      hidden || alarm.lon === null || alarm.lat === null
        ? null
        : { lon: alarm.lon, lat: alarm.lat },
    raisedAt: alarm.raised_at.toISOString(),
    updatedAt: alarm.updated_at.toISOString(),
    clearedAt: alarm.cleared_at?.toISOString() ?? null,
    returns: alarm.returns,
    confirm: confirmText(context, alarm),
    incident:
      alarm.incident !== null && incident
        ? {
            id: incidentId({ district: alarm.district, id: alarm.incident }),
            number: incident.number,
            statusText: statusNames[incident.status],
            alarms: incident.alarms,
          }
        : null,
    suppressed: alarm.suppressed,
    simulated: alarm.simulated,
    actions: actsFor(viewer, alarm),
  };
}

const confirmText = (context: Context, { unit, rule }: AlarmRow): string =>
  ruleInForce(context, { unit, profile: "" }, rule)?.rule.confirm.text ?? "";

async function presentDetail(
  context: Context,
  tx: Tx,
  viewer: Viewer,
  alarm: AlarmRow,
): Promise<AlarmDetail> {
  const masked = isMasked(viewer, alarm);
  const others =
    alarm.incident === null
      ? []
      : (await listOfIncident(tx, { district: alarm.district, id: alarm.incident }))
          .filter((one) => one.id !== alarm.id && isOpen(one) && !one.personal)
          .slice(0, mostOthers);
  const around = await findAround(tx, [alarm, ...others]);
  const camera = masked ? undefined : await findCamera(tx, alarm, cameraM);
  const steps = await listSteps(tx, alarm);
  // Who came to somebody's sick-bed tells of the sickness.
  const told =
    masked && alarm.personal ? [] : await listTold(tx, alarm, civilDateAt(context.now()));
  const calls = masked ? [] : await listCalls(tx, alarm);
  const place = { unit: alarm.unit, parties: alarm.party_units };
  const officeOf = (offices: readonly HeldOffice[]): string => {
    const office = officeTold(offices, place);
    return office ? officeName(context, office) : "";
  };
  return {
    ...presentAlarm(context, viewer, alarm, around),
    steps: steps.map(({ at, act, text, actor }) => ({
      at: at.toISOString(),
      act: act as StepAct,
      text: masked ? "" : text,
      actor: masked ? "" : actor,
    })),
    // Who is to do something about it first.
    told: told
      .toSorted((a, b) => Number(b.handles) - Number(a.handles))
      .map(({ who, at, acceptedAt, offices }) => ({
        office: officeOf(offices),
        who: masked ? "" : who,
        at: at.toISOString(),
        acceptedAt: acceptedAt?.toISOString() ?? null,
      })),
    calls: calls.map((call) => ({
      party: call.party,
      name: call.name,
      status: call.status,
      at: call.at.toISOString(),
      acceptBy: call.accept_by?.toISOString() ?? null,
      acceptedAt: call.accepted_at?.toISOString() ?? null,
      simulated: call.simulated,
    })),
    camera:
      camera && alarm.lon !== null && alarm.lat !== null
        ? {
            id: deviceId({ district: alarm.district, id: camera.id }),
            name: camera.name,
            distanceM: Math.round(distanceM(camera, { lon: alarm.lon, lat: alarm.lat })),
          }
        : null,
    others: masked
      ? []
      : others.map((one) => ({
          id: alarmId(one),
          device: around.devices.get(`${one.district}/${one.device}`)?.code ?? "",
          level: one.level,
          reading: one.reading,
        })),
    verdict: alarm.verdict,
    verdictReason: masked ? null : alarm.verdict_reason,
  };
}
