import type { PlaceImportResult, SavePlace } from "@gezhi/contract/places.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import canonicalize from "canonicalize";
import { v7 } from "uuid";
import { gently } from "../../platform/gently.ts";
import { lockKey, write, type Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { placeName } from "../organisation/post-directory.ts";
import { notKeeper, announcePlaces, recordPlace, settle } from "./place-commands.ts";
import type { PlaceFile, PlaceLine } from "./place-file-rules.ts";
import { columnsOf, contactOf, savedOf } from "./place-presentation.ts";
import { findByCodes, insertPlaces, setPlace, type PlaceRow } from "./place-queries.ts";
import { keepsPlaces, pointOf } from "./place-rules.ts";

type Settled = { place: SavePlace; unit: string };
type Plan = {
  created: Settled[];
  changed: (Settled & { row: PlaceRow })[];
  unchanged: number;
  problems: PlaceImportResult["problems"];
};
const mostProblems = 500;
const mostLanded = 300;

/** All or nothing: with a problem in any line nothing is changed, and every problem is named by its line. */
export async function importPlaces(
  context: Context,
  viewer: Viewer,
  { lines, problems }: PlaceFile,
  dryRun: boolean,
): Promise<PlaceImportResult> {
  if (!keepsPlaces(viewer)) throw notKeeper();
  const { result, grids } = await write(
    context.db,
    "system",
    async (tx) => {
      const plan = await planOf(context, tx, viewer, lines);
      const all = [...problems, ...plan.problems].toSorted((a, b) => a.line - b.line);
      const applied = !dryRun && all.length === 0;
      if (applied) await apply(context, tx, viewer, plan);
      const result = {
        dryRun,
        created: plan.created.length,
        changed: plan.changed.length,
        unchanged: plan.unchanged,
        landed: lines.slice(0, mostLanded).map((one) => landingOf(context, one)),
        problems: all.slice(0, mostProblems),
      };
      const touched = applied ? [...plan.created, ...plan.changed] : [];
      return { result, grids: [...new Set(touched.map(({ unit }) => unit))] };
    },
    { locks: [lockKey("place import")] },
  );
  if (grids.length > 0) await context.keyPlaces.reload(grids);
  return result;
}

function landingOf(
  context: Context,
  { line, place }: PlaceLine,
): PlaceImportResult["landed"][number] {
  const position = pointOf(place.geometry);
  const unit = context.units.locate(position.lon, position.lat);
  return {
    line,
    name: place.name,
    position,
    unit: unit ? { code: UnitCode.parse(unit), name: placeName(context, unit) } : null,
  };
}

async function planOf(
  context: Context,
  tx: Tx,
  viewer: Viewer,
  lines: readonly PlaceLine[],
): Promise<Plan> {
  const plan: Plan = { created: [], changed: [], unchanged: 0, problems: [] };
  if (lines.length === 0) return plan;
  const rows = await findByCodes(
    tx,
    lines.map(({ place }) => place.code),
  );
  const known = new Map(rows.map((row) => [row.code, row]));
  for await (const { line, place } of gently(lines)) {
    const fault = (column: string, message: string) =>
      void plan.problems.push({ line, column, message });
    const { unit, faults } = settle(context, viewer, place);
    for (const { message } of faults) fault("", message);
    if (unit === undefined || faults.length) continue;
    const row = known.get(place.code);
    if (!row) plan.created.push({ place, unit });
    else if (!keepsPlaces(viewer, row.unit)) fault("编码", `${place.code} 是您管理范围外的场所`);
    else if (!unit.startsWith(row.district))
      fault("经度", "场所不能移到另一个区县；请结束后重新登记");
    else if (isSame(context, row, place)) plan.unchanged += 1;
    else plan.changed.push({ place, unit, row });
  }
  return plan;
}

function isSame({ secrets }: Context, row: PlaceRow, place: SavePlace): boolean {
  const { contactName, contactPhone, ...shown } = place;
  const { name, phone } = contactOf(secrets, row);
  const kept = (given: string | undefined, held: string | null) =>
    given === undefined || given === (held ?? "");
  return (
    canonicalize(savedOf(row)) === canonicalize(shown) &&
    kept(contactName, name) &&
    kept(contactPhone, phone)
  );
}

const atOnce = 100;

async function apply(context: Context, tx: Tx, viewer: Viewer, plan: Plan): Promise<void> {
  const at = new Date(context.now());
  const created = new Map<string, PlaceRow>();
  for (let from = 0; from < plan.created.length; from += atOnce) {
    const rows = plan.created.slice(from, from + atOnce).map(({ place, unit }) => ({
      district: unit.slice(0, 6),
      id: v7(),
      // Every row of one statement has the same columns.
      ...columnsOf(context.secrets, { contactName: "", contactPhone: "", ...place }, unit),
      created_at: at,
      updated_at: at,
    }));
    const made = await insertPlaces(tx, rows);
    for (const row of made) await recordPlace(tx, context, viewer, "create", row);
    for (const row of made) created.set(row.unit, row);
  }
  const grids = [...created.values()];
  for (let from = 0; from < grids.length; from += atOnce)
    await announcePlaces(tx, "import", grids.slice(from, from + atOnce));
  for (const { place, unit, row } of plan.changed) {
    const next = await setPlace(tx, row, {
      ...columnsOf(context.secrets, place, unit),
      updated_at: at,
    });
    await recordPlace(tx, context, viewer, "edit", next);
    await announcePlaces(tx, "edit", [next]);
  }
}
