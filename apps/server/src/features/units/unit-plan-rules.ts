import { levelOf, type UnitLevel } from "@gezhi/contract/units.ts";
import { areaKm2, pointInside } from "@gezhi/reference/boundary-measures.ts";
import { shortNameOf } from "@gezhi/reference/unit-names.ts";
import { gently } from "../../platform/gently.ts";
import { areaContains, type CleanArea } from "./area-rules.ts";
import {
  type Draft,
  faultsOfAreas,
  faultsOfTree,
  type Known,
  type PlanProblem,
  sameArea,
  type Version,
  type Wish,
} from "./unit-plan-check-rules.ts";

export type Plan = {
  problems: PlanProblem[];
  /** New versions. */
  inserted: Version[];
  /** Versions that stay, with what is different in them; `areaChanged` says that the boundary is. */
  updated: { version: Version; areaChanged: boolean }[];
  created: number;
  ended: number;
  unchanged: number;
};

/** What has to be written so that every wish is met, and everything that speaks against it. */
export async function planChanges(
  wishes: readonly Wish[],
  known: Known,
  today: string,
): Promise<Plan> {
  const problems: PlanProblem[] = [];
  const drafts = new Map<string, Draft>();
  const draftOf = (code: string): Draft => {
    const existing = drafts.get(code);
    if (existing) return existing;
    const before = known.get(code) ?? [];
    const draft = { versions: before.map((version) => ({ ...version })), before };
    drafts.set(code, draft);
    return draft;
  };
  let created = 0;
  let unchanged = 0;
  for await (const wish of gently(wishes)) {
    const draft = draftOf(wish.code);
    const isNew = draft.before.length === 0 && draft.versions.length === 0;
    const { changed, faults } = meet(wish, draft, today);
    for (const { about, message } of faults) problems.push({ code: wish.code, about, message });
    if (isNew && changed) created += 1;
    else if (!changed && faults.length === 0) unchanged += 1;
  }
  for (const code of known.keys()) draftOf(code);
  problems.push(...(await faultsOfTree(wishes, drafts)));
  if (problems.length === 0) problems.push(...(await faultsOfAreas(wishes, drafts)));
  return { problems, ...(await writesOf(drafts)), created, unchanged };
}

type Fault = { about: "unit" | "area"; message: string };
type Met = { changed: boolean; faults: Fault[] };

function meet(wish: Wish, draft: Draft, today: string): Met {
  const faults: Fault[] = [];
  const fault = (message: string, about: Fault["about"] = "unit") =>
    void faults.push({ about, message });
  const latest = draft.versions.at(-1);
  const level = levelOf(wish.code);
  const from = wish.validFrom ?? latest?.validFrom ?? today;

  if (latest && latest.validTo !== null && from < latest.validTo) {
    if (wish.validTo === latest.validTo && !differs(wish, latest))
      return { changed: false, faults };
    fault(`${wish.code} ${latest.name} 已定于 ${latest.validTo} 撤销，不能再修改`);
    return { changed: false, faults };
  }
  if (latest && from < latest.validFrom) {
    fault(`生效日期 ${from} 早于现行版本的 ${latest.validFrom}`);
    return { changed: false, faults };
  }
  const name = wish.name ?? latest?.name;
  const area = wish.area ?? latest?.area ?? null;
  if (name === undefined) {
    fault("没有这个单位，文件里也没有它的名称", wish.area ? "area" : "unit");
    return { changed: false, faults };
  }
  if (!area && level !== "microGrid") fault(`${wish.code} ${name} 缺少边界`);
  if (
    latest &&
    wish.name !== undefined &&
    wish.name !== latest.name &&
    from === latest.validFrom &&
    from < today
  )
    fault(`${wish.code} 改名要写新的生效日期（${today} 或以后），否则过去的记录也会跟着改名`);
  if (area && wish.point && !areaContains(area, wish.point.lon, wish.point.lat))
    fault(`${name} 的坐标点不在它的边界之内`);
  if (wish.validTo !== undefined && wish.validTo <= from)
    fault(`失效日期 ${wish.validTo} 不晚于生效日期 ${from}`);
  if (faults.length > 0) return { changed: false, faults };

  const begins =
    !latest || latest.validTo !== null || (from > latest.validFrom && differs(wish, latest));
  const version = begins
    ? versionOf(wish, level, name, area, from, latest)
    : Object.assign(latest, versionOf(wish, level, name, area, latest.validFrom, latest));
  const changed =
    begins || differs(wish, draft.before.at(-1) ?? version) || wish.validTo !== undefined;
  if (begins && latest && latest.validTo === null) latest.validTo = from;
  if (begins) draft.versions.push(version);
  if (wish.validTo !== undefined) {
    version.validTo = wish.validTo;
    version.successor = wish.successor ?? null;
  }
  return { changed, faults };
}

function versionOf(
  wish: Wish,
  level: UnitLevel,
  name: string,
  area: CleanArea | null,
  validFrom: string,
  latest: Version | undefined,
): Version {
  const keptShort = latest && latest.name === name ? latest.shortName : shortNameOf(name);
  const before = latest && { lon: latest.lon, lat: latest.lat };
  const { lon, lat } = wish.point ?? placeOf(area, before);
  const drawn = wish.area && !sameArea(wish.area, latest?.area ?? null) ? wish.area : undefined;
  return {
    code: wish.code,
    validFrom,
    validTo: null,
    successor: null,
    level,
    name,
    shortName: wish.shortName ?? keptShort,
    lon,
    lat,
    areaKm2: drawn ? areaKm2(drawn) : (latest?.areaKm2 ?? 0),
    approximate: drawn ? wish.approximate : (latest?.approximate ?? true),
    area,
  };
}

function placeOf(
  area: CleanArea | null,
  before: { lon: number; lat: number } | undefined,
): { lon: number; lat: number } {
  if (!area) return before ?? { lon: 0, lat: 0 };
  if (before && areaContains(area, before.lon, before.lat)) return before;
  const [lon, lat] = pointInside(area, undefined);
  return { lon, lat };
}

const differs = (wish: Wish, version: Version): boolean =>
  (wish.name !== undefined && wish.name !== version.name) ||
  (wish.shortName !== undefined && wish.shortName !== version.shortName) ||
  (wish.point !== undefined &&
    (wish.point.lon !== version.lon || wish.point.lat !== version.lat)) ||
  (wish.area !== undefined && !sameArea(wish.area, version.area));

async function writesOf(
  drafts: ReadonlyMap<string, Draft>,
): Promise<Pick<Plan, "inserted" | "updated" | "ended">> {
  const inserted: Version[] = [];
  const updated: Plan["updated"] = [];
  let ended = 0;
  for await (const { versions, before } of gently(drafts.values())) {
    for (const version of versions) {
      const old = before.find(({ validFrom }) => validFrom === version.validFrom);
      if (!old) {
        inserted.push(version);
        continue;
      }
      const areaChanged = version.area !== null && !sameArea(version.area, old.area);
      if (
        areaChanged ||
        JSON.stringify({ ...version, area: 0 }) !== JSON.stringify({ ...old, area: 0 })
      )
        updated.push({ version, areaChanged });
    }
    const last = versions.at(-1);
    if (last?.validTo && last.validTo !== before.at(-1)?.validTo && before.at(-1)?.validTo === null)
      ended += 1;
  }
  return { inserted, updated, ended };
}
