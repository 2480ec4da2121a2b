import { listAll } from "../../apps/server/src/features/search/search-entry-commands.ts";
import { connectAsOwner } from "../../apps/server/src/platform/database/connect.ts";
import pg from "pg";

/**
 * So many devices, and as many places, spread over all grids, with names that share their words as real ones do. Their
 * entries are made as the product makes them.
 */
export async function fillDevicesAndPlaces(url: string, total: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica; set synchronous_commit = off");
    await client.query(devices, [total]);
    await client.query(places, [total]);
    const owner = connectAsOwner(url);
    await listAll(owner);
    await owner.destroy();
    await client.query("vacuum analyze devices, places, search_entries");
  } finally {
    await client.end();
  }
}

const grids = `
with grids as materialized (
  select g.code, g.lon, g.lat, v.short_name as village, (row_number() over (order by g.code))::int - 1 as n
  from units g join units v on v.code = left(g.code, 12) and v.valid_to is null
  where g.level = 'grid' and g.valid_to is null),
size as (select count(*)::int as n from grids)`;

const devices = `${grids}
insert into devices (district, id, code, name, profile, unit, town, lon, lat, place, address, simulated, created_at, updated_at)
select left(code, 6), gen_random_uuid(), 'BD-' || i,
       (array['独立式烟感','可燃气体探测器','井盖位移探测器','水位站','电梯监测','剩余电流探测器','消防水压','摄像机'])[i % 8 + 1],
       'SE04', code, left(code, 9), lon, lat, village || (i % 40 + 1) || '号楼' || (i % 6 + 1) || '单元', '某路' || (i % 300) || '号', true, now(), now()
from generate_series(1, $1::int) i join size on true join grids g on g.n = (i::bigint * 7919 % size.n)::int`;

const places = `${grids}
insert into places (district, id, code, kind, name, tags, geometry, lon, lat, unit, town, address, valid_from, simulated, created_at, updated_at)
select left(code, 6), gen_random_uuid(), 'BP-' || i, (array['school','hospital','hydrant','pond','highRise','market','petrolStation','shelter'])[i % 8 + 1],
       village || (array['实验小学','卫生服务中心','三号消火栓','山坪塘','商务大厦','农贸市场','加油站','应急避难场所'])[i % 8 + 1],
       array[(array['临江','林区旁','老旧小区','主干道'])[i % 4 + 1]], json_build_object('type', 'Point', 'coordinates', array[lon, lat])::jsonb,
       lon, lat, code, left(code, 9), '某街' || (i % 200) || '号', date '2026-01-01', true, now(), now()
from generate_series(1, $1::int) i join size on true join grids g on g.n = (i::bigint * 104729 % size.n)::int`;
