import pg from "pg";
import { fillIncidents } from "./fill.ts";

export type MapLoad = {
  /** What happens in a tenth of a second: incidents change, and say so. */
  change: (count: number) => Promise<void>;
  /** Everybody takes a step. */
  walk: () => Promise<void>;
  close: () => Promise<void>;
};

/**
 * Incidents all over the city, all of them open, people on duty who stand in it, and one account that sees them all: nobody
 * in the product does, and no map has more to draw. Rows are written straight into the tables: how they came there is not
 * what is measured.
 */
export async function fillMap(
  url: string,
  viewer: string,
  size: { incidents: number; people: number },
): Promise<MapLoad> {
  await fillIncidents(url, size.incidents);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("set session_replication_role = replica; set synchronous_commit = off");
  await client.query(
    "update incidents set status = 'handling', closed_at = null, opened_at = greatest(opened_at, now() - interval '20 days'), due_at = now() + interval '1 day'",
  );
  await client.query(
    `insert into appointments (id, account, unit, role, valid_from)
     select gen_random_uuid(), a.id, u.code, case u.level when 'city' then 'supervisor' else 'districtCentre' end, '2020-01-01'
     from accounts a, units u where a.username = $1 and u.level in ('city', 'district') and u.valid_to is null`,
    [viewer],
  );
  await client.query(
    `with made as (
       insert into accounts (id, username, name) select gen_random_uuid(), 'bench-' || i, '人员' || i from generate_series(1, $1::int) i
       returning id, substring(username from 7)::int as i
     ), grids as (
       select code, lon, lat, (row_number() over (order by md5(code)))::int as i from units where level = 'grid' and valid_to is null
     )
     insert into positions (district, account, unit, lon, lat, accuracy_m, reason, at, expires_at)
     select left(g.code, 6), m.id, g.code, g.lon, g.lat, 10, 'duty', now(), now() + interval '1 hour' from made m join grids g on g.i = m.i`,
    [size.people],
  );
  await client.query("analyze incidents, positions, accounts, appointments");
  const { rows } = await client.query<{ district: string; id: string; unit: string }>(
    "select district, id, unit from incidents order by md5(id::text)",
  );
  let next = 0;
  return {
    change: async (count) => {
      const some = Array.from({ length: count }, () => rows[next++ % rows.length]!);
      await client.query(
        `with chosen as (select * from unnest($1::text[], $2::uuid[], $3::text[]) s (district, id, unit)),
         changed as (
           update incidents i set urgency = case i.urgency when 'yellow' then 'orange' else 'yellow' end, updated_at = now()
           from chosen s where i.district = s.district and i.id = s.id)
         insert into live_log (kind, subject, act, town, party_units, payload)
         select 'incident', s.district || '-' || s.id, 'recategorise', left(s.unit, 9), array[s.unit], '{"urgency":"yellow"}' from chosen s`,
        [
          some.map(({ district }) => district),
          some.map(({ id }) => id),
          some.map(({ unit }) => unit),
        ],
      );
    },
    walk: async () => {
      await client.query(
        "update positions set lon = lon + (random() - 0.5) * 3e-4, lat = lat + (random() - 0.5) * 3e-4, at = now()",
      );
    },
    close: () => client.end(),
  };
}
