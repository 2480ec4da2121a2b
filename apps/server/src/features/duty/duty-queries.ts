import type { Shift } from "@gezhi/contract/duty.ts";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Entry, ShiftOf } from "./duty-rules.ts";

export type DutyRow = { day: string; shift: Shift; duty: string; account: string; name: string };

export const listDuty = (db: Db, unit: string, from: string, days: number): Promise<DutyRow[]> =>
  db
    .selectFrom("duty_shifts as d")
    .innerJoin("accounts as a", "a.id", "d.account")
    .select([sql<string>`d.day::text`.as("day"), "d.duty", "d.account", "a.name"])
    .select((row) => row.ref("d.shift").$castTo<Shift>().as("shift"))
    .where("d.district", "=", unit.slice(0, 6))
    .where("d.unit", "=", unit)
    .where(sql<boolean>`d.day >= ${from}::date and d.day < ${from}::date + ${days}::int`)
    .orderBy("d.day")
    .orderBy("d.shift")
    .orderBy("a.name")
    .execute();

export const deleteShift = (
  tx: Tx,
  unit: string,
  { day, shift, duty }: ShiftOf & { duty: string },
) =>
  tx
    .deleteFrom("duty_shifts")
    .where("district", "=", unit.slice(0, 6))
    .where("unit", "=", unit)
    .where("day", "=", day)
    .where("shift", "=", shift)
    .where("duty", "=", duty)
    .execute();

export const insertDuty = (tx: Tx, entries: readonly (Entry & { unit: string })[]) =>
  sql`
  insert into duty_shifts (district, unit, day, shift, duty, account)
  select left(unit, 6), unit, day, shift, duty, account from unnest(
    ${entries.map(({ unit }) => unit)}::text[], ${entries.map(({ day }) => day)}::date[],
    ${entries.map(({ shift }) => shift)}::text[], ${entries.map(({ duty }) => duty)}::text[],
    ${entries.map(({ account }) => account)}::uuid[]) as n (unit, day, shift, duty, account)
  on conflict do nothing`.execute(tx);

/** Posts that the roster has named from this day on. */
export const listRosteredDuties = async (db: Db, unit: string, from: string): Promise<string[]> =>
  (
    await db
      .selectFrom("duty_shifts")
      .select("duty")
      .distinct()
      .where("district", "=", unit.slice(0, 6))
      .where("unit", "=", unit)
      .where("day", ">=", from)
      .execute()
  ).map(({ duty }) => duty);

export const findUsernames = async (
  db: Db,
  accounts: readonly string[],
): Promise<Map<string, string>> => {
  if (!accounts.length) return new Map();
  const rows = await db
    .selectFrom("accounts")
    .select(["id", "username"])
    .where("id", "in", [...accounts])
    .execute();
  return new Map(rows.map(({ id, username }) => [id, username]));
};
