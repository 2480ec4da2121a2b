import type { Holder, Role } from "@gezhi/contract/identity.ts";
import { pathOf } from "@gezhi/contract/units.ts";
import { sql, type ExpressionBuilder, type RawBuilder } from "kysely";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/generated.ts";
import { type Appointed, byTurn, partsOf, rolesOf } from "./handler-rules.ts";

export type HolderRow = Appointed & {
  name: string;
  /** Has a telephone number or a browser that takes push messages. */
  reachable: boolean;
};

type Conditions = (
  where: ExpressionBuilder<DB & { p: DB["appointments"]; a: DB["accounts"] }, "p" | "a">,
) => ReturnType<typeof where.and>;

/** Appointments that hold on `today`, of people whose account is enabled. */
async function listHolders(db: Db, today: string, conditions: Conditions): Promise<HolderRow[]> {
  return db
    .selectFrom("appointments as p")
    .innerJoin("accounts as a", "a.id", "p.account")
    .select([
      "p.account",
      "a.name",
      "a.phone_enc as phoneSealed",
      "p.unit",
      "p.post",
      "p.department",
    ])
    .select((row) => [
      row.ref("p.role").$castTo<Role>().as("role"),
      row.ref("p.holder").$castTo<Holder | null>().as("holder"),
      sql<boolean>`(a.phone_enc is not null or exists (select 1 from push_subscriptions s where s.account = a.id))`.as(
        "reachable",
      ),
    ])
    .where("a.disabled_at", "is", null)
    .where("p.valid_from", "<=", today)
    .where((where) => where.or([where("p.valid_to", "is", null), where("p.valid_to", ">", today)]))
    .where((where) => conditions(where))
    .orderBy("p.valid_from")
    .orderBy("p.id")
    .execute();
}

/** Who acts for a handler at an instant: A, B, substitutes of a post; officers of a department, a grid, a centre. */
export async function holdersOf(db: Db, handler: string, at: Date): Promise<HolderRow[]> {
  const { unit, post, department } = partsOf(handler);
  const roles = rolesOf(handler);
  if (!roles.length) return [];
  const rows = await listHolders(db, civilDateAt(at.getTime()), (where) =>
    where.and([
      where("p.unit", "=", unit),
      where("p.role", "in", [...roles]),
      ...(post ? [where("p.post", "=", post)] : []),
      ...(department ? [where("p.department", "=", department)] : []),
    ]),
  );
  return rows.toSorted(byTurn(roles));
}

/** Everybody with one of these roles at exactly this unit. */
export const holdersOfRoles = (
  db: Db,
  unit: string,
  roles: readonly Role[],
  at: Date,
): Promise<HolderRow[]> =>
  roles.length
    ? listHolders(db, civilDateAt(at.getTime()), (where) =>
        where.and([where("p.unit", "=", unit), where("p.role", "in", [...roles])]),
      )
    : Promise.resolve([]);

/**
 * Everybody who may have to be told of something at these units: who holds one of these posts, acts for one of these
 * departments, or has a role that needs neither. For a statement that asks more, or by `findAppointed`.
 */
export const appointedAt = ({
  units,
  posts,
  departments,
  today,
}: AppointedQuestion) => sql<Appointed>`
  select p.account, a.phone_enc as "phoneSealed", p.role, p.unit, p.post, p.department, p.holder
  from appointments p join accounts a on a.id = p.account
  where p.unit = any(${units}) and (p.post is null or p.post = any(${posts}))
    and (p.department is null or p.department = any(${departments})) and a.disabled_at is null
    and p.valid_from <= ${today} and (p.valid_to is null or p.valid_to > ${today})
  order by p.valid_from, p.id`;

/** Expressions, so that a statement may ask for many places at once. */
type AppointedQuestion = Record<"units" | "posts" | "departments" | "today", RawBuilder<unknown>>;

/** Everybody who may be asked to accept a work order of this handler for a matter at `place`. */
export async function findChainPeople(
  db: Db,
  handler: string,
  place: string,
  at: Date,
): Promise<Appointed[]> {
  const { unit, post, department } = partsOf(handler);
  const { rows } = await appointedAt({
    units: sql`${[unit, ...pathOf(place)]}::text[]`,
    posts: sql`${post ? [post] : []}::text[]`,
    departments: sql`${department ? [department] : []}::text[]`,
    today: sql`${civilDateAt(at.getTime())}::date`,
  }).execute(db);
  return rows;
}

/** Everybody within `unit`. */
export const holdersWithin = (db: Db, unit: string, at: Date): Promise<HolderRow[]> =>
  listHolders(db, civilDateAt(at.getTime()), (where) =>
    where.and([where("p.unit", ">=", unit), where("p.unit", "<", `${unit}~`)]),
  );

/** Everybody a town may turn to: its own people, its district's departments, the centres of other towns. */
export const holdersAround = (
  db: Db,
  town: string,
  otherTowns: readonly string[],
  at: Date,
): Promise<HolderRow[]> =>
  listHolders(db, civilDateAt(at.getTime()), (where) =>
    where.or([
      where.and([where("p.unit", ">=", town), where("p.unit", "<", `${town}~`)]),
      where.and([where("p.unit", "=", town.slice(0, 6)), where("p.role", "=", "department")]),
      ...(otherTowns.length
        ? [
            where.and([
              where("p.unit", "in", [...otherTowns]),
              where("p.role", "in", ["dispatcher", "dutyOfficer"]),
            ]),
          ]
        : []),
    ]),
  );

/** Open work orders a handler has, whoever's they are: a number, never the orders themselves. */
export async function countLoads(
  db: Db,
  handlers: readonly string[],
): Promise<Map<string, number>> {
  if (!handlers.length) return new Map();
  const { rows } = await sql<{ handler: string; load: number }>`
    select handler, count(*)::int as load from work_orders
    where handler = any(${[...handlers]}) and status not in ('done', 'withdrawn') group by handler`.execute(
    db,
  );
  return new Map(rows.map(({ handler, load }) => [handler, load]));
}
