import type { PeopleQuery } from "@gezhi/contract/organisation.ts";
import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Accounts } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type AccountRow = Selectable<Accounts>;

export const findAccount = (db: Db, id: string): Promise<AccountRow | undefined> =>
  db.selectFrom("accounts").selectAll().where("id", "=", id).executeTakeFirst();

export const namesOf = async (
  db: Db,
  accounts: readonly string[],
): Promise<Map<string, string>> => {
  if (accounts.length === 0) return new Map();
  const rows = await db
    .selectFrom("accounts")
    .select(["id", "name"])
    .where("id", "in", [...accounts])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
};

export const lockPerson = (tx: Tx, id: string): Promise<AccountRow | undefined> =>
  tx.selectFrom("accounts").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

/** User names differ by more than capitals, or people would take one for the other. */
export const findUsername = (db: Db, username: string) =>
  db
    .selectFrom("accounts")
    .select("id")
    .where(sql<string>`lower(username)`, "=", username.toLowerCase())
    .executeTakeFirst();

export const insertAccount = (tx: Tx, account: Insertable<Accounts>): Promise<AccountRow> =>
  tx.insertInto("accounts").values(account).returningAll().executeTakeFirstOrThrow();

export const setAccount = (tx: Tx, id: string, change: Updateable<Accounts>): Promise<AccountRow> =>
  tx
    .updateTable("accounts")
    .set(change)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();

export const findAnyDemoAccount = (db: Db) =>
  db.selectFrom("accounts").select("id").where("demo", "=", true).executeTakeFirst();

export const findAdministrator = (db: Db, today: string) =>
  db
    .selectFrom("appointments as p")
    .innerJoin("accounts as a", "a.id", "p.account")
    .select("a.id")
    .where("p.role", "=", "sysAdmin")
    .where("p.unit", "=", "50")
    .where("a.disabled_at", "is", null)
    .where("a.demo", "=", false)
    .where((where) => where.or([where("p.valid_to", "is", null), where("p.valid_to", ">", today)]))
    .executeTakeFirst();

/** People whose standing appointments (else, for those who left, any) touch one of the units; ordered by user name. */
export const listPeople = (
  db: Db,
  within: readonly string[],
  { unit, role, q, after, limit }: PeopleQuery,
  today: string,
): Promise<AccountRow[]> =>
  db
    .selectFrom("accounts as a")
    .selectAll("a")
    .where((where) =>
      where.exists(
        where
          .selectFrom("appointments as p")
          .select("p.id")
          .whereRef("p.account", "=", "a.id")
          .where((inner) =>
            inner.or(
              within.map((area) =>
                inner.and([inner("p.unit", ">=", area), inner("p.unit", "<", `${area}~`)]),
              ),
            ),
          )
          .where(
            sql<boolean>`(p.valid_to is null or p.valid_to > ${today}::date or not exists (
              select 1 from appointments s where s.account = a.id and (s.valid_to is null or s.valid_to > ${today}::date)))`,
          )
          .$if(unit !== undefined, (query) =>
            query.where("p.unit", ">=", unit!).where("p.unit", "<", `${unit}~`),
          )
          .$if(role !== undefined, (query) => query.where("p.role", "=", role!)),
      ),
    )
    .$if(Boolean(q), (query) =>
      query.where((where) =>
        where.or([
          where(sql<number>`strpos(a.name, ${q})`, ">", 0),
          where(sql<boolean>`starts_with(a.username, ${q})`, "=", true),
        ]),
      ),
    )
    .$if(after !== undefined, (query) => query.where("a.username", ">", after!))
    .orderBy("a.username")
    .limit(limit + 1)
    .execute();
