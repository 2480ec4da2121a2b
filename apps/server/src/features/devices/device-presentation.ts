import type { Device, DeviceDetail, DeviceState } from "@gezhi/contract/devices.ts";
import { alarmId, deviceId, incidentId } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { AlarmRule, DeviceProfile, FanOut, OutsideParty } from "@gezhi/contract/sensing.ts";
import { telemetryTopic, type TelemetryFault } from "@gezhi/contract/telemetry.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { maskPhone } from "../../platform/masking.ts";
import { hearsOfPersons } from "../alarms/alarm-act-rules.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { departmentName, placeName, postName } from "../organisation/post-directory.ts";
import { deviceActions, mayAdminister, seesPlace, seesValues } from "./device-access-rules.ts";
import { personOf } from "./device-columns.ts";
import type { SeenDevice } from "./device-queries.ts";

export const profileOf = (
  { configuration }: Pick<Context, "configuration">,
  unit: string,
  code: string,
): DeviceProfile | undefined =>
  configuration
    .current("deviceProfiles", unit)
    .content.profiles.find((profile) => profile.code === code);

const instant = (value: Date | string | null): string | null =>
  value === null ? null : new Date(value).toISOString();

export function presentDevice(context: Context, viewer: Viewer, row: SeenDevice): Device {
  const profile = profileOf(context, row.unit, row.profile);
  const personal = profile?.personal ?? true;
  const worst = row.worst as Urgency | null;
  const shown = seesValues(viewer, { personal, unit: row.unit, worst });
  const hears = !personal || hearsOfPersons(viewer);
  const maintained =
    row.maintenance_until !== null && Date.parse(String(row.maintenance_until)) > context.now();
  return {
    id: deviceId(row),
    code: row.code,
    name: row.name,
    profile: { code: row.profile, name: profile?.name ?? row.profile },
    unit: unitShown(context, viewer, row),
    ...(row.place_shown ? placeOf(row) : nowhere),
    placeMasked: !row.place_shown,
    state: row.state as DeviceState,
    stateSince: instant(row.state_since),
    lastSeenAt: instant(row.last_seen_at),
    battery: row.battery,
    values: shown ? newest(profile, row.last_values) : {},
    openAlarms: hears ? (row.open_alarms ?? 0) : 0,
    worst: hears ? worst : null,
    maintenanceUntil: maintained ? instant(row.maintenance_until) : null,
    simulated: row.simulated,
    actions: deviceActions(viewer, {
      unit: row.unit,
      retired: row.retired_at !== null,
      maintained,
      person: row.person_name_enc !== null || row.family_phone_enc !== null,
      placeMasked: !row.place_shown,
      worst,
    }),
  };
}

const nowhere: Pick<Device, "position" | "address" | "place"> = {
  position: null,
  address: "",
  place: "",
};
export const placeOf = ({
  lon,
  lat,
  address,
  place,
}: Pick<SeenDevice, "lon" | "lat" | "address" | "place">): typeof nowhere => ({
  position: lon !== null && lat !== null ? { lon, lat } : null,
  address,
  place,
});

/** Of a person's device most see the village only; who keeps the registry knows the grid. */
function unitShown(context: Context, viewer: Viewer, row: SeenDevice): Device["unit"] {
  const code = unitCodeShown(viewer, row);
  return { code, name: placeName(context, code) };
}

export const unitCodeShown = (
  viewer: Viewer,
  { unit, place_shown }: Pick<SeenDevice, "unit" | "place_shown">,
): string =>
  place_shown || mayAdminister(viewer, unit) ? unit : (ancestorAt(unit, "village") ?? unit);

const newest = (profile: DeviceProfile | undefined, values: number[] | null) =>
  Object.fromEntries(
    (profile?.metrics ?? []).flatMap(({ key }, index) => {
      const value = values?.[index];
      return value === undefined || value === null || Number.isNaN(value) ? [] : [[key, value]];
    }),
  );

export type AlarmOfDevice = {
  district: string;
  id: string;
  rule_name: string;
  level: string;
  status: string;
  raised_at: Date | string;
  personal: boolean;
  incident: string | null;
  incident_number: string | null;
};

