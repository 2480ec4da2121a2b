import { parentOf, type UnitLevel } from "@gezhi/contract/units.ts";
import { gently } from "../../platform/gently.ts";
import type { CleanArea } from "./area-rules.ts";
import { tilingFaults } from "./tiling-rules.ts";

/** One version of a unit as it is, or as it will be. */
export type Version = {
  code: string;
  validFrom: string;
  validTo: string | null;
  successor: string | null;
  level: UnitLevel;
  name: string;
  shortName: string;
  lon: number;
  lat: number;
  areaKm2: number;
  approximate: boolean;
  area: CleanArea | null;
};

/** Every version of every unit the changes touch, of their parents, siblings and children; oldest first. */
export type Known = ReadonlyMap<string, readonly Version[]>;

/** What a unit shall be. What is absent stays as it is. */
export type Wish = {
  code: string;
  name: string | undefined;
  shortName: string | undefined;
  point: { lon: number; lat: number } | undefined;
  area: CleanArea | undefined;
  /** Derived areas that are joined or cut stay approximate. */
  approximate: boolean;
  validFrom: string | undefined;
  validTo: string | undefined;
  successor: string | undefined;
};

export type PlanProblem = { code: string; about: "unit" | "area"; message: string };

/** A unit's versions as they were and as they will be. */
export type Draft = { versions: Version[]; before: readonly Version[] };

export const sameArea = (one: CleanArea, other: CleanArea | null): boolean =>
  other !== null && JSON.stringify(one.coordinates) === JSON.stringify(other.coordinates);

const holdsOn = (version: Version, date: string): boolean =>
  version.validFrom <= date && (version.validTo === null || version.validTo > date);

const onDate = (
  drafts: ReadonlyMap<string, Draft>,
  code: string,
  date: string,
): Version | undefined => drafts.get(code)?.versions.find((version) => holdsOn(version, date));

export async function faultsOfTree(
  wishes: readonly Wish[],
  drafts: ReadonlyMap<string, Draft>,
): Promise<PlanProblem[]> {
  const problems: PlanProblem[] = [];
  const fault = (code: string, message: string) =>
    void problems.push({ code, about: "unit", message });
  const children = childrenIn(drafts);
  for await (const wish of gently(wishes)) {
    const draft = drafts.get(wish.code);
    const version = draft?.versions.at(-1);
    if (!draft || !version || draft.versions.length === 0) continue;
    const parent = parentOf(wish.code);
    if (parent && !onDate(drafts, parent, version.validFrom))
      fault(wish.code, `上级单位 ${parent} 不存在，或在 ${version.validFrom} 已撤销`);
    if (!version.validTo || wish.validTo === undefined) continue;
    const { validTo, successor } = version;
    const left = (children.get(wish.code) ?? []).filter((code) => onDate(drafts, code, validTo));
    if (left.length > 0)
      fault(
        wish.code,
        `${version.name} 撤销后还有 ${left.length} 个下级单位（如 ${left[0]}），请一并撤销或改挂`,
      );
    if (successor && !onDate(drafts, successor, validTo))
      fault(wish.code, `继任单位 ${successor} 不存在，或在 ${validTo} 尚未设立`);
  }
  return problems;
}

function childrenIn(drafts: ReadonlyMap<string, Draft>): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const code of drafts.keys()) {
    const parent = parentOf(code);
    if (!parent) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(code);
    else children.set(parent, [code]);
  }
  return children;
}

/** Wherever an area or the set of siblings changes, the children must fill their parent again from that date on. */
export async function faultsOfAreas(
  wishes: readonly Wish[],
  drafts: ReadonlyMap<string, Draft>,
): Promise<PlanProblem[]> {
  const children = childrenIn(drafts);
  const moments = new Map<string, Set<string>>();
  const check = (parent: string | undefined, date: string) => {
    if (!parent) return;
    const dates = moments.get(parent) ?? new Set();
    moments.set(parent, dates.add(date));
  };
  for await (const { code } of gently(wishes)) {
    const draft = drafts.get(code)!;
    for (const version of draft.versions) {
      const before = draft.before.find(({ validFrom }) => validFrom === version.validFrom);
      const areaChanged = version.area && !sameArea(version.area, before?.area ?? null);
      const copied =
        version.area && draft.before.some(({ area }) => area && sameArea(version.area!, area));
      if (areaChanged && !(copied && !before)) {
        check(parentOf(code), version.validFrom);
        check(code, version.validFrom);
      }
      if (
        version.validTo &&
        before?.validTo !== version.validTo &&
        !onDate(drafts, code, version.validTo)
      )
        check(parentOf(code), version.validTo);
    }
  }
  const problems: PlanProblem[] = [];
  for (const [code, dates] of moments)
    for (const date of dates) {
      const parent = onDate(drafts, code, date);
      if (!parent?.area) continue;
      const tiles = (children.get(code) ?? []).flatMap((child) => {
        const version = onDate(drafts, child, date);
        return version?.area ? [{ code: child, name: version.name, area: version.area }] : [];
      });
      // Micro-grids are buildings and yards: they need not fill their grid.
      const faults = await tilingFaults({ code, name: parent.name, area: parent.area }, tiles);
      for (const fault of faults)
        if (parent.level !== "grid" || fault.code !== code)
          problems.push({ code: fault.code, about: "area", message: fault.message });
    }
  const seen = new Set<string>();
  return problems.filter(({ code, message }) => {
    const key = `${code} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
