import { sql, type Insertable } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { OutsideParty } from "@gezhi/contract/sensing.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { OutsideCalls, OutsideContacts } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { CallRow } from "./alarm-tables.ts";

export type ContactRow = {
  district: string;
  id: string;
  unit: string;
  party: OutsideParty;
  name: string;
  phone_enc: string;
  step: number;
};

/** Whom a unit calls, its own contacts first, then those of the units above it. */
export async function listContactsFor(
  db: Db,
  unit: string,
  parties: readonly OutsideParty[],
): Promise<ContactRow[]> {
  if (parties.length === 0) return [];
  const { rows } = await sql<ContactRow>`
    select district, id, unit, party, name, phone_enc, step from outside_contacts
    where district = ${unit.slice(0, 6)} and party = any(${[...parties]}::text[]) and ${unit}::text like unit || '%'
    order by length(unit) desc, step, id`.execute(db);
  return rows;
}

/** Those of the units within, and those above that are called when there is none nearer. */
export const listContactsWithin = (db: Db, unit: string): Promise<ContactRow[]> =>
  db
    .selectFrom("outside_contacts")
    .selectAll()
    .where((where) =>
      where.or([
        where.and([where("unit", ">=", unit), where("unit", "<", `${unit}~`)]),
        where(
          "unit",
          "in",
          [6, 9, 12].map((length) => unit.slice(0, length)),
        ),
      ]),
    )
    .orderBy("unit")
    .orderBy("party")
    .orderBy("step")
    .orderBy("id")
    .limit(1000)
    .$castTo<ContactRow>()
    .execute();

export const findContact = (db: Db, { district, id }: Key): Promise<ContactRow | undefined> =>
  db
    .selectFrom("outside_contacts")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .$castTo<ContactRow>()
    .executeTakeFirst();

export const putContact = (tx: Tx, row: Insertable<OutsideContacts>) =>
  tx
    .insertInto("outside_contacts")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["district", "id"]).doUpdateSet({
        unit: row.unit,
        party: row.party,
        name: row.name,
        phone_enc: row.phone_enc,
        step: row.step,
      }),
    )
    .execute();

export const removeContact = (tx: Tx, { district, id }: Key) =>
  tx.deleteFrom("outside_contacts").where("district", "=", district).where("id", "=", id).execute();

/** False when this party was called at this step before. */
export async function insertCall(tx: Tx, row: Insertable<OutsideCalls>): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await tx
    .insertInto("outside_calls")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

export const listCalls = (db: Db, { district, id }: Key): Promise<CallRow[]> =>
  db
    .selectFrom("outside_calls")
    .selectAll()
    .where("district", "=", district)
    .where("alarm", "=", id)
    .orderBy("at")
    .orderBy("party")
    .orderBy("step")
    .$castTo<CallRow>()
    .execute();

export const listDueCalls = (
  db: Db,
  at: Date,
  except: readonly string[],
  most: number,
): Promise<Key[]> =>
  db
    .selectFrom("outside_calls")
    .select(["district", "id"])
    .where("status", "=", "sent")
    .where("accept_by", "<=", at)
    .where(sql<boolean>`id <> all(${[...except]}::uuid[])`)
    .orderBy("accept_by")
    .limit(most)
    .execute();

/** By its id alone: a gateway knows no district. Only calls that still wait are asked. */
export const lockWaitingCall = (tx: Tx, id: string): Promise<CallRow | undefined> =>
  tx
    .selectFrom("outside_calls")
    .selectAll()
    .where("id", "=", id)
    .where("status", "=", "sent")
    .forUpdate()
    .skipLocked()
    .$castTo<CallRow>()
    .executeTakeFirst();

export const lockCallOf = (
  tx: Tx,
  { district, id }: Key,
  party: OutsideParty,
): Promise<CallRow | undefined> =>
  tx
    .selectFrom("outside_calls")
    .selectAll()
    .where("district", "=", district)
    .where("alarm", "=", id)
    .where("party", "=", party)
    .orderBy("step", "desc")
    .limit(1)
    .forUpdate()
    .$castTo<CallRow>()
    .executeTakeFirst();

export const setCall = (
  tx: Tx,
  { district, id }: Key,
  set: { status: CallRow["status"]; accepted_at?: Date },
) =>
  tx
    .updateTable("outside_calls")
    .set(set)
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();
