import type { DemoRoster } from "./demo-roster.ts";

/** The secretary heads these many grids, a cadre these many more each. */
const gridsOfSecretary = 2;
const gridsOfCadre = 4;
const gridsOfPartTimer = 3;
/** Grids of a village (村) are thin on people: one full-time worker has two. */
const gridsOfWorker = { community: 1, village: 2 };

interface DemoVillage {
  code: string;
  isCommunity: boolean;
  /** Codes, in order. */
  grids: readonly string[];
  guide: string;
}

/** The 1+3+N force: head, full-time worker, part-timer and guide of every grid. */
export function appointVillage(roster: DemoRoster, village: DemoVillage): void {
  const secretary = `${village.code}-secretary`;
  roster.appoint(secretary, { unit: village.code, role: "communitySecretary" });
  const perWorker = gridsOfWorker[village.isCommunity ? "community" : "village"];
  village.grids.forEach((unit, index) => {
    const firstOf = (count: number) => village.grids[index - (index % count)]!;
    const cadre = 1 + Math.floor((index - gridsOfSecretary) / gridsOfCadre);
    const head = index < gridsOfSecretary ? secretary : `${village.code}-cadre-${cadre}`;
    roster.appoint(head, { unit, role: "gridHead" });
    roster.appoint(`${firstOf(perWorker)}-worker`, { unit, role: "gridWorker" });
    roster.appoint(`${firstOf(gridsOfPartTimer)}-parttime`, { unit, role: "partTimeGridWorker" });
    roster.appoint(village.guide, { unit, role: "gridGuide" });
  });
}
