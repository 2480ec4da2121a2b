import type { DeviceQuery } from "@gezhi/contract/devices.ts";
import { sql, type Insertable, type RawBuilder, type Selectable, type Updateable } from "kysely";
import type { z } from "zod";
import type { Key } from "@gezhi/contract/ids.ts";
import { levelOf } from "@gezhi/contract/units.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Devices } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { seenFully } from "../alarms/alarm-queries.ts";
import type { Viewer } from "../identity/viewer.ts";
import { knowsHomesIn, registriesOf } from "./device-access-rules.ts";

export type DeviceRow = Selectable<Devices>;

/** With what it last did and what is open about it. */
const withState = (db: Db) =>
  db
    .selectFrom("devices as d")
    .leftJoin("device_states as s", (join) =>
      join.onRef("s.district", "=", "d.district").onRef("s.device", "=", "d.number"),
    )
    .leftJoinLateral(
      (inner) =>
        inner
          .selectFrom("alarms as a")
          .select(sql<number>`count(*)::int`.as("open_alarms"))
          .select(
            sql<
              string | null
            >`(array_agg(level order by array_position(array['red','orange','yellow','blue'], level)))[1]`.as(
              "worst",
            ),
          )
          .whereRef("a.district", "=", "d.district")
          .whereRef("a.device", "=", "d.number")
          .where("a.status", "in", ["raised", "acknowledged"])
          .as("o"),
      (join) => join.onTrue(),
    )
    .selectAll("d")
    .select([
      sql<string>`case when d.retired_at is not null then 'retired' else coalesce(s.state, 'silent') end`.as(
        "state",
      ),
      "s.since as state_since",
      "s.last_seen_at",
      "s.last_at",
      "s.last_values",
      "s.battery",
      "s.faults",
      "o.open_alarms",
      "o.worst",
    ]);

/**
 * Whether the exact place of the device `d` is for this viewer: that of a person's device for who cares for the person
 * (domain B.3), and for who holds an open alarm of it.
 */
export const placeShown = (viewer: Viewer): RawBuilder<boolean> =>
  sql`((d.person_name_enc is null and d.consent_at is null)
    or exists (select from unnest(${knowsHomesIn(viewer)}::text[]) home where starts_with(d.unit, home))
    or exists (select from alarms a where a.district = d.district and a.device = d.number
      and a.status in ('raised', 'acknowledged') and ${seenFully(viewer)}))`;

/** Whether this viewer sees in which grid the device `d` is; who keeps the registry does, without the house. */
const gridShown = (viewer: Viewer): RawBuilder<boolean> =>
  sql`(${placeShown(viewer)}
    or exists (select from unnest(${registriesOf(viewer)}::text[]) kept where starts_with(d.unit, kept)))`;

/** Of these devices those of which this viewer sees the village only. */
export async function findGridHidden(
  db: Db,
  devices: readonly Key[],
  viewer: Viewer,
): Promise<Set<string>> {
  if (devices.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select d.id from unnest(${devices.map(({ district }) => district)}::text[], ${devices.map(({ id }) => id)}::uuid[]) as k (district, id)
    join devices d on d.district = k.district and d.id = k.id where not ${gridShown(viewer)}`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}

/** As `left(d.unit, 12)`: the village, or what lies above it. */
const villageOf = (unit: string): string => unit.slice(0, 12);
/** Where a page ends; within a village the order of codes, which tells no grid. */
export const cursorOf = ({ unit, code }: Pick<DeviceRow, "unit" | "code">): string =>
  `${villageOf(unit)} ${code}`;

const withinUnit = (unit: string): RawBuilder<boolean> =>
  sql`(d.unit >= ${unit} and d.unit < ${`${unit}~`} and left(d.unit, 12) >= ${villageOf(unit)} and left(d.unit, 12) < ${`${villageOf(unit)}~`})`;

export type StandingDevice = NonNullable<Awaited<ReturnType<typeof findDevice>>>;
/** As this viewer may see it. */
export type SeenDevice = StandingDevice & { place_shown: boolean };

export const findSeenDevice = (
  db: Db,
  { district, id }: Key,
  viewer: Viewer,
): Promise<SeenDevice | undefined> =>
  withState(db)
    .select(placeShown(viewer).as("place_shown"))
    .where("d.district", "=", district)
    .where("d.id", "=", id)
    .executeTakeFirst();

export const findDevice = (db: Db, { district, id }: Key) =>
  withState(db).where("d.district", "=", district).where("d.id", "=", id).executeTakeFirst();

/** Ordered by village and code; `units`: prefixes within which the viewer may look. */
export function listDevices(
  db: Db,
  units: readonly string[],
  { unit, place, profile, state, q, after, limit }: z.output<typeof DeviceQuery>,
  viewer: Viewer,
): Promise<SeenDevice[]> {
  const [afterUnit = "", afterCode = ""] = after?.split(" ") ?? [];
  const belowVillage = unit !== undefined && isBelowVillage(unit);
  const shown = placeShown(viewer);
  return withState(db)
    .select(shown.as("place_shown"))
    .where(sql<boolean>`(${sql.join([sql`false`, ...units.map(withinUnit)], sql` or `)})`)
    .$if(unit !== undefined, (query) => query.where(withinUnit(unit!)))
    .$if(belowVillage, (query) => query.where(gridShown(viewer)))
    .$if(place !== undefined, (query) =>
      query.where(
        sql<boolean>`${shown} and exists (select from unnest(${place}::text[]) n where starts_with(d.place, n))`,
      ),
    )
    .$if(profile !== undefined, (query) => query.where("d.profile", "=", profile!))
    .$if(state !== "retired", (query) => query.where("d.retired_at", "is", null))
    .$if(state !== undefined, (query) =>
      state === "retired"
        ? query.where("d.retired_at", "is not", null)
        : query.where(sql<string>`coalesce(s.state, 'silent')`, "=", state!),
    )
    .$if(Boolean(q), (query) =>
      query.where((where) =>
        where.or([
          where(sql<boolean>`starts_with(d.code, ${q})`, "=", true),
          where(sql<number>`strpos(d.name, ${q})`, ">", 0),
          where(sql<boolean>`strpos(d.place, ${q}) > 0 and ${shown}`, "=", true),
        ]),
      ),
    )
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(left(d.unit, 12), d.code) > (${villageOf(afterUnit)}, ${afterCode})`,
      ),
    )
    .orderBy(sql`left(d.unit, 12)`)
    .orderBy("d.code")
    .limit(limit + 1)
    .execute();
}