export function presentDetail(
  context: Context,
  viewer: Viewer,
  row: SeenDevice,
  alarms: readonly AlarmOfDevice[],
): DeviceDetail {
  const place = seesPlace(viewer, row.unit);
  const person = personOf(context.secrets, row);
  const hasPerson = person.personName !== undefined || person.familyPhone !== undefined;
  const persons = hearsOfPersons(viewer);
  const faults = row.faults as Partial<
    Record<TelemetryFault, { count: number; lastAt: string; reason?: string }>
  > | null;
  return {
    ...presentDevice(context, viewer, row),
    owner: row.owner,
    gateway: row.gateway,
    calibratedOn: row.calibrated_on,
    calibrationDueOn: row.calibration_due_on,
    consentAt: instant(row.consent_at),
    person:
      hasPerson && place
        ? {
            name: maskName(person.personName ?? ""),
            age: person.personAge ?? null,
            familyPhone: person.familyPhone ? maskPhone(person.familyPhone) : null,
          }
        : null,
    overrides: row.overrides as DeviceDetail["overrides"],
    // Its grid stands in it.
    topic:
      row.place_shown || mayAdminister(viewer, row.unit) ? telemetryTopic(row.unit, row.code) : "",
    faults: Object.entries(faults ?? {}).flatMap(([fault, seen]) =>
      seen ? [{ fault: fault as TelemetryFault, ...seen }] : [],
    ),
    alarms: alarms
      .filter(({ personal }) => persons || !personal)
      .map((alarm) => ({
        id: alarmId(alarm),
        ruleName: alarm.rule_name,
        level: alarm.level as Urgency,
        status: alarm.status,
        raisedAt: new Date(alarm.raised_at).toISOString(),
        incident: alarm.incident
          ? incidentId({ district: alarm.district, id: alarm.incident })
          : null,
        incidentNumber: alarm.incident_number,
      })),
    called: calledAtRed(context, row.unit, rulesOf(context, row.unit, row.profile)),
  };
}

/** 张**: enough to be sure one speaks of the same person. */
const maskName = (name: string): string =>
  name.slice(0, 1) + "*".repeat(Math.max(1, name.length - 1));

export const rulesOf = (
  { configuration }: Pick<Context, "configuration">,
  unit: string,
  profile: string,
): AlarmRule[] =>
  configuration
    .current("alarmRules", unit)
    .content.rules.filter((rule) => rule.profile === profile && rule.enabled);

export const partyNames: Record<OutsideParty, string> = {
  ambulance: "120 急救",
  trafficPolice: "交巡警指挥中心",
  police: "派出所",
  fireBrigade: "119 消防",
  doctor: "社区医生",
  family: "家属",
  power: "供电单位",
  gas: "燃气企业",
  water: "水务企业",
  property: "物业",
  maintenance: "维保单位",
  towing: "清障单位",
};

function calledAtRed(
  context: Context,
  unit: string,
  rules: readonly AlarmRule[],
): DeviceDetail["called"] {
  const town = unit.slice(0, 9);
  const simulated = context.config.GEZHI_DEMO;
  const told = rules.flatMap(({ fanOut }) => fanOut.map((one) => calledOf(context, town, one)));
  return [...new Map(told.map((one) => [one.who, { ...one, simulated }])).values()];
}

function calledOf(context: Context, town: string, one: FanOut): { who: string; how: string } {
  if (one.to === "post") return { who: postName(context, town, one.post), how: "工单、短信、语音" };
  if (one.to === "department")
    return { who: departmentName(context, town.slice(0, 6), one.department), how: "协办工单" };
  if (one.to === "districtCentre") return { who: "区治理中心", how: "与岗位同时通知" };
  if (one.to === "nearest")
    return { who: "最近的值守人员", how: "手机通知、短信、语音；附近没有时改为网格员" };
  if (one.to === "gridWorker") return { who: "网格员", how: "手机通知、短信、语音" };
  return { who: partyNames[one.party], how: "电话" };
}
