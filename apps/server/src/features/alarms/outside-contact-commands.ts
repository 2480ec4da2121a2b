import type { OutsideContact, SaveOutsideContact } from "@gezhi/contract/alarms.ts";
import { type Key } from "@gezhi/contract/ids.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { v7 } from "uuid";
import type { z } from "zod";
import { maskPhone } from "../../platform/masking.ts";
import { write } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import { holdsAny, type Viewer } from "../identity/viewer.ts";
import {
  type ContactRow,
  findContact,
  listContactsWithin,
  putContact,
  removeContact,
} from "./outside-queries.ts";

type Contact = z.infer<typeof OutsideContact>;
const keepers: readonly Role[] = ["dutyOfficer", "commander", "districtCentre", "sysAdmin"];
const readers: readonly Role[] = [...keepers, "dispatcher"];

export const presentContact = ({ secrets }: Context, row: ContactRow): Contact => ({
  id: `${row.district}-${row.id}`,
  unit: UnitCode.parse(row.unit),
  party: row.party,
  name: row.name,
  phone: maskPhone(secrets.open(row.phone_enc)),
  order: row.step,
});

export async function listContacts(
  context: Context,
  viewer: Viewer,
  unit: string,
): Promise<Contact[]> {
  if (!holdsAny(viewer, readers, unit)) throw forbidden("只能查看本单位的外部联系人");
  return (await listContactsWithin(context.db, unit)).map((row) => presentContact(context, row));
}

const demandKeeper = (viewer: Viewer, unit: string): void => {
  if (!holdsAny(viewer, keepers, unit)) throw forbidden("只能修改本单位的外部联系人");
};

/** New without a key; numbers are kept sealed and shown masked. */
export async function saveContact(
  context: Context,
  viewer: Viewer,
  key: Key | null,
  saved: z.infer<typeof SaveOutsideContact>,
): Promise<Contact> {
  const { unit, party, name, phone, order } = saved;
  demandKeeper(viewer, unit);
  if (unit.length < 6) throw invalid("外部联系人按区县、镇街或村社登记");
  const district = unit.slice(0, 6);
  if (key && key.district !== district) throw invalid("联系人不能改到别的区县，请在那里新建");
  const row: ContactRow = {
    district,
    id: key?.id ?? v7(),
    unit,
    party,
    name,
    phone_enc: context.secrets.seal(phone),
    step: order,
  };
  await write(context.db, "system", async (tx) => {
    const before = key && (await findContact(tx, key));
    if (key && !before) throw notFound("联系人");
    if (before) demandKeeper(viewer, before.unit);
    await putContact(tx, row);
    await audit(tx, viewer, row, key ? "change" : "add");
  });
  return presentContact(context, row);
}

export const deleteContact = (context: Context, viewer: Viewer, key: Key): Promise<void> =>
  write(context.db, "system", async (tx) => {
    const row = await findContact(tx, key);
    if (!row) throw notFound("联系人");
    demandKeeper(viewer, row.unit);
    await removeContact(tx, key);
    await audit(tx, viewer, row, "remove");
  });

const audit = (
  tx: Parameters<typeof recordAudit>[0],
  viewer: Viewer,
  { district, unit, id, party }: ContactRow,
  act: "add" | "change" | "remove",
) =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: `unit.contact.${act}`,
    subject: `${district}-${id}`,
    detail: { party },
    district,
    unit,
  });