export const findByCode = (db: Db, code: string): Promise<DeviceRow | undefined> =>
  db.selectFrom("devices").selectAll().where("code", "=", code).executeTakeFirst();

export const findByCodes = (db: Db, codes: readonly string[]): Promise<DeviceRow[]> =>
  db
    .selectFrom("devices")
    .selectAll()
    .where(sql<boolean>`code = any(${[...codes]}::text[])`)
    .execute();

export const lockDevice = (tx: Tx, { district, id }: Key): Promise<DeviceRow | undefined> =>
  tx
    .selectFrom("devices")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();

export const insertDevice = (tx: Tx, row: Insertable<Devices>): Promise<DeviceRow> =>
  tx.insertInto("devices").values(row).returningAll().executeTakeFirstOrThrow();

export const setDevice = (
  tx: Tx,
  { district, id }: Key,
  change: Updateable<Devices>,
): Promise<DeviceRow> =>
  tx
    .updateTable("devices")
    .set(change)
    .where("district", "=", district)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();

/** Below the village a count of one tells where a person's device is. */
const isBelowVillage = (unit: string): boolean => ["grid", "microGrid"].includes(levelOf(unit));

/** How many devices stand in each state, for the figures of a unit; in a grid those whose grid the viewer may know. */
export const countStates = (db: Db, unit: string, viewer: Viewer) =>
  db
    .selectFrom("devices as d")
    .leftJoin("device_states as s", (join) =>
      join.onRef("s.district", "=", "d.district").onRef("s.device", "=", "d.number"),
    )
    .select([
      sql<string>`coalesce(s.state, 'silent')`.as("state"),
      sql<number>`count(*)::int`.as("count"),
    ])
    .where("d.unit", ">=", unit)
    .where("d.unit", "<", `${unit}~`)
    .where("d.retired_at", "is", null)
    .$if(isBelowVillage(unit), (query) => query.where(gridShown(viewer)))
    .groupBy(sql`coalesce(s.state, 'silent')`)
    .execute();

/** Newest first; a page of a device shows the last of them. */
export const alarmsOfDevice = (
  db: Db,
  { district, number }: { district: string; number: number },
) =>
  db
    .selectFrom("alarms as a")
    .leftJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "a.district").onRef("i.id", "=", "a.incident"),
    )
    .select([
      "a.district",
      "a.id",
      "a.rule_name",
      "a.level",
      "a.status",
      "a.raised_at",
      "a.personal",
    ])
    .select(["i.id as incident", "i.number as incident_number"])
    .where("a.district", "=", district)
    .where("a.device", "=", number)
    .orderBy("a.raised_at", "desc")
    .limit(20)
    .execute();

/** Devices in use that a person agreed to, of a unit and below. */
export const listOfPersons = (db: Db, unit: string, most: number): Promise<DeviceRow[]> =>
  db
    .selectFrom("devices")
    .selectAll()
    .where("unit", ">=", unit)
    .where("unit", "<", `${unit}~`)
    .where("retired_at", "is", null)
    .where("person_name_enc", "is not", null)
    .where("consent_at", "is not", null)
    .orderBy("unit")
    .orderBy("code")
    .limit(most)
    .execute();
