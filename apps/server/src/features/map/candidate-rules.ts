import type { Candidate, CandidateReason } from "@gezhi/contract/map.ts";
import type { HandlerTarget } from "@gezhi/contract/organisation.ts";

/**
 * Roads in the mountains are longer than the line between two points; without a road network this is a rule of thumb,
 * and every screen that shows the minutes says so.
 */
export const estimate = {
  terrainFactor: 1.6,
  walkKmh: 4.5,
  driveKmh: 25,
  setOffMinutes: 3,
  carMinutes: 2,
} as const;

const nearbyM = 1_500;

export function minutesFor(straightM: number): number {
  const { terrainFactor, walkKmh, driveKmh, setOffMinutes, carMinutes } = estimate;
  const roadKm = (straightM * terrainFactor) / 1000;
  const way = Math.min((roadKm / walkKmh) * 60, carMinutes + (roadKm / driveKmh) * 60);
  return Math.ceil(setOffMinutes + way);
}

export type Matter = {
  unit: string;
  /** Post and leading department of its category. */
  post: string | null;
  lead: string | null;
  /** Who has a running work order of it. */
  handlers: readonly string[];
};

export type Near = HandlerTarget & {
  position: { lon: number; lat: number };
  placeOf: string | null;
  straightM: number;
  onDuty: ReadonlySet<string>;
};

const weights: Record<CandidateReason, number> = {
  responsiblePost: 40,
  ownGrid: 38,
  ownVillage: 22,
  leadDepartment: 20,
  onDuty: 10,
  nearby: 8,
  free: 4,
  handling: -60,
  nobodyReachable: -100,
};

/** So many minutes further away may somebody be who is free. */
export const freeIsWorthMinutes = 3 * weights.free;

function reasonsFor(matter: Matter, one: Near): CandidateReason[] {
  const [unit = "", part] = one.handler.split("/");
  const when = (reason: CandidateReason, is: boolean): CandidateReason[] => (is ? [reason] : []);
  return [
    ...when("responsiblePost", one.kind === "post" && part === matter.post),
    ...when("ownGrid", one.kind === "grid" && matter.unit.startsWith(unit)),
    ...when("ownVillage", one.kind === "village" && matter.unit.startsWith(unit)),
    ...when(
      "leadDepartment",
      (one.kind === "department" || one.kind === "liaison") && part === matter.lead,
    ),
    ...when("onDuty", one.onDuty.size > 0),
    ...when("nearby", one.kind !== "department" && one.straightM <= nearbyM),
    ...when("free", one.holders.length > 0 && one.load === 0),
    ...when("handling", matter.handlers.includes(one.handler)),
    ...when("nobodyReachable", !one.holders.some(({ available }) => available)),
  ];
}

/** Whoever answers for it or for its place before those who are merely near; of equals the nearer. */
export function rankCandidates(matter: Matter, all: readonly Near[], most: number): Candidate[] {
  const scored = all.map((one) => {
    const reasons = reasonsFor(matter, one);
    const minutes = minutesFor(one.straightM);
    const score = reasons.reduce((sum, reason) => sum + weights[reason], 0) - minutes / 3;
    return { one, reasons, minutes, score };
  });
  return scored
    .toSorted((a, b) => b.score - a.score || (a.one.handler < b.one.handler ? -1 : 1))
    .slice(0, most)
    .map(({ one, reasons, minutes }) => ({
      handler: one.handler,
      name: one.name,
      kind: one.kind,
      people: one.holders.slice(0, 6).map(({ account, name, available }) => ({
        name,
        available,
        onDuty: one.onDuty.has(account),
      })),
      load: one.load,
      position: one.position,
      placeOf: one.placeOf,
      straightM: Math.round(one.straightM),
      minutes,
      reasons,
    }));
}
