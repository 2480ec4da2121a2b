import type { CoordinateSystem } from "@gezhi/contract/units.ts";
import { parentOf, pathOf, type UnitImportAnswer } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { holds, type Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import type { Db } from "../../platform/database/connect.ts";
import { boxOf } from "./area-rules.ts";
import { decodeText, type ImportProblem, type Surroundings } from "./import-file-rules.ts";
import { type ImportArea, readUnitAreas } from "./unit-map-rules.ts";
import { type ImportRow, readUnitRows } from "./unit-table-rules.ts";
import type { Known, Wish } from "./unit-plan-check-rules.ts";
import { type Plan, planChanges } from "./unit-plan-rules.ts";
import { findCity } from "./unit-queries.ts";
import {
  findKnown,
  insertVersions,
  lockUnits,
  setAreas,
  setVersions,
} from "./unit-version-queries.ts";

export type UnitFiles = {
  csv: Uint8Array | undefined;
  geojson: Uint8Array | undefined;
  coordinates: CoordinateSystem;
};

const mostProblems = 1000;
/** Slips of the pen fall far outside; neighbours of a neighbouring province do not. */
const marginDegrees = 0.3;

/** All or nothing: with any problem nothing is written, and every problem is named with its line. */
export async function importUnits(
  context: Context,
  viewer: Viewer,
  files: UnitFiles,
  { dryRun }: { dryRun: boolean },
): Promise<UnitImportAnswer> {
  const around = await surroundingsOf(context.db);
  const { rows, areas, problems } = await readFiles(files, around);
  const codes = [...new Set([...rows, ...areas].map(({ code }) => code))];
  for (const { file, line, code } of placesOf(rows, areas))
    if (!holds(viewer, "sysAdmin", code))
      problems.push({ file, line, message: `您不是 ${code} 的系统管理员，不能修改` });

  const plan = (known: Known): Promise<Plan> =>
    planChanges(wishesOf(rows, areas), known, civilDateAt(context.now()));
  const place = placing(rows, areas);
  const answer = (done: Plan, applied: boolean): UnitImportAnswer => {
    const all = [...problems, ...done.problems.map(place)].toSorted((a, b) =>
      a.file === b.file ? a.line - b.line : a.file === "csv" ? -1 : 1,
    );
    return {
      ok: all.length === 0,
      applied,
      problems: all.slice(0, mostProblems),
      more: Math.max(0, all.length - mostProblems),
      changes: done.inserted.length + done.updated.length,
      created: done.created,
      ended: done.ended,
      unchanged: done.unchanged,
    };
  };
  if (dryRun || problems.length > 0)
    return read(context.db, "system", async (tx) =>
      answer(await plan(await knownAround(tx, codes)), false),
    );

  const result = await write(context.db, "system", async (tx) => {
    await lockUnits(tx);
    const planned = await plan(await knownAround(tx, codes));
    if (planned.problems.length > 0) return answer(planned, false);
    await applyPlan(tx, planned);
    const unit = commonUnit(codes);
    await recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: "unit.import",
      subject: unit,
      detail: {
        created: planned.created,
        ended: planned.ended,
        changes: planned.inserted.length + planned.updated.length,
        codes: codes.slice(0, 200),
      },
      district: unit.slice(0, 6),
      unit,
    });
    await announce(tx, [
      { kind: "unit", subject: unit, act: "imported", town: null, parties: [unit] },
    ]);
    return answer(planned, true);
  });
  if (result.applied) {
    await context.units.reload();
    context.hint();
  }
  return result;
}

const mostAtOnce = 500;

function* portionsOf<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += mostAtOnce)
    yield all.slice(from, from + mostAtOnce);
}

/** Ends come before beginnings: a code has one open version at any moment. */
export async function applyPlan(tx: Tx, { inserted, updated }: Plan): Promise<void> {
  for (const some of portionsOf(updated))
    await setVersions(
      tx,
      some.map(({ version }) => version),
    );
  for (const some of portionsOf(inserted)) await insertVersions(tx, some);
  const areas = [
    ...inserted,
    ...updated.filter(({ areaChanged }) => areaChanged).map(({ version }) => version),
  ];
  for (const some of portionsOf(areas)) await setAreas(tx, some);
}

