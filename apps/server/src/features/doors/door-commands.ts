import type { ChangeResidents, Door, DoorList } from "@gezhi/contract/visitor-codes.ts";
import { deviceId, type DeviceId, keyOf } from "@gezhi/contract/ids.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { findDevice } from "../devices/device-queries.ts";
import type { Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import { keepersOf } from "../live/live-rules.ts";
import { placeName } from "../organisation/post-directory.ts";
import {
  addResidents,
  countResidents,
  deleteOver,
  findDoor,
  listDoors,
  putDoor,
  removeResidents,
  revokeOf,
} from "./door-queries.ts";
import { doorProfile, doorUnits, keepsDoor } from "./visitor-code-rules.ts";

const dayMs = 86_400_000;

/** Doors of a town or community with numbers; who lives or comes there is not in them. */
export async function doorList(
  context: Context,
  viewer: Viewer,
  asked: UnitCode | undefined,
): Promise<DoorList> {
  const unit = asked ?? doorUnits(viewer).toSorted((a, b) => a.length - b.length)[0];
  if (!unit || !keepsDoor(viewer, unit))
    throw forbidden("门禁访客码由村社书记和镇街值班长、指挥长开关");
  const now = new Date(context.now());
  const today = new Date(`${civilDateAt(now.getTime())}T00:00:00+08:00`);
  const rows = await read(context.db, "system", (tx) =>
    listDoors(tx, unit, { profile: doorProfile, now, today }),
  );
  return {
    unit: { code: UnitCode.parse(unit), name: placeName(context, unit) },
    items: rows.map((row): Door => ({
      id: deviceId(row),
      code: row.code,
      name: doorName(row),
      unit: { code: row.unit, name: placeName(context, row.unit) },
      state: row.state ?? "silent",
      open: row.open ?? false,
      changedBy: row.changed_by,
      residents: row.residents,
      openCodes: row.open_codes,
      usesToday: row.uses_today,
      usesKept: row.uses_kept,
      refused: row.refused ?? 0,
      simulated: row.simulated,
    })),
    keptDays: context.config.VISITOR_LOG_DAYS,
  };
}

export const doorName = ({
  name,
  place,
  address,
}: {
  name: string;
  place: string;
  address: string;
}) => place || address || name;

/** Shut, codes that were made stay what they are and open nothing until it is opened again. */
export async function switchDoor(
  context: Context,
  viewer: Viewer,
  id: DeviceId,
  open: boolean,
): Promise<void> {
  await write(context.db, "system", async (tx) => {
    const { district, id: device } = keyOf(id);
    const unit = await unitOfDoor(tx, viewer, id);
    await putDoor(tx, {
      district,
      device,
      unit,
      open,
      changed_by: viewer.name,
      changed_at: new Date(context.now()),
    });
    await hintDoor(tx, unit);
    await record(tx, viewer, open ? "visitorsOn" : "visitorsOff", id, unit);
  });
  context.hint();
}

/** Telephones of those who live behind the door, as fingerprints: what is kept cannot be read back. */
export async function changeResidents(
  context: Context,
  viewer: Viewer,
  id: DeviceId,
  { add, remove }: ChangeResidents,
): Promise<{ added: number; removed: number; residents: number }> {
  const key = keyOf(id);
  const at = new Date(context.now());
  const hashes = (phones: readonly string[]) => [
    ...new Set(phones.map((phone) => context.secrets.fingerprint(phone))),
  ];
  const changed = await write(context.db, "system", async (tx) => {
    const unit = await unitOfDoor(tx, viewer, id);
    if (!(await findDoor(tx, key))) throw invalid("请先开通这个门的访客码，再登记住户手机号");
    const gone = hashes(remove);
    const removed = await removeResidents(tx, key, gone);
    if (gone.length > 0) await revokeOf(tx, key, gone, at);
    const added = await addResidents(
      tx,
      hashes(add).map((phone_hash) => ({
        district: key.district,
        device: key.id,
        phone_hash,
        added_at: at,
      })),
    );
    await hintDoor(tx, unit);
    await record(tx, viewer, "residents", id, unit, { added, removed });
    return { added, removed, residents: await countResidents(tx, key) };
  });
  context.hint();
  return changed;
}

/** Tells who keeps the doors of a place that a number changed: not which door, nor by whom. */
export async function hintDoor(tx: Tx, unit: string): Promise<void> {
  const town = unit.slice(0, 9);
  await announce(tx, [
    { kind: "door", subject: town, act: "changed", town, parties: keepersOf("door", unit) },
  ]);
}

async function unitOfDoor(tx: Tx, viewer: Viewer, id: DeviceId): Promise<string> {
  const device = await findDevice(tx, keyOf(id));
  if (
    !device ||
    device.retired_at ||
    device.profile !== doorProfile ||
    !keepsDoor(viewer, device.unit)
  )
    throw notFound("这个门");
  return device.unit;
}

const record = (
  tx: Tx,
  viewer: Viewer,
  act: "visitorsOn" | "visitorsOff" | "residents",
  id: DeviceId,
  unit: string,
  detail: Record<string, number> = {},
) =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: `device.${act}`,
    subject: id,
    detail,
    district: keyOf(id).district,
    unit,
  });

/** Daily: codes and their uses go when they have been over for so long. */
export const forgetVisitors = async (context: Context): Promise<void> => {
  const before = new Date(context.now() - context.config.VISITOR_LOG_DAYS * dayMs);
  await write(context.db, "system", (tx) => deleteOver(tx, before));
};
