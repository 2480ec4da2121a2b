import type { Role } from "@gezhi/contract/identity.ts";
import { latestHours, mostAheadMs } from "@gezhi/contract/telemetry.ts";
import { holdsAny, seesFully, type Viewer } from "../identity/viewer.ts";

/** A clip may show what led up to the alarm: a vehicle that stopped, a fire that grew. */
const leadMs = 10 * 60_000;
/** And what came just after it was over. */
const tailMs = 60_000;
/** So long a clip waits for its alarm; without one it shows nobody's business and goes. */
export const waitingMs = 60 * 60_000;

export const fallingObjects = "040205";

/** `categories`: video analysis; besides it, thermal cameras and cameras in lifts. */
export const sendsClips = (profile: string): boolean => /^(?:VA\d\d|SE21|SE32)$/.test(profile);

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
