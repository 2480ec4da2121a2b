import type { HangPlate, Plate, PlateRegister } from "@gezhi/contract/four-lists.ts";
import { keyOf, plateId, type PlateId } from "@gezhi/contract/ids.ts";
import { v7 } from "uuid";
import { civilDateAt } from "../../platform/civil-date.ts";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { districtOf } from "./list-check-commands.ts";
import { insertPlate, listPlates, lockPlate, type PlateRow, setRemoved } from "./list-queries.ts";
import { keepsPlates, listScope, ownUnit, servesIn } from "./list-rules.ts";

const mostPlates = 2000;

/** What the catalogue permits and what hangs, below a unit; what the catalogue lacks is one too many. */
export async function plateRegister(
  context: Context,
  viewer: Viewer,
  unit = ownUnit(viewer),
): Promise<PlateRegister> {
  if (!unit || !servesIn(viewer, unit))
    throw forbidden("该单位不在您的工作范围内，请选择本单位或下级单位");
  const rows = await read(context.db, listScope(viewer), (tx) => listPlates(tx, unit, mostPlates));
  const hanging = rows.map((row) => present(context, viewer, row));
  const villages = [...new Set(rows.map((row) => row.unit))].map((code) => {
    const of = hanging.filter((plate) => plate.unit.code === code);
    return {
      code,
      name: context.units.name(code),
      hanging: of.length,
      excess: of.filter(({ item }) => item === null).length,
    };
  });
  return {
    unit: { code: unit, name: context.units.name(unit) },
    permitted: permittedAt(context, unit).map(({ code, name }) => ({ code, name })),
    hanging,
    villages: villages.toSorted((a, b) => b.excess - a.excess || a.code.localeCompare(b.code)),
    mayKeep: keepsPlates(viewer, unit),
  };
}

export async function hangPlate(
  context: Context,
  viewer: Viewer,
  { unit, name, hungOn }: HangPlate,
): Promise<Plate> {
  if (!keepsPlates(viewer, unit))
    throw forbidden("只能登记本村（社区）或本镇街所辖村（社区）的牌子");
  if (!context.units.find(unit)) throw notFound("这个村（社区）");
  if (hungOn > civilDateAt(context.now())) throw invalid("挂牌日期不能晚于今天");
  const row = {
    district: districtOf(unit),
    id: v7(),
    unit,
    item: permittedAt(context, unit).find((one) => sameName(one.name, name))?.code ?? null,
    name,
    hung_on: hungOn,
    noted_by: viewer.name,
    noted_at: new Date(context.now()),
    removed_on: null,
    removed_by: null,
  };
  const hung = await write(context.db, listScope(viewer), async (tx) => {
    const inserted = await insertPlate(tx, row);
    if (inserted) await keepAct(tx, viewer, "hang", row);
    return inserted;
  });
  if (!hung) throw conflict(`这里已经登记了“${name}”`);
  return present(context, viewer, row);
}

export async function removePlate(context: Context, viewer: Viewer, id: PlateId): Promise<void> {
  const key = keyOf(id);
  await write(context.db, listScope(viewer), async (tx) => {
    const row = await lockPlate(tx, key);
    if (!row) throw notFound("这块牌子");
    if (!keepsPlates(viewer, row.unit))
      throw forbidden("只能摘除本村（社区）或本镇街所辖村（社区）的牌子");
    if (row.removed_on) throw conflict("这块牌子已经登记摘除");
    await setRemoved(tx, key, civilDateAt(context.now()), viewer.name);
    await keepAct(tx, viewer, "remove", row);
  });
}

const keepAct = (tx: Tx, viewer: Viewer, act: "hang" | "remove", row: PlateRow) =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: `signboard.${act}`,
    subject: plateId(row),
    detail: { signboard: row.name },
    district: row.district,
    unit: row.unit,
  });

const permittedAt = (context: Context, unit: string) =>
  context.configuration.current("lists", unit).content.plates;

/** The catalogue of today decides, so that a plate it no longer has shows as one too many. */
function present(context: Context, viewer: Viewer, row: PlateRow): Plate {
  const item = permittedAt(context, row.unit).find(
    ({ code, name }) => code === row.item || sameName(name, row.name),
  );
  return {
    id: plateId(row),
    unit: { code: row.unit, name: context.units.name(row.unit) },
    item: item?.code ?? null,
    name: row.name,
    hungOn: row.hung_on,
    notedBy: row.noted_by,
    removable: keepsPlates(viewer, row.unit),
  };
}

const plain = (name: string) => name.replaceAll(/[（(][^）)]*[）)]|\s/gu, "");
/** Of "甲/乙" either will do. */
const sameName = (listed: string, name: string): boolean =>
  listed.split("/").some((one) => plain(one) === plain(name)) || plain(listed) === plain(name);
