import { keyOf, placeId, type PlaceId } from "@gezhi/contract/ids.ts";
import type { SavePlace } from "@gezhi/contract/places.ts";
import { v7 } from "uuid";
import { civilDateAt } from "../../platform/civil-date.ts";
import { lockKey, read, write, type Tx } from "../../platform/database/scope.ts";
import {
  conflict,
  forbidden,
  invalid,
  notFound,
  type FieldError,
} from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { countReveal } from "../identity/sign-in-commands.ts";
import type { Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import { listPlace } from "../search/search-entry-commands.ts";
import { columnsOf, contactOf } from "./place-presentation.ts";
import {
  findByCodes,
  findPlace,
  insertPlaces,
  lockPlace,
  setPlace,
  type PlaceRow,
} from "./place-queries.ts";
import { keepsPlaces, placeActions, placeScope, pointOf } from "./place-rules.ts";

export const notKeeper = () =>
  forbidden("重点场所由所在镇街的值班长、指挥长，区治理中心或系统管理员管理");

/** The grid it lies in, and what is wrong with it beyond its schema. */
export function settle(
  { units }: Pick<Context, "units">,
  viewer: Viewer,
  { geometry, validFrom, validTo }: SavePlace,
): { unit: string | undefined; faults: FieldError[] } {
  const { lon, lat } = pointOf(geometry);
  const unit = units.locate(lon, lat);
  const faults: FieldError[] = [];
  if (unit === undefined)
    faults.push({ path: "geometry", message: "位置不在本市范围内，请核对（WGS-84）" });
  else if (!keepsPlaces(viewer, unit))
    faults.push({ path: "geometry", message: "位置不在您管理的范围内" });
  if (validTo !== null && validTo < validFrom)
    faults.push({ path: "validTo", message: "结束日期不能早于开始日期" });
  return { unit, faults };
}

function settled(context: Context, viewer: Viewer, place: SavePlace): string {
  if (!keepsPlaces(viewer)) throw notKeeper();
  const { unit, faults } = settle(context, viewer, place);
  if (faults.length || unit === undefined) throw invalid("场所信息有误，请按提示修改", faults);
  return unit;
}

export async function createPlace(
  context: Context,
  viewer: Viewer,
  place: SavePlace,
): Promise<PlaceId> {
  const unit = settled(context, viewer, place);
  const id = await write(
    context.db,
    "system",
    async (tx) => {
      if ((await findByCodes(tx, [place.code])).length)
        throw conflict(`场所编码 ${place.code} 已被使用，请换一个`);
      const at = new Date(context.now());
      const [row] = await insertPlaces(tx, [
        {
          district: unit.slice(0, 6),
          id: v7(),
          ...columnsOf(context.secrets, place, unit),
          created_at: at,
          updated_at: at,
        },
      ]);
      if (!row) throw new Error("A place that was just written is gone.");
      await recordPlace(tx, context, viewer, "create", row);
      await announcePlaces(tx, "create", [row]);
      return placeId(row);
    },
    { locks: [lockKey(`place ${place.code}`)] },
  );
  await context.keyPlaces.reload([unit]);
  return id;
}

export async function editPlace(
  context: Context,
  viewer: Viewer,
  id: PlaceId,
  place: SavePlace,
): Promise<void> {
  const unit = settled(context, viewer, place);
  await change(context, viewer, id, "edit", (row) => {
    if (place.code !== row.code) throw invalid("场所编码不能修改；请结束后重新登记");
    if (!unit.startsWith(row.district))
      throw invalid("场所不能移到另一个区县；请结束后在新区县重新登记");
    return columnsOf(context.secrets, place, unit);
  });
}

/** It stays on record, and in lists of what is over. */
export const endPlace = (context: Context, viewer: Viewer, id: PlaceId, reason: string) =>
  change(
    context,
    viewer,
    id,
    "end",
    (row) => {
      const today = civilDateAt(context.now());
      if (row.valid_to !== null && row.valid_to <= today) throw conflict("这处场所已经结束");
      return { valid_to: row.valid_from > today ? row.valid_from : today };
    },
    reason,
  );

async function change(
  context: Context,
  viewer: Viewer,
  id: PlaceId,
  act: "edit" | "end",
  columns: (row: PlaceRow) => Parameters<typeof setPlace>[2],
  reason?: string,
): Promise<void> {
  const unit = await write(context.db, "system", async (tx) => {
    const row = await lockPlace(tx, keyOf(id));
    if (!row) throw notFound("这处场所");
    if (!keepsPlaces(viewer, row.unit)) throw notKeeper();
    const next = await setPlace(tx, row, { ...columns(row), updated_at: new Date(context.now()) });
    await recordPlace(tx, context, viewer, act, next, reason);
    await announcePlaces(tx, act, [next]);
    return next.unit;
  });
  await context.keyPlaces.reload([unit]);
}

/** The entry is committed before the value leaves. */
export async function revealContact(context: Context, viewer: Viewer, id: PlaceId, reason: string) {
  const row = await read(context.db, placeScope(viewer), (tx) => findPlace(tx, keyOf(id)));
  if (!row) throw notFound("这处场所");
  if (!placeActions(viewer, { unit: row.unit, ended: false, contact: true }).includes("reveal"))
    throw forbidden("您的岗位不能查看联系人；请由所在镇街的指挥中心、村社或网格员联系");
  await countReveal(context, viewer);
  await write(context.db, "system", (tx) =>
    recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: "reveal.place",
      subject: id,
      reason,
      district: row.district,
      unit: row.unit,
    }),
  );
  return contactOf(context.secrets, row);
}

/** Of a whole file one message for each grid; a single place is named. */
export const announcePlaces = (
  tx: Tx,
  act: "create" | "edit" | "end" | "import",
  rows: readonly PlaceRow[],
): Promise<void> =>
  announce(
    tx,
    [...new Map(rows.map((row) => [row.unit, row])).values()].map((row) => ({
      kind: "place",
      subject: act === "import" ? row.unit : placeId(row),
      act,
      town: row.town,
      parties: [row.unit],
    })),
  );

export async function recordPlace(
  tx: Tx,
  context: Pick<Context, "now">,
  viewer: Viewer,
  act: "create" | "edit" | "end",
  row: PlaceRow,
  reason?: string,
): Promise<void> {
  await listPlace(tx, row, civilDateAt(context.now()));
  await recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: `place.${act}`,
    subject: placeId(row),
    reason,
    detail: { code: row.code },
    district: row.district,
    unit: row.unit,
  });
}
