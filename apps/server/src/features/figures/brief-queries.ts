import { sql } from "kysely";
import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import type { Db } from "../../platform/database/connect.ts";

export type OpenCount = { category: string; urgency_rank: number; n: number; overdue: number };

/** What had been reported and not ended at an instant, and whose overall limit had passed by then. */
export async function countOpenAt(db: Db, unit: string, at: Date): Promise<OpenCount[]> {
  const { rows } = await sql<OpenCount>`
    select category, urgency_rank, count(*)::int as n, (count(*) filter (where promised_at < ${at}))::int as overdue from (
      select category, urgency_rank, promised_at from incidents
      where open and unit >= ${unit} and unit < ${`${unit}~`} and opened_at < ${at}
      union all
      select category, urgency_rank, promised_at from incidents
      where not open and closed_at >= ${at} and unit >= ${unit} and unit < ${`${unit}~`} and opened_at < ${at}
    ) i group by 1, 2`.execute(db);
  return rows;
}

export type UrgencyCount = {
  urgency_rank: number;
  day: number;
  before: number;
  simulated: number;
};

export async function countByUrgency(
  db: Db,
  unit: string,
  [before, from, to]: readonly [Date, Date, Date],
): Promise<UrgencyCount[]> {
  const { rows } = await sql<UrgencyCount>`
    select urgency_rank, (count(*) filter (where opened_at >= ${from}))::int as day, (count(*) filter (where opened_at < ${from}))::int as before,
      (count(*) filter (where opened_at >= ${from} and simulated))::int as simulated
    from incidents where unit >= ${unit} and unit < ${`${unit}~`} and opened_at >= ${before} and opened_at < ${to} group by 1`.execute(
    db,
  );
  return rows;
}

export type NamedIncident = {
  number: string;
  unit: string;
  category: string;
  urgency_rank: number;
  status: IncidentStatus;
  opened_at: Date;
  closed_at: Date | null;
  promised_at: Date | null;
  simulated: boolean;
};
const named = sql.raw(
  "number, unit, category, urgency_rank, status, opened_at, closed_at, promised_at, simulated",
);

/** Red and orange: of the day, and from before what had not ended when it began. */
export async function findUrgent(
  db: Db,
  unit: string,
  from: Date,
  to: Date,
  most: number,
): Promise<NamedIncident[]> {
  const { rows } = await sql<NamedIncident>`
    select ${named} from (
      select * from incidents where open and unit >= ${unit} and unit < ${`${unit}~`} and urgency_rank <= 1 and opened_at < ${from}
      union all
      select * from incidents where not open and closed_at >= ${from} and unit >= ${unit} and unit < ${`${unit}~`} and urgency_rank <= 1 and opened_at < ${from}
      union all
      select * from incidents where unit >= ${unit} and unit < ${`${unit}~`} and urgency_rank <= 1 and opened_at >= ${from} and opened_at < ${to}
    ) i order by urgency_rank, opened_at, number limit ${most}`.execute(db);
  return rows;
}

/** Not ended at that instant although the overall limit had passed; the longest first. */
export async function findOverdue(
  db: Db,
  unit: string,
  at: Date,
  most: number,
): Promise<NamedIncident[]> {
  const { rows } = await sql<NamedIncident>`
    select ${named} from (
      select * from incidents where open and unit >= ${unit} and unit < ${`${unit}~`} and promised_at < ${at}
      union all
      select * from incidents where not open and closed_at >= ${at} and unit >= ${unit} and unit < ${`${unit}~`} and promised_at < ${at}
    ) i where opened_at < ${at} order by promised_at, number limit ${most}`.execute(db);
  return rows;
}
