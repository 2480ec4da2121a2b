import type { Role } from "@gezhi/contract/identity.ts";
import type { IncidentStatus, Urgency } from "@gezhi/contract/incidents.ts";
import { pathOf } from "@gezhi/contract/units.ts";
import { sql, type RawBuilder } from "kysely";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { shiftAt } from "../duty/duty-rules.ts";
import {
  type Appointed,
  byTurn,
  centreRoles,
  type Office,
  officeAbove,
  partsOf,
  rolesOf,
} from "./handler-rules.ts";

export type HolderRow = Appointed & {
  name: string;
  /** Has a telephone number or a browser that takes push messages. */
  reachable: boolean;
  /** The day it began. */
  since: string;
};

/** Whether the roster of a shift names the appointment `p` for its very post or role. */
const rostered = (day: RawBuilder<unknown>, shift: RawBuilder<unknown>) =>
  sql<boolean>`exists (select 1 from duty_shifts d where d.district = left(p.unit, 6) and d.unit = p.unit and d.day = ${day}
    and d.shift = ${shift} and d.duty = coalesce(p.post, p.role) and d.account = p.account)`;

/**
 * Appointments that hold on the day of `at`, of people whose account is enabled. Asked many times for each rung of a
 * clock, so each wording has a name under which it is prepared: planning it takes twenty times as long as running it.
 */
async function listHolders(
  db: Db,
  name: string,
  at: Date,
  where: RawBuilder<unknown>,
): Promise<HolderRow[]> {
  const today = civilDateAt(at.getTime());
  const { day, shift } = shiftAt(at.getTime());
  const { rows } = await sql<HolderRow>`/* ${sql.raw(name)} */
    select p.account, a.name, a.phone_enc as "phoneSealed", p.unit, p.post, p.department, p.role, p.holder,
      p.valid_from::text as since,
      (a.phone_enc is not null or exists (select 1 from push_subscriptions s where s.account = a.id)) as reachable,
      ${rostered(sql`${day}::date`, sql`${shift}::text`)} as rostered
    from appointments p join accounts a on a.id = p.account
    where a.disabled_at is null and p.valid_from <= ${today}::date
      and (p.valid_to is null or p.valid_to > ${today}::date) and ${where}
    order by p.valid_from, p.id`.execute(db);
  return rows;
}

/** Who acts for a handler at an instant: A, B, substitutes of a post; officers of a department, a grid, a centre. */
export async function holdersOf(db: Db, handler: string, at: Date): Promise<HolderRow[]> {
  const { unit, post, department } = partsOf(handler);
  const roles = rolesOf(handler);
  if (!roles.length) return [];
  const rows = await listHolders(
    db,
    "holders_of_handler",
    at,
    sql`p.unit = ${unit} and p.role = any(${[...roles]}::text[])
      and (${post ?? null}::text is null or p.post = ${post ?? null})
      and (${department ?? null}::text is null or p.department = ${department ?? null})`,
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
    ? listHolders(
        db,
        "holders_of_roles",
        at,
        sql`p.unit = ${unit} and p.role = any(${[...roles]}::text[])`,
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
 * Everybody who may have to be told of something at these units: who holds one of these posts, acts for one of these
 * departments, or has a role that needs neither. For a statement that asks more, or by `findAppointed`.
 */
export const appointedAt = ({
  units,
  posts,
  departments,
  today,
  shiftDay,
  shift,
}: AppointedQuestion) => sql<Appointed>`
  select p.account, a.phone_enc as "phoneSealed", p.role, p.unit, p.post, p.department, p.holder,
    ${rostered(shiftDay, shift)} as rostered
  from appointments p join accounts a on a.id = p.account
  where p.unit = any(${units}) and (p.post is null or p.post = any(${posts}))
    and (p.department is null or p.department = any(${departments})) and a.disabled_at is null
    and p.valid_from <= ${today} and (p.valid_to is null or p.valid_to > ${today})
  order by p.valid_from, p.id`;

/** Expressions, so that a statement may ask for many places at once. */
type AppointedQuestion = Record<
  "units" | "posts" | "departments" | "today" | "shiftDay" | "shift",
  RawBuilder<unknown>
>;

/** Everybody who may be asked to accept a work order of this handler for a matter at `place`. */
export async function findChainPeople(
  db: Db,
  handler: string,
  place: string,
  at: Date,
): Promise<Appointed[]> {
  const { unit, post, department } = partsOf(handler);
  const { day, shift } = shiftAt(at.getTime());
  const { rows } = await appointedAt({
    units: sql`${[unit, ...pathOf(place)]}::text[]`,
    posts: sql`${post ? [post] : []}::text[]`,
    departments: sql`${department ? [department] : []}::text[]`,
    today: sql`${civilDateAt(at.getTime())}::date`,
    shiftDay: sql`${day}::date`,
    shift: sql`${shift}::text`,
  }).execute(db);
  return rows;
}

/** What somebody serves as on the day of `at`. */
export const heldBy = (db: Db, account: string, at: Date): Promise<HolderRow[]> =>
  listHolders(db, "held_by", at, sql`p.account = ${account}`);

export type RunningWork = {
  district: string;
  id: string;
  number: string;
  title: string;
  status: IncidentStatus;
  urgency: Urgency;
  total: number;
};

/** Running work orders of these handlers, as far as the transaction's scope sees them; the most urgent first. */
export async function listRunningWork(
  tx: Tx,
  handlers: readonly string[],
  most: number,
): Promise<RunningWork[]> {
  const { rows } = await sql<RunningWork>`
    select i.district, i.id, i.number, i.title, i.status, i.urgency, count(*) over ()::int as total
    from incidents i where (i.district, i.id) in (
      select w.district, w.incident from work_orders w where w.handler = any(${[...handlers]}) and w.active)
    order by i.urgency_rank, i.opened_at limit ${most}`.execute(tx);
  return rows;
}

/** Everybody within `unit`. */
export const holdersWithin = (db: Db, unit: string, at: Date): Promise<HolderRow[]> =>
  listHolders(db, "holders_within", at, sql`p.unit >= ${unit} and p.unit < ${`${unit}~`}`);

/** Everybody a town may turn to: its own people, its district's departments, the centres of other towns. */
export const holdersAround = (
  db: Db,
  town: string,
  otherTowns: readonly string[],
  at: Date,
): Promise<HolderRow[]> =>
  listHolders(
    db,
    "holders_around",
    at,
    sql`((p.unit >= ${town} and p.unit < ${`${town}~`})
      or (p.unit = ${town.slice(0, 6)} and p.role = 'department')
      or (p.unit = any(${[...otherTowns]}::text[]) and p.role in ('dispatcher', 'dutyOfficer')))`,
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
