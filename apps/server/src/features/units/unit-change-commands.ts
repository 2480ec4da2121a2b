import {
  levelOf,
  parentOf,
  type UnitChange,
  type UnitChangeAnswer,
  type UnitLevel,
} from "@gezhi/contract/units.ts";
import { chineseNumber } from "@gezhi/reference/chinese-number.ts";
import { difference, type Geom, union } from "polyclip-ts";
import type { z } from "zod";
import { civilDateAt } from "../../platform/civil-date.ts";
import { type Tx, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { holds, type Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import { areaOf, checkArea, type CleanArea, commonSquareMetres, piecesOf } from "./area-rules.ts";
import { applyPlan, knownAround } from "./unit-import-commands.ts";
import type { Known, Version, Wish } from "./unit-plan-check-rules.ts";
import { planChanges } from "./unit-plan-rules.ts";
import { findSubtree, lockUnits } from "./unit-version-queries.ts";

type Change<K extends UnitChange["kind"]> = Extract<UnitChange, { kind: K }>;
/** What a change asks for, and the unit that goes on after it. */
type Intent = { wishes: Wish[]; unit: string; subject: string };

/** Renames, merges, creates or ends a unit from a date on: one transaction, on record, told to every screen. */
export async function changeUnit(
  context: Context,
  viewer: Viewer,
  change: UnitChange,
): Promise<z.infer<typeof UnitChangeAnswer>> {
  const today = civilDateAt(context.now());
  if (change.from < today)
    throw invalid("生效日期不能早于今天", [{ path: "from", message: "早于今天" }]);
  const about = change.kind === "create" ? change.parent : change.unit;
  for (const unit of change.kind === "merge" ? [about, change.into] : [about])
    if (!holds(viewer, "sysAdmin", unit))
      throw forbidden("只有本单位或上级单位的系统管理员可以调整区划");

  const answer = await write(context.db, "system", async (tx) => {
    await lockUnits(tx);
    const { wishes, unit, subject } = await intentOf(tx, change);
    const plan = await planChanges(
      wishes,
      await knownAround(
        tx,
        wishes.map(({ code }) => code),
      ),
      today,
    );
    if (plan.problems.length > 0)
      throw invalid(
        `不能调整：${plan.problems[0]!.message}`,
        plan.problems.slice(0, 100).map(({ code, message }) => ({ path: code, message })),
      );
    await applyPlan(tx, plan);
    const changes = plan.inserted.length + plan.updated.length;
    await recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: `unit.${change.kind}`,
      subject,
      reason: change.reason,
      detail: { from: change.from, unit, changes },
      district: subject.slice(0, 6),
      unit: subject,
    });
    await announce(tx, [
      {
        kind: "unit",
        subject,
        act: change.kind,
        town: null,
        parties: [...new Set([subject, unit])],
      },
    ]);
    return { unit, changes };
  });
  await context.units.reload();
  context.hint();
  return answer;
}

function intentOf(tx: Tx, change: UnitChange): Promise<Intent> | Intent {
  if (change.kind === "merge") return merging(tx, change);
  if (change.kind === "create") return creating(tx, change);
  if (change.kind === "end") return ending(tx, change);
  const { unit, name, shortName, from } = change;
  return {
    wishes: [{ ...wish(unit), name, shortName, validFrom: from }],
    unit,
    subject: unit,
  };
}

const wish = (code: string): Wish => ({
  code,
  name: undefined,
  shortName: undefined,
  point: undefined,
  area: undefined,
  approximate: true,
  validFrom: undefined,
  validTo: undefined,
  successor: undefined,
});

const openVersion = (known: Known, code: string): Version | undefined => {
  const latest = known.get(code)?.at(-1);
  return latest?.validTo === null ? latest : undefined;
};

/** Everything below the ended unit goes on below the other one, under the next free codes. */
async function merging(tx: Tx, { unit, into, from }: Change<"merge">): Promise<Intent> {
  if (unit === into || parentOf(unit) !== parentOf(into))
    throw invalid("只能与同一上级之下的另一个单位合并");
  const mine = await findSubtree(tx, unit);
  const theirs = await findSubtree(tx, into);
  const ended = openVersion(mine, unit);
  const target = openVersion(theirs, into);
  if (!ended || !target) throw notFound("要合并的单位");
  for (const versions of mine.values())
    if (versions.at(-1)!.validFrom >= from)
      throw conflict(
        `${versions.at(-1)!.name} 从 ${versions.at(-1)!.validFrom} 起才生效，合并日期要在其后`,
      );

  const codes = new Map([[unit, into]]);
  const free = freeCodes(theirs);
  const below = [...mine.keys()].filter((code) => code !== unit && openVersion(mine, code));
  const moved = below.toSorted().map((code): Wish => {
    const old = openVersion(mine, code)!;
    const parent = codes.get(parentOf(code)!)!;
    const fresh =
      parent === into ? free(into, old.level) : parent + code.slice(parentOf(code)!.length);
    codes.set(code, fresh);
    const name = renumbered(old, parent === into, fresh);
    return {
      ...wish(fresh),
      name,
      shortName: name === old.name ? old.shortName : undefined,
      point: old.area ? { lon: old.lon, lat: old.lat } : undefined,
      area: old.area ?? undefined,
      approximate: old.approximate,
      validFrom: from,
    };
  });
  const ends = [unit, ...below].map((code): Wish => ({
    ...wish(code),
    validTo: from,
    successor: codes.get(code),
  }));
  const joined =
    ended.area && target.area
      ? tidy(union(geometryOf(target.area), geometryOf(ended.area)))
      : undefined;
  const wider: Wish = {
    ...wish(into),
    area: joined,
    approximate: ended.approximate || target.approximate,
    validFrom: from,
  };
  return { wishes: [...ends, wider, ...moved], unit: into, subject: unit };
}

