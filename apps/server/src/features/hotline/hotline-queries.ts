import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";

export type AnsweredOrder = {
  system: string;
  foreign_number: string;
  receipt: string;
  received: Date;
  incident: string;
  status: IncidentStatus;
  lead: string | null;
  result: string | null;
  fed_back_at: Date | null;
  refusal: string | null;
  closed_at: Date | null;
};

/**
 * Orders of other systems, oldest first: of a town those that lie in it, of any centre those it entered itself, whose
 * answer it passes on. One that was merged speaks for its main incident.
 */
export async function listOrders(
  tx: Tx,
  { area, since, limit }: { area: string; since: Date; limit: number },
): Promise<AnsweredOrder[]> {
  const { rows } = await sql<AnsweredOrder>`
    select r.foreign_system as system, r.foreign_number, r.number as receipt, r.created_at as received,
      i.number as incident, i.status, w.handler as lead, w.result, w.fed_back_at, i.closed_at,
      (select t.detail->>'note' from timeline t where t.district = i.district and t.incident = i.id and t.act in ('reject', 'verify')
        order by t.seq desc limit 1) as refusal
    from reports r join incidents i on i.district = r.district and i.id = r.incident
    left join lateral (
      select handler, result, fed_back_at from work_orders w
      where w.district = i.district and w.incident = i.id and w.part = 'lead' and w.status <> 'withdrawn'
      order by w.dispatched_at desc limit 1
    ) w on true
    where r.district = ${area.slice(0, 6)} and r.foreign_number is not null and r.created_at >= ${since}
      and (r.reporter_unit = ${area} or (length(${area}) >= 9 and i.unit >= ${area} and i.unit < ${`${area}~`}))
    order by r.created_at, r.id limit ${limit}`.execute(tx);
  return rows;
}