/** Everything a change of these units can come into conflict with. */
export function knownAround(db: Db | Tx, codes: readonly string[]): Promise<Known> {
  const parents = codes.flatMap((code) => parentOf(code) ?? []);
  return findKnown(db, [...new Set([...codes, ...parents])], [...new Set([...codes, ...parents])]);
}

async function readFiles(files: UnitFiles, around: Surroundings) {
  const csv = files.csv && decodeText(files.csv, "csv");
  const geojson = files.geojson && decodeText(files.geojson, "geojson");
  const table =
    csv && csv.problems.length === 0
      ? await readUnitRows(csv.text, files.coordinates, around)
      : { rows: [], problems: csv?.problems ?? [] };
  const map =
    geojson && geojson.problems.length === 0
      ? await readUnitAreas(geojson.text, files.coordinates, around)
      : { areas: [], problems: geojson?.problems ?? [] };
  return {
    rows: table.rows,
    areas: map.areas,
    problems: [...table.problems, ...map.problems],
  };
}

const placesOf = (rows: readonly ImportRow[], areas: readonly ImportArea[]) => [
  ...rows.map(({ line, code }) => ({ file: "csv" as const, line, code })),
  ...areas.map(({ line, code }) => ({ file: "geojson" as const, line, code })),
];

/** An area without a row of its own corrects the unit as it stands. */
function wishesOf(rows: readonly ImportRow[], areas: readonly ImportArea[]): Wish[] {
  const byCode = new Map(areas.map((area) => [area.code, area]));
  const withRow = new Set(rows.map(({ code }) => code));
  const nothing = {
    name: undefined,
    shortName: undefined,
    point: undefined,
    validFrom: undefined,
    validTo: undefined,
    successor: undefined,
  };
  return [
    ...rows.map(({ line: _line, level: _level, ...row }): Wish => ({
      ...row,
      area: byCode.get(row.code)?.area,
      approximate: false,
    })),
    ...areas
      .filter(({ code }) => !withRow.has(code))
      .map(({ code, area }): Wish => ({ ...nothing, code, area, approximate: false })),
  ];
}

/** A gap is a fault of the parent, which may stand in neither file: then a line of what lies below it is named. */
function placing(rows: readonly ImportRow[], areas: readonly ImportArea[]) {
  const rowLines = new Map(rows.map(({ code, line }) => [code, line]));
  const areaLines = new Map(areas.map(({ code, line }) => [code, line]));
  return ({ code, about, message }: Plan["problems"][number]): ImportProblem => {
    const row = rowLines.get(code);
    const area = areaLines.get(code);
    if (area !== undefined && (about === "area" || row === undefined))
      return { file: "geojson", line: area, message };
    if (row !== undefined) return { file: "csv", line: row, message };
    const below = areas.find((one) => one.code.startsWith(code));
    if (below) return { file: "geojson", line: below.line, message };
    return { file: "csv", line: rows.find((one) => one.code.startsWith(code))?.line ?? 1, message };
  };
}

/** The deepest unit that all of them belong to. */
function commonUnit(codes: readonly string[]): string {
  const [first = "", ...others] = codes;
  return (
    pathOf(first).findLast((unit) => others.every((code) => code.startsWith(unit))) ??
    first.slice(0, 2)
  );
}

async function surroundingsOf(db: Db): Promise<Surroundings> {
  const city = await findCity(db);
  const known = city === undefined ? undefined : await findKnown(db, [city], []);
  const area = city === undefined ? undefined : known?.get(city)?.at(-1)?.area;
  if (!area) return { west: -180, south: -90, east: 180, north: 90 };
  const [west, south, east, north] = boxOf(area);
  return {
    west: west - marginDegrees,
    south: south - marginDegrees,
    east: east + marginDegrees,
    north: north + marginDegrees,
  };
}
