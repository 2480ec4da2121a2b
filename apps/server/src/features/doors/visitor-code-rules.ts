import type { DoorRefusal, VisitorCodeState } from "@gezhi/contract/visitor-codes.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import { holdsAny, type Viewer } from "../identity/viewer.ts";

const minute = 60_000;

/** 智慧门禁 of the catalogue of devices. */
export const doorProfile = "AC01";
/** Codes that one telephone may have open for one door. */
export const mostOpen = 5;
const longestAheadMs = 7 * 24 * 60 * minute;

/** The community, and the centre of its town; property managers act through them, they have no account. */
export const doorKeepers = [
  "communitySecretary",
  "dutyOfficer",
  "commander",
] as const satisfies Role[];

export const keepsDoor = (viewer: Viewer, unit: string): boolean =>
  holdsAny(viewer, doorKeepers, unit);

export const doorUnits = (viewer: Viewer): string[] => [
  ...new Set(
    viewer.appointments
      .filter(({ role }) => (doorKeepers as readonly Role[]).includes(role))
      .map(({ unit }) => unit),
  ),
];

export type CodeState = {
  from: number;
  to: number;
  left: number;
  revoked: boolean;
};

export function stateOf({ from, to, left, revoked }: CodeState, now: number): VisitorCodeState {
  if (revoked) return "revoked";
  if (now >= to) return "expired";
  if (left <= 0) return "used";
  return now < from ? "early" : "open";
}

/** Whether it may still open: it takes one of the places a telephone has. */
export const isRunning = (state: VisitorCodeState): boolean =>
  state === "open" || state === "early";

type Asked = CodeState & { device: string };

/** Why this door stays shut; null when it opens. */
export function refusalOf(
  code: Asked | undefined,
  door: { device: string; open: boolean },
  now: number,
): DoorRefusal | null {
  if (!door.open) return "closed";
  if (!code) return "unknown";
  if (code.device !== door.device) return "otherDoor";
  const state = stateOf(code, now);
  return state === "open" ? null : state;
}

export const refusalWords: Record<DoorRefusal, string> = {
  unknown: "访客码不正确",
  otherDoor: "访客码不是这个门的",
  early: "访客码还没到使用时间",
  expired: "访客码已过期，请联系住户",
  used: "访客码次数已用完，请联系住户",
  revoked: "访客码已撤销，请联系住户",
  closed: "本门没有开通访客码",
};

/** Two things a wrong code may be; what was right once is no guess. */
export const isGuess = (reason: DoorRefusal): boolean =>
  reason === "unknown" || reason === "otherDoor";

/** Ten guesses at a door in five minutes; then it listens to nobody for two. Short, so that nobody can lock visitors out for long. */
export const guessAllowance = (district: string, device: string) => ({
  bucket: `door:${district}-${device}`,
  limit: 10,
  windowMs: 5 * minute,
  lockMs: 2 * minute,
});

/** From when to when; undefined when it begins too late. */
export function windowOf(
  from: number | null,
  hours: number,
  now: number,
): { from: number; to: number } | undefined {
  const start = Math.max(now, from ?? now);
  if (start > now + longestAheadMs) return undefined;
  return { from: start, to: start + hours * 60 * minute };
}
