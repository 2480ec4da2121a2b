import type { HandOut, TakeBack } from "@gezhi/contract/handouts.ts";
import { type DeviceId, keyOf } from "@gezhi/contract/ids.ts";
import { v7 } from "uuid";
import { type Tx, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { replaceDevice } from "../care/care-queries.ts";
import { careUnits, keepsCare } from "../care/care-rules.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { record } from "./device-commands.ts";
import { profileOf } from "./device-presentation.ts";
import { type DeviceRow, lockDevice, setDevice } from "./device-queries.ts";
import { endOpen, findOpen, insertHandout } from "./handout-queries.ts";

/** Everything on a device's row that is about whoever has it. */
const nobody = {
  person_name_enc: null,
  person_age: null,
  family_name_enc: null,
  family_phone_enc: null,
  consent_at: null,
  address: "",
  place: "",
  lon: null,
  lat: null,
  overrides: "{}",
} as const;

function refuseStrangers(viewer: Viewer): void {
  if (careUnits(viewer).length === 0)
    throw forbidden("个人设备的发放由镇街养老助残岗和村社书记登记");
}

/** A device of a kind that measures persons, in use, in the viewer's care; locked. */
async function lockKept(tx: Tx, context: Context, viewer: Viewer, id: DeviceId) {
  const row = await lockDevice(tx, keyOf(id));
  if (!row || !keepsCare(viewer, row.unit)) throw notFound("这台设备");
  if (row.retired_at) throw conflict("这台设备已停用，不能发放");
  if (!profileOf(context, row.unit, row.profile)?.personal)
    throw invalid("这类设备不是个人设备，不做发放登记");
  return row;
}

/** Consent, person and ledger in one transaction: no reading of the person is kept before them (R54). */
export async function handOut(context: Context, viewer: Viewer, asked: HandOut): Promise<void> {
  refuseStrangers(viewer);
  const at = new Date(context.now());
  const consentAt = new Date(asked.consent.at);
  if (consentAt > at) throw invalid("同意日期不能晚于今天");
  const issuedAt = asked.issuedAt === null ? at : new Date(asked.issuedAt);
  if (issuedAt > at || issuedAt < consentAt)
    throw invalid("发放日期不能早于同意日期，也不能晚于今天", [
      { path: "issuedAt", message: "请核对发放日期" },
    ]);
  await write(context.db, "system", async (tx) => {
    const row = await lockKept(tx, context, viewer, asked.device);
    if (await findOpen(tx, row)) throw conflict("这台设备已经发放；收回后才能发给别人");
    const known = row.person_name_enc;
    if (known === null && !asked.personName)
      throw invalid("请填写领用人姓名", [{ path: "personName", message: "请填写领用人姓名" }]);
    const seal = (text: string) => (text ? context.secrets.seal(text) : null);
    const name = asked.personName ? seal(asked.personName) : known;
    const next = await setDevice(tx, row, {
      person_name_enc: name,
      person_age: asked.personAge ?? (asked.personName ? null : row.person_age),
      family_name_enc: seal(asked.familyName) ?? (asked.personName ? null : row.family_name_enc),
      family_phone_enc: seal(asked.familyPhone) ?? (asked.personName ? null : row.family_phone_enc),
      consent_at: consentAt,
      address: asked.address || row.address,
      updated_at: at,
    });
    await insertHandout(tx, {
      ...opened(viewer, next, issuedAt),
      person_name_enc: name,
      consent_at: consentAt,
      consent_by: asked.consent.by,
    });
    await record(tx, viewer, "handOut", next);
  });
  context.hint();
}

const opened = (viewer: Viewer, { district, id, unit }: DeviceRow, at: Date) => ({
  district,
  id: v7(),
  device: id,
  unit,
  issued_at: at,
  issued_by: viewer.account,
  issued_by_name: viewer.name,
});

/** The device forgets its person; given in exchange, the other one goes on with person, place and own limits. */
export async function takeBack(
  context: Context,
  viewer: Viewer,
  id: DeviceId,
  { how, note, to }: TakeBack,
): Promise<void> {
  refuseStrangers(viewer);
  if ((how === "exchanged") !== (to !== null))
    throw invalid(to === null ? "换机要选换上的设备" : "只有换机才选换上的设备", [
      { path: "to", message: "请核对" },
    ]);
  if (to === id) throw invalid("换上的不能是同一台设备", [{ path: "to", message: "请另选" }]);
  const at = new Date(context.now());
  await write(context.db, "system", async (tx) => {
    // In one order, so that two exchanges never wait for each other.
    const ids = [id, ...(to === null ? [] : [to])].toSorted();
    const rows = new Map<string, DeviceRow>();
    for (const one of ids) rows.set(one, await lockKept(tx, context, viewer, one));
    const row = rows.get(id)!;
    const open = await findOpen(tx, row);
    if (!open) throw conflict("这台设备没有发放记录，请先补记发放");
    const successor = to === null ? undefined : rows.get(to)!;
    if (successor) await giveInExchange(tx, viewer, { row, successor, open, at });
    await replaceDevice(tx, row.district, row.id, successor?.id ?? null);
    await endOpen(tx, row, {
      ended_at: at,
      ended_how: how,
      ended_by_name: viewer.name,
      note_enc: note ? context.secrets.seal(note) : null,
      successor: successor?.id ?? null,
    });
    await record(tx, viewer, "takeBack", await setDevice(tx, row, { ...nobody, updated_at: at }));
  });
  context.hint();
}

async function giveInExchange(
  tx: Tx,
  viewer: Viewer,
  {
    row,
    successor,
    open,
    at,
  }: {
    row: DeviceRow;
    successor: DeviceRow;
    open: NonNullable<Awaited<ReturnType<typeof findOpen>>>;
    at: Date;
  },
): Promise<void> {
  if (successor.person_name_enc !== null || (await findOpen(tx, successor)))
    throw conflict("换上的设备已经有人使用，请另选一台");
  if (successor.district !== row.district) throw forbidden("换上的设备属于另一个区县");
  const next = await setDevice(tx, successor, {
    person_name_enc: row.person_name_enc,
    person_age: row.person_age,
    family_name_enc: row.family_name_enc,
    family_phone_enc: row.family_phone_enc,
    consent_at: row.consent_at,
    address: row.address,
    place: row.place,
    lon: row.lon,
    lat: row.lat,
    ...(successor.profile === row.profile ? { overrides: JSON.stringify(row.overrides) } : {}),
    updated_at: at,
  });
  await insertHandout(tx, {
    ...opened(viewer, next, at),
    person_name_enc: open.person_name_enc,
    consent_at: open.consent_at,
    consent_by: open.consent_by,
  });
  await record(tx, viewer, "handOut", next);
}
