import type { SaveCare } from "@gezhi/contract/care.ts";
import { careId, type CareId, keyOf } from "@gezhi/contract/ids.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import type { Updateable } from "kysely";
import { v7 } from "uuid";
import type { CaredFor } from "../../platform/database/generated.ts";
import { type Tx, write } from "../../platform/database/scope.ts";
import { type FieldError, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import { calendarFor } from "../clocks/calendar-store.ts";
import { dayAfter } from "../clocks/working-calendar.ts";
import type { Context } from "../context.ts";
import { forgetPerson, knownPerson } from "../devices/device-commands.ts";
import { findDevice } from "../devices/device-queries.ts";
import { countReveal } from "../identity/sign-in-commands.ts";
import type { Viewer } from "../identity/viewer.ts";
import { heldBy } from "../organisation/organisation-queries.ts";
import { hintCare } from "./care-hint-commands.ts";
import { careRow } from "./care-lists.ts";
import { dayOf, openText } from "./care-presentation.ts";
import { type CareRow, deleteCare, insertCare, lockCare, setCare } from "./care-queries.ts";
import { careUnits, deadlineAt, keepsCare, tokenOf } from "./care-rules.ts";

const notKeeper = () => forbidden("关爱走访计划由镇街养老助残岗或所在村社的书记登记，请与他们联系");

/** The row is written with its consent or not at all: without one there is no data of this person. */
export async function createCare(
  context: Context,
  viewer: Viewer,
  asked: SaveCare,
): Promise<CareId> {
  const place = placeOf(context, viewer, asked);
  const at = new Date(context.now());
  const key = { district: place.unit.slice(0, 6), id: v7() };
  await write(context.db, "system", async (tx) => {
    const devices = await devicesOf(tx, asked, key.district);
    const known = devices[0] ? knownPerson(context, devices[0]) : undefined;
    const name = asked.name || known?.personName;
    if (!name) throw faulty("name", "请填写姓名，或选一台已登记本人的设备");
    await refuseStranger(tx, asked, place.town, at);
    const made = await insertCare(tx, {
      ...key,
      ...place,
      ...planColumns(asked, place),
      name_enc: context.secrets.seal(name),
      age: asked.age ?? known?.personAge ?? null,
      phone_enc: sealed(context, asked.phone),
      contact_name_enc: sealed(context, asked.contactName || known?.familyName),
      contact_phone_enc: sealed(context, asked.contactPhone || known?.familyPhone),
      note_enc: sealed(context, asked.note),
      due_on: firstDue(context, { unit: place.unit, rest_days: asked.restDays }, asked.dueBy),
      simulated: devices.some(({ simulated }) => simulated),
      created_at: at,
      updated_at: at,
    });
    await hintCare(tx, [made]);
    await record(tx, viewer, "create", { ...key, unit: place.unit });
  });
  context.hint();
  return careId(key);
}

export async function editCare(
  context: Context,
  viewer: Viewer,
  id: CareId,
  asked: SaveCare,
): Promise<void> {
  const place = placeOf(context, viewer, asked);
  const at = new Date(context.now());
  await write(context.db, "system", async (tx) => {
    const row = await lockKept(tx, viewer, id);
    if (!place.unit.startsWith(row.town))
      throw invalid("不能移到另一个镇街；请先撤销，再由对方镇街登记");
    await devicesOf(tx, asked, row.district);
    await refuseStranger(tx, asked, place.town, at);
    const plan = { unit: place.unit, rest_days: asked.restDays };
    const first = firstDue(context, plan, asked.dueBy);
    const next =
      row.seen_at === null
        ? first
        : nextDue(context, { ...plan, every: asked.every }, new Date(row.seen_at).getTime());
    const planned = planColumns(asked, place);
    await setCare(tx, row, {
      ...place,
      ...planned,
      ...words(context, asked),
      // What became due under the old plan is not made up for by changing it.
      due_on: next > first ? next : first,
      updated_at: at,
    });
    // Whom it sent before as well.
    await hintCare(tx, [row, { ...place, ...planned }]);
    await record(tx, viewer, "edit", { ...row, unit: place.unit });
  });
  context.hint();
}

/** Everything goes at once: the plan, its visits, and what the devices know of the person. The log keeps that it was done. */
export async function withdrawCare(
  context: Context,
  viewer: Viewer,
  id: CareId,
  reason: string,
): Promise<void> {
  if (careUnits(viewer).length === 0) throw notKeeper();
  await write(context.db, "system", async (tx) => {
    const row = await lockKept(tx, viewer, id);
    for (const device of row.devices)
      await forgetPerson(tx, context, viewer, { district: row.district, id: device });
    await deleteCare(tx, row);
    await hintCare(tx, [row]);
    await record(tx, viewer, "withdraw", row, reason);
  });
  context.hint();
}

/** The entry is committed before the value leaves: nothing is shown that is not on record. */
export async function revealCare(context: Context, viewer: Viewer, id: CareId, reason: string) {
  const { row, shown } = await careRow(context, viewer, id);
  if (!shown.actions.includes("reveal"))
    throw forbidden("志愿者只看到走访地址；需要联系本人或家属，请找网格员或养老助残岗");
  await countReveal(context, viewer);
  await write(context.db, "system", (tx) =>
    recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: "reveal.care",
      subject: id,
      reason,
      district: row.district,
      unit: row.unit,
    }),
  );
  return {
    name: openText(context, row.name_enc),
    phone: openText(context, row.phone_enc),
    contactName: openText(context, row.contact_name_enc),
    contactPhone: openText(context, row.contact_phone_enc),
  };
}

