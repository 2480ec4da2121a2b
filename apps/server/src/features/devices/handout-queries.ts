import type { Key } from "@gezhi/contract/ids.ts";
import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { DeviceHandouts } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

type HandoutRow = Selectable<DeviceHandouts>;

/** Of one kind of device: where it says of the body and of the wrist, and how old that may be. */
export type WearPlace = { code: string; body: number; wrist: number | null; freshMs: number };

export type WornDevice = {
  district: string;
  id: string;
  code: string;
  name: string;
  profile: string;
  unit: string;
  address: string;
  place: string;
  person_name_enc: string;
  person_age: number | null;
  consent_at: Date | null;
  simulated: boolean;
  last_seen_at: Date | null;
  battery: number | null;
  issued_at: Date | null;
  issued_by_name: string | null;
  consent_by: string | null;
  worn_at: Date | null;
};

/**
 * Devices that a person has, with who gave them out and when they last said something of the body: lately by the
 * readings, earlier by the hour; of whoever had it before it says nothing.
 */
export async function listWithPersons(
  tx: Tx,
  unit: string,
  places: readonly WearPlace[],
  now: Date,
  most: number,
): Promise<WornDevice[]> {
  const { rows } = await sql<WornDevice>`
    with kinds as (
      select * from unnest(${places.map(({ code }) => code)}::text[], ${places.map(({ body }) => body)}::int[],
        ${places.map(({ wrist }) => wrist)}::int[], ${places.map(({ freshMs }) => freshMs)}::float8[]) as k (profile, body, wrist, fresh)
    )
    select d.district, d.id, d.code, d.name, d.profile, d.unit, d.address, d.place, d.person_name_enc, d.person_age, d.consent_at, d.simulated,
      s.last_seen_at, s.battery, h.issued_at, h.issued_by_name, h.consent_by,
      coalesce(
        (select r.at from readings r where r.district = d.district and r.device = d.number and r.at <= ${now}
          and r.at > ${now}::timestamptz - make_interval(secs => k.fresh / 1000)
          and r.at >= coalesce(h.issued_at, '-infinity') and r."values"[k.body] > 0 and r."values"[k.body] <> 'NaN' and coalesce(r."values"[k.wrist], 1) <> 0
          order by r.at desc limit 1),
        (select max(o.hour) from reading_hours o where o.district = d.district and o.device = d.number and o.metric = k.body - 1 and o.most > 0
          and o.hour >= coalesce(h.issued_at, '-infinity'))
      ) as worn_at
    from devices d
    left join kinds k on k.profile = d.profile
    left join device_states s on s.district = d.district and s.device = d.number
    left join device_handouts h on h.district = d.district and h.device = d.id and h.ended_at is null
    where d.unit >= ${unit} and d.unit < ${`${unit}~`} and d.retired_at is null and d.person_name_enc is not null
    order by d.unit, d.code limit ${most}`.execute(tx);
  return rows;
}

/** Devices of these kinds that nobody has. */
export const listStock = (tx: Tx, unit: string, profiles: readonly string[], most: number) =>
  tx
    .selectFrom("devices")
    .select(["district", "id", "code", "name", "profile", "unit"])
    .where("unit", ">=", unit)
    .where("unit", "<", `${unit}~`)
    .where("retired_at", "is", null)
    .where("person_name_enc", "is", null)
    .where("profile", "in", [...profiles, ""])
    .orderBy("code")
    .limit(most)
    .execute();

/** What came back, the newest first. */
export const listPast = (tx: Tx, unit: string, most: number) =>
  tx
    .selectFrom("device_handouts as h")
    .innerJoin("devices as d", (join) =>
      join.onRef("d.district", "=", "h.district").onRef("d.id", "=", "h.device"),
    )
    .leftJoin("devices as n", (join) =>
      join.onRef("n.district", "=", "h.district").onRef("n.id", "=", "h.successor"),
    )
    .selectAll("h")
    .select(["d.code", "d.name", "n.code as successor_code"])
    .where("h.unit", ">=", unit)
    .where("h.unit", "<", `${unit}~`)
    .where("h.ended_at", "is not", null)
    .orderBy("h.ended_at", "desc")
    .limit(most)
    .execute();

export const findOpen = (tx: Db, { district, id }: Key): Promise<HandoutRow | undefined> =>
  tx
    .selectFrom("device_handouts")
    .selectAll()
    .where("district", "=", district)
    .where("device", "=", id)
    .where("ended_at", "is", null)
    .executeTakeFirst();

export const insertHandout = (tx: Tx, row: Insertable<DeviceHandouts>) =>
  tx.insertInto("device_handouts").values(row).execute();

/** Nothing where none is open. */
export const endOpen = (tx: Tx, { district, id }: Key, set: Updateable<DeviceHandouts>) =>
  tx
    .updateTable("device_handouts")
    .set(set)
    .where("district", "=", district)
    .where("device", "=", id)
    .where("ended_at", "is", null)
    .execute();

/** Consent was withdrawn: the ledger keeps that and when, not who; also of devices that this one was exchanged for. */
export const forgetNames = (tx: Tx, { district, id }: Key, sealed: readonly string[]) =>
  tx
    .updateTable("device_handouts")
    .set({ person_name_enc: null, note_enc: null })
    .where("district", "=", district)
    .where((where) =>
      where.or([
        where("person_name_enc", "in", [...sealed]),
        where.and([where("device", "=", id), where("ended_at", "is", null)]),
      ]),
    )
    .execute();
