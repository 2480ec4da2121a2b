import type { Holder, Role } from "@gezhi/contract/identity.ts";
import type { AppointmentQuery } from "@gezhi/contract/organisation.ts";
import { sql, type Insertable, type Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Appointments } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

const rows = (db: Db) =>
  db
    .selectFrom("appointments as p")
    .innerJoin("accounts as a", "a.id", "p.account")
    .select([
      "p.id",
      "p.account",
      "a.name as accountName",
      "p.unit",
      "p.post",
      "p.department",
      "p.valid_from as validFrom",
      "p.valid_to as validTo",
    ])
    .select((row) => [
      sql<boolean>`a.disabled_at is null`.as("enabled"),
      row.ref("p.role").$castTo<Role>().as("role"),
      row.ref("p.holder").$castTo<Holder | null>().as("holder"),
    ])
    .orderBy("p.unit")
    .orderBy("p.id");

export type AppointmentRow = Awaited<ReturnType<typeof listAppointmentsOf>>[number];

export const listAppointmentsOf = (db: Db, accounts: readonly string[]) =>
  rows(db)
    .where("p.account", "in", [...accounts])
    .execute();

/** All of one unit that have not ended before `from`. */
export const listAppointmentsAt = (db: Db, unit: string, from: string): Promise<AppointmentRow[]> =>
  rows(db)
    .where("p.unit", "=", unit)
    .where((where) => where.or([where("p.valid_to", "is", null), where("p.valid_to", ">", from)]))
    .execute();

/** Keyset by unit and id: `after` is `unit,id` of the last row. */
export const listAppointments = (
  db: Db,
  within: readonly string[],
  { unit, account, ended, limit }: AppointmentQuery,
  after: { unit: string; id: string } | undefined,
  today: string,
): Promise<AppointmentRow[]> =>
  rows(db)
    .where((where) =>
      where.or(
        within.map((area) =>
          where.and([where("p.unit", ">=", area), where("p.unit", "<", `${area}~`)]),
        ),
      ),
    )
    .$if(unit !== undefined, (query) =>
      query.where("p.unit", ">=", unit!).where("p.unit", "<", `${unit}~`),
    )
    .$if(account !== undefined, (query) => query.where("p.account", "=", account!))
    .$if(ended === "false", (query) =>
      query.where((where) =>
        where.or([where("p.valid_to", "is", null), where("p.valid_to", ">", today)]),
      ),
    )
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(p.unit, p.id) > (${after?.unit ?? ""}, ${after?.id ?? null}::uuid)`,
      ),
    )
    .limit(limit + 1)
    .execute();

export const findAppointment = (db: Db, id: string): Promise<AppointmentRow | undefined> =>
  rows(db).where("p.id", "=", id).executeTakeFirst();

/** One appointment at a time is decided per unit, so that two cannot take the same seat. */
export const lockUnit = (tx: Tx, unit: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`appointments ${unit}`}, 0))`.execute(tx);

export const insertAppointment = (tx: Tx, appointment: Insertable<Appointments>) =>
  tx.insertInto("appointments").values(appointment).execute();

export const setAppointment = (tx: Tx, id: string, change: Updateable<Appointments>) =>
  tx.updateTable("appointments").set(change).where("id", "=", id).execute();