type Due = Pick<CareRow, "unit" | "rest_days">;
const counted = ({ rest_days }: Pick<Due, "rest_days">) => (rest_days ? "every" : "working");

/** Today while its hour is not over, else the next day with visits. */
function firstDue(context: Context, plan: Due, dueBy: number): string {
  const now = context.now();
  const day = dayOf(context, plan, now);
  if (day.counts && now < deadlineAt(day.date, dueBy)) return day.date;
  return dayAfter(calendarFor(context.configuration, plan.unit), now, 1, counted(plan));
}

export const nextDue = (
  { configuration }: Pick<Context, "configuration">,
  plan: Due & Pick<CareRow, "every">,
  seenAt: number,
): string => dayAfter(calendarFor(configuration, plan.unit), seenAt, plan.every, counted(plan));

type Place = { unit: string; town: string };

function placeOf(context: Context, viewer: Viewer, asked: SaveCare): Place {
  const { unit } = asked;
  const found = context.units.find(unit);
  const town = ancestorAt(unit, "town");
  if (!found || found.validTo || unit.length < 12 || !town)
    throw faulty("unit", "请选择现行的村社或网格");
  if (!keepsCare(viewer, unit)) throw notKeeper();
  const byGrid = [asked.visitor, asked.substitute].some((one) => one?.by === "gridWorker");
  if (byGrid && unit.length < 15) throw faulty("unit", "由网格员走访的，请选到网格");
  if (Date.parse(asked.consent.at) > context.now())
    throw faulty("consent", "同意时间不能晚于现在；没有取得同意不能登记");
  const who = tokenOf(asked.visitor, { unit, town });
  if (asked.substitute && tokenOf(asked.substitute, { unit, town }) === who)
    throw faulty("substitute", "替补不能与走访人相同");
  return { unit, town };
}

const faulty = (path: string, message: string) =>
  invalid("走访计划有误，请按提示修改", [{ path, message } satisfies FieldError]);

const planColumns = (asked: SaveCare, place: Place) => ({
  address: asked.address,
  devices: asked.devices.map((device) => keyOf(device).id),
  consent_at: new Date(asked.consent.at),
  consent_by: asked.consent.by,
  way: asked.way,
  every: asked.every,
  rest_days: asked.restDays,
  due_by: asked.dueBy,
  visitor: tokenOf(asked.visitor, place),
  substitute: asked.substitute && tokenOf(asked.substitute, place),
});

const sealed = ({ secrets }: Pick<Context, "secrets">, text: string | undefined) =>
  text ? secrets.seal(text) : null;

/** What the form leaves out stays, for whoever edits does not see it. */
function words(context: Context, asked: SaveCare): Updateable<CaredFor> {
  const { name, age, phone, contactName, contactPhone, note } = asked;
  return {
    ...(name ? { name_enc: context.secrets.seal(name) } : {}),
    ...(age === undefined ? {} : { age }),
    ...(phone === undefined ? {} : { phone_enc: sealed(context, phone) }),
    ...(contactName === undefined ? {} : { contact_name_enc: sealed(context, contactName) }),
    ...(contactPhone === undefined ? {} : { contact_phone_enc: sealed(context, contactPhone) }),
    ...(note === undefined ? {} : { note_enc: sealed(context, note) }),
  };
}

async function devicesOf(tx: Tx, { devices, unit }: SaveCare, district: string) {
  const found = [];
  for (const device of devices) {
    const row = await findDevice(tx, keyOf(device));
    if (
      !row ||
      row.district !== district ||
      row.unit.slice(0, 9) !== unit.slice(0, 9) ||
      row.retired_at
    )
      throw faulty("devices", "没有找到这台在用的设备，请在本镇街的设备里选");
    if (row.person_name_enc !== null && row.consent_at === null)
      throw faulty("devices", `设备 ${row.code} 还没有登记本人同意，请先补登同意`);
    found.push(row);
  }
  return found;
}

/** A volunteer serves somewhere in the town. */
async function refuseStranger(tx: Tx, asked: SaveCare, town: string, at: Date): Promise<void> {
  for (const field of ["visitor", "substitute"] as const) {
    const one = asked[field];
    if (one?.by !== "volunteer") continue;
    const held = await heldBy(tx, one.account, at);
    if (!held.some(({ unit }) => unit.startsWith(town)))
      throw faulty(field, "请从本镇街在岗的人员中选择志愿者");
  }
}

async function lockKept(tx: Tx, viewer: Viewer, id: CareId): Promise<CareRow> {
  const row = await lockCare(tx, keyOf(id));
  // Who has nothing to do with the person is not told that there is one.
  if (!row || !keepsCare(viewer, row.unit)) throw notFound("这位关爱对象");
  return row;
}

const record = (
  tx: Tx,
  viewer: Viewer,
  act: "create" | "edit" | "withdraw",
  { district, id, unit }: { district: string; id: string; unit: string },
  reason?: string,
) =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: `care.${act}`,
    subject: careId({ district, id }),
    reason,
    district,
    unit,
  });