/** 第三网格 becomes the number it now has; villages keep their names. */
const renumbered = (old: Version, moves: boolean, code: string): string =>
  moves && old.level === "grid" && /^第.+网格$/u.test(old.name)
    ? `第${chineseNumber(Number(code.slice(-3)))}网格`
    : old.name;

const digitsBelow: Partial<Record<UnitLevel, number>> = {
  district: 4,
  town: 3,
  village: 3,
  grid: 3,
  microGrid: 2,
};

/** Never a code that something else had before. */
function freeCodes(known: Known): (parent: string, level: UnitLevel) => string {
  const taken = new Set(known.keys());
  return (parent, level) => {
    const digits = digitsBelow[level] ?? 3;
    const used = [...taken]
      .filter((code) => code.length === parent.length + digits && code.startsWith(parent))
      .map((code) => Number(code.slice(-digits)));
    const highest = Math.max(0, ...used);
    const limit = 10 ** digits - 1;
    const number =
      highest < limit
        ? highest + 1
        : Array.from({ length: limit }, (_, index) => index + 1).find((one) => !used.includes(one));
    if (!number) throw conflict(`${parent} 之下的编码已用完`);
    const code = parent + String(number).padStart(digits, "0");
    taken.add(code);
    return code;
  };
}

const levelBelow: Partial<Record<UnitLevel, UnitLevel>> = {
  city: "district",
  district: "town",
  town: "village",
  village: "grid",
  grid: "microGrid",
};

async function creating(tx: Tx, change: Change<"create">): Promise<Intent> {
  const { parent, from, name, shortName } = change;
  const known = await findSubtree(tx, parent);
  const above = openVersion(known, parent);
  const level = levelBelow[levelOf(parent)];
  if (!above || !level) throw notFound("上级单位");
  const code = change.code ?? freeCodes(known)(parent, level);
  if (parentOf(code) !== parent) throw invalid(`编码 ${code} 不在 ${parent} 之下`);
  if (known.has(code)) throw conflict(`编码 ${code} 已经用过，请换一个`);
  const area = change.boundary && cleanOrRefuse(change.boundary);
  const created: Wish = {
    ...wish(code),
    name,
    shortName,
    area,
    approximate: false,
    validFrom: from,
  };
  if (!area && level === "microGrid") created.point = { lon: above.lon, lat: above.lat };
  const siblings = [...known.keys()].flatMap((one) =>
    parentOf(one) === parent ? (openVersion(known, one) ?? []) : [],
  );
  const cut = level === "grid" && area ? cutBy(area, siblings, from) : [];
  return { wishes: [...cut, created], unit: code, subject: code };
}

function cleanOrRefuse(boundary: NonNullable<Change<"create">["boundary"]>): CleanArea {
  const { area, faults } = checkArea(boundary);
  if (area) return area;
  throw invalid(
    `边界有 ${faults.length} 处问题：${faults[0]}`,
    faults.map((message) => ({ path: "boundary", message })),
  );
}

/** What the new grid covers is taken from the grids it lies in, so that each place stays in exactly one. */
function cutBy(area: CleanArea, siblings: readonly Version[], from: string): Wish[] {
  return siblings.flatMap((sibling) => {
    if (!sibling.area || commonSquareMetres(sibling.area, area) === 0) return [];
    const rest = difference(geometryOf(sibling.area), geometryOf(area));
    if (rest.length === 0)
      throw invalid(`新网格完全盖住了${sibling.name}（${sibling.code}）：请改为合并，或把边界画小`);
    return [
      {
        ...wish(sibling.code),
        area: tidy(rest),
        approximate: sibling.approximate,
        validFrom: from,
      },
    ];
  });
}

async function ending(tx: Tx, { unit, successor, from }: Change<"end">): Promise<Intent> {
  const known = await findSubtree(tx, unit);
  const version = openVersion(known, unit);
  if (!version) throw notFound("单位");
  if (version.area)
    throw invalid(`${version.name}有自己的区域，撤销后会留下空白：请改为并入相邻单位`);
  return {
    wishes: [{ ...wish(unit), validTo: from, successor }],
    unit: successor ?? parentOf(unit) ?? unit,
    subject: unit,
  };
}

const geometryOf = (area: CleanArea): Geom => piecesOf(area);

/** Slivers that only rounding made are not part of an area. */
const leastSquareMetres = 1;

function tidy(pieces: ReturnType<typeof union>): CleanArea {
  const { area, faults } = checkArea({ type: "MultiPolygon", coordinates: pieces });
  if (!area) throw conflict(`合并后的边界不成形（${faults[0]}），请用导入功能提供边界`);
  const whole = piecesOf(area).filter((piece) => {
    const size = commonSquareMetres(areaOf([piece]), areaOf([piece]));
    return size > leastSquareMetres;
  });
  return areaOf(whole);
}
