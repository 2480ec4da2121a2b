import type { ClipTrace } from "@gezhi/contract/evidence.ts";
import type { Appointment, Role } from "@gezhi/contract/identity.ts";
import { latestHours, mostAheadMs } from "@gezhi/contract/telemetry.ts";
import { holdsAny, seesFully, type Viewer, viewerFrom } from "../identity/viewer.ts";

/** A clip may show what led up to the alarm: a vehicle that stopped, a fire that grew. */
const leadMs = 10 * 60_000;
/** And what came just after it was over. */
const tailMs = 60_000;
/** So long a clip waits for its alarm; without one it shows nobody's business and goes. */
export const waitingMs = 60 * 60_000;

export const fallingObjects = "040205";

/** `categories`: video analysis; besides it, thermal cameras and cameras in lifts. */
export const sendsClips = (profile: string): boolean => /^(?:VA\d\d|SE21|SE32)$/.test(profile);

/** Falling objects are traced; nothing else that a camera sees has a house it came from. */
export const tracesFalls = (profile: string): boolean => profile === "VA04";

export type KeptTrace = Pick<ClipTrace, "points"> & {
  at: string;
  from: NonNullable<ClipTrace["from"]> | null;
};

const instantOf = (at: number | string): number => (typeof at === "number" ? at : Date.parse(at));

/** Why a trace is not taken with a clip of that instant; undefined: it is. */
export function traceProblem(
  { at }: Pick<ClipTrace, "at">,
  profile: string,
  clipAt: number,
): string | undefined {
  if (!tracesFalls(profile)) return "只有高空抛物设备（VA04）的画面可以附轨迹：请去掉字段 trace";
  if (at === undefined) return undefined;
  const apart = Math.abs(instantOf(at) - clipAt);
  return apart <= leadMs ? undefined : "轨迹的时间与画面相差 10 分钟以上：请核对设备时钟";
}

export const keptTrace = ({ at, points, from }: ClipTrace, clipAt: number): KeptTrace => ({
  at: new Date(at === undefined ? clipAt : instantOf(at)).toISOString(),
  points,
  from: from ?? null,
});

type Candidate = { raised_at: Date; updated_at: Date; status: string };

/** Of a device's alarms the one a clip of that instant belongs to: near enough, and the nearest. */
export function alarmAt<A extends Candidate>(alarms: readonly A[], at: number): A | undefined {
  const distance = ({ raised_at }: A) => Math.abs(raised_at.getTime() - at);
  return alarms
    .filter(({ raised_at, updated_at, status }) => {
      const open = status === "raised" || status === "acknowledged";
      return at >= raised_at.getTime() - leadMs && (open || at <= updated_at.getTime() + tailMs);
    })
    .toSorted((one, other) => distance(one) - distance(other))[0];
}

/** Why a clip of that instant is not taken; undefined: it is. */
export function timeProblem(at: number, now: number, keptDays: number): string | undefined {
  if (!Number.isFinite(at)) return "画面的时间无法识别：请用毫秒或带时区的 ISO 8601 时间";
  if (at > now + mostAheadMs)
    return "画面的时间在未来：比服务器时间超前 5 分钟以上，请校准设备时钟";
  const hours = Math.min(latestHours, keptDays * 24);
  if (at < now - hours * 3_600_000)
    return `画面已过期：只接收 ${hours} 小时内的告警画面，请检查设备时钟或网关缓存`;
  return undefined;
}

const lookers: readonly Role[] = [
  "gridHead",
  "communitySecretary",
  "postHolder",
  "dispatcher",
  "dutyOfficer",
  "commander",
  "districtCentre",
  "department",
  "liaison",
];

type Alarm = { category: string; peak: string; party_units: readonly string[]; unit: string };

/** Domain B.3, video: the desk judges by it; who works in a grid sees that of a red order (R4). */
export const mayLook = (viewer: Viewer, { peak, party_units, unit }: Alarm): boolean =>
  seesFully(viewer, party_units, unit) &&
  (holdsAny(viewer, lookers) || (peak === "red" && holdsAny(viewer, ["gridWorker"], unit)));

/** R55: of a falling object the sender must have masked persons, or the picture stays shut. */
export const isSealed = (masked: boolean, { category }: Pick<Alarm, "category">): boolean =>
  category === fallingObjects && !masked;

/** Domain B.3, column "video replay/original": those with "A". */
const asking: readonly Role[] = [
  "gridHead",
  "communitySecretary",
  "postHolder",
  "dispatcher",
  "dutyOfficer",
  "commander",
  "districtCentre",
  "department",
];
/** "By law": who looks for whoever threw something; property managers stand in the sensor list (VA04) and ask. */
const police = "D23";
const propertyManagers = "D71";

function unsealedBy({ role, department }: Appointment): "law" | "approval" | undefined {
  if (role === "liaison" && department === police) return "law";
  if (asking.includes(role)) return "approval";
  return role === "liaison" && department === propertyManagers ? "approval" : undefined;
}

/**
 * How this viewer may come to see what is sealed (R55). Each appointment is asked alone; seeing a record through one
 * post gives no rights to another.
 */
export function sealOpens(viewer: Viewer, alarm: Alarm): "law" | "approval" | undefined {
  if (!mayLook(viewer, alarm)) return undefined;
  const ways = viewer.appointments.flatMap((held) =>
    seesFully(viewerFrom(viewer, [held]), alarm.party_units, alarm.unit)
      ? (unsealedBy(held) ?? [])
      : [],
  );
  return ways.find((way) => way === "law") ?? ways[0];
}

export const notYours =
  "您的岗位不能查看未遮挡的画面：请由社区、承办岗位或部门、镇街指挥中心、区县治理中心申请，或由公安查看";
