import { type RawBuilder, sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";

/** Incidents alike in what was suggested and what stands. */
export type SuggestionRow = {
  /** The first category the classifier named; null where a person had chosen or it named none. */
  suggested: string | null;
  /** Tenths, rounded down. */
  confidence: number | null;
  /** The category that stands. */
  category: string;
  /** A person registered, dispatched or took it on. */
  decided: boolean;
  /** Whether the first lead that a person dispatched to is the one proposed; null where none can be compared. */
  samePost: boolean | null;
  cases: number;
  /** Of all rows: how many incidents were looked at. */
  looked: number;
};

/** The column whose index has the newest first. */
function placeOf(unit: string): RawBuilder<unknown> {
  if (unit.length === 2) return sql`starts_with(i.unit, ${unit})`;
  if (unit.length === 6) return sql`i.district = ${unit}`;
  if (unit.length === 9) return sql`i.town = ${unit}`;
  return sql`i.town = ${unit.slice(0, 9)} and starts_with(i.unit, ${unit})`;
}

/**
 * The newest incidents of a unit in a period, each beside its opening report and its work orders. Correcting a category
 * also puts another post in place of the proposed one: such incidents say nothing of posts. What a grid solved itself
 * was never given to anybody.
 */
export async function countSuggestions(
  db: Db,
  {
    unit,
    from,
    to,
    unclear,
    most,
  }: Record<"from" | "to", Date> & {
    unit: string;
    unclear: string;
    most: number;
  },
): Promise<SuggestionRow[]> {
  const { rows } = await sql<SuggestionRow>`
    with taken as materialized (
      select i.district, i.id, i.category, i.registered_at, i.suggestion ->> 'lead' as proposed,
        coalesce(jsonb_array_length(i.reasons -> 'classification'), 0) > 1 as corrected
      from incidents i
      where ${placeOf(unit)} and i.opened_at >= ${from} and i.opened_at < ${to} and i.status <> 'merged'
      order by i.opened_at desc limit ${most}
    ), compared as (
      select s.suggested, s.confidence, t.category,
        coalesce(w.touched, false) or (t.registered_at is not null and w.orders = 0) as decided,
        case when t.corrected or t.proposed is null then null else w.chosen = t.proposed end as "samePost"
      from taken t
      left join lateral (
        select c.value ->> 'code' as suggested, floor((c.value ->> 'confidence')::float8 * 10)::int as confidence
        from (select r.suggested from reports r where r.district = t.district and r.incident = t.id
          order by r.created_at, r.id limit 1) r
        cross join lateral jsonb_array_elements(r.suggested) with ordinality c (value, n)
        where c.value ->> 'code' <> ${unclear} order by c.n limit 1) s on true
      cross join lateral (
        select count(*) as orders, bool_or(o.dispatched_by is not null or o.accepted_by is not null) as touched,
          (array_agg(o.handler order by o.dispatched_at, o.id) filter (where o.part = 'lead' and o.dispatched_by is not null
            and o.accepted_at is distinct from o.dispatched_at))[1] as chosen
        from work_orders o where o.district = t.district and o.incident = t.id) w
    )
    select suggested, confidence, category, decided, "samePost", count(*)::int as cases, (select count(*)::int from taken) as looked
    from compared group by 1, 2, 3, 4, 5`.execute(db);
  return rows;
}
