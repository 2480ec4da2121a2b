import type { Holder, Role } from "@gezhi/contract/identity.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { sql, type ExpressionBuilder } from "kysely";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { DB } from "../../platform/database/generated.ts";
import { shiftAt } from "../duty/duty-rules.ts";
import {
  byTurn,
  centreRoles,
  type Office,
  officeAbove,
  onDutyFirst,
  partsOf,
  rolesOf,
} from "./handler-rules.ts";

export type HolderRow = {
  account: string;
  name: string;
  phoneSealed: string | null;
  role: Role;
  unit: string;
  post: string | null;
  department: string | null;
  holder: Holder | null;
  /** Has a telephone number or a browser that takes push messages. */
  reachable: boolean;
  /** Stands in the duty roster of this very shift, for this very post or role. */
  rostered: boolean;
};

type Conditions = (
  where: ExpressionBuilder<DB & { p: DB["appointments"]; a: DB["accounts"] }, "p" | "a">,
) => ReturnType<typeof where.and>;

/** Appointments that hold on the day of `at`, of people whose account is enabled. */
async function listHolders(db: Db, at: Date, conditions: Conditions): Promise<HolderRow[]> {
  const today = civilDateAt(at.getTime());
  const { day, shift } = shiftAt(at.getTime());
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
      sql<boolean>`exists (select 1 from duty_shifts d where d.district = left(p.unit, 6) and d.unit = p.unit and d.day = ${day}::date
        and d.shift = ${shift} and d.duty = coalesce(p.post, p.role) and d.account = p.account)`.as(
        "rostered",
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
  const rows = await listHolders(db, at, (where) =>
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
    ? listHolders(db, at, (where) =>
        where.and([where("p.unit", "=", unit), where("p.role", "in", [...roles])]),
      )
    : Promise.resolve([]);

/** Whether a town's centre has anybody at all: what lies in one without is the district's. */
export const isAttended = async (db: Db, town: string, at: Date): Promise<boolean> =>
  (await holdersOfRoles(db, town, centreRoles, at)).length > 0;

/** The office, or the nearest above it that somebody holds: an empty step does not wait. The highest when nobody does. */
export async function attendedOffice(db: Db, office: Office, at: Date): Promise<Office> {
  const above = officeAbove(office);
  if (!above || (await holdersOfRoles(db, office.unit, [office.role], at)).length > 0)
    return office;
  return attendedOffice(db, above, at);
}

/**
 * The acceptance chain A → B → grid head → duty officer (domain C.3) of a work order whose matter lies at `place`.
 * Substitutes are asked with B. A handler without letters is asked as a whole at the first step. Where the roster names
 * somebody for this shift, they come first, in A's place, and everybody else of the handler with B.
 */
export async function chainPeople(db: Db, handler: string, place: string, at: Date) {
  const grid = ancestorAt(place, "grid");
  const town = ancestorAt(place, "town");
  const holders = await holdersOf(db, handler, at);
  const heads = grid ? await holdersOfRoles(db, grid, ["gridHead"], at) : [];
  const officers = town ? await holdersOfRoles(db, town, ["dutyOfficer"], at) : [];
  const later = new Set<Holder | null>(["B", "substitute"]);
  const known = holders.some(({ rostered }) => rostered);
  const isLater = ({ holder, rostered }: HolderRow) => (known ? !rostered : later.has(holder));
  const accounts = (rows: readonly HolderRow[]) => [...new Set(rows.map(({ account }) => account))];
  return {
    holderA: accounts(holders.filter((row) => !isLater(row))),
    holderB: accounts(holders.filter(isLater)),
    gridHead: accounts(heads),
    dutyOfficer: accounts(onDutyFirst(officers)),
  };
}

/** Everybody within `unit`. */
export const holdersWithin = (db: Db, unit: string, at: Date): Promise<HolderRow[]> =>
  listHolders(db, at, (where) =>
    where.and([where("p.unit", ">=", unit), where("p.unit", "<", `${unit}~`)]),
  );

/** Everybody a town may turn to: its own people, its district's departments, the centres of other towns. */
export const holdersAround = (
  db: Db,
  town: string,
  otherTowns: readonly string[],
  at: Date,
): Promise<HolderRow[]> =>
  listHolders(db, at, (where) =>
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
