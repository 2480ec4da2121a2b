import { demoDevicePassword, type DemoDevice } from "@gezhi/reference/demo-devices.ts";
import { sql } from "kysely";
import { v7 } from "uuid";
import type { Db } from "../../platform/database/connect.ts";
import { write } from "../../platform/database/scope.ts";
import type { Secrets } from "../../platform/secrets.ts";
import { passwordHash } from "./device-commands.ts";

/** Simulated devices, marked so; the broker lets them in while the demo runs. Safe to repeat. */
export async function seedDemoDevices(
  owner: Db,
  secrets: Secrets,
  devices: readonly DemoDevice[],
  now: number = Date.now(),
): Promise<number> {
  const at = new Date(now);
  const rows = devices.map(({ person, ...device }) => ({
    district: device.unit.slice(0, 6),
    id: v7(),
    code: device.code,
    name: device.name,
    profile: device.profile,
    unit: device.unit,
    town: device.unit.slice(0, 9),
    lon: device.lon,
    lat: device.lat,
    place: device.place,
    gateway: device.gateway,
    owner: "演示",
    person_name_enc: person && secrets.seal(person.name),
    person_age: person?.age ?? null,
    family_name_enc: person && secrets.seal(person.familyName),
    family_phone_enc: person && secrets.seal(person.familyPhone),
    consent_at: person ? at : null,
    password_hash: passwordHash(demoDevicePassword(device.code)),
    simulated: true,
    created_at: at,
    updated_at: at,
  }));
  const handed = rows.filter(({ person_name_enc }) => person_name_enc !== null);
  return write(owner, "system", async (tx) => {
    const inserted = await tx
      .insertInto("devices")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["district", "code"]).doNothing())
      .executeTakeFirst();
    // A device that was there already keeps the ledger it has.
    for (const { district, id, unit, person_name_enc } of handed)
      await sql`insert into device_handouts (district, id, device, unit, person_name_enc, consent_at, consent_by, issued_at, issued_by_name)
        select ${district}, ${v7()}::uuid, d.id, ${unit}, ${person_name_enc}, ${at}, 'self', ${at}, '演示'
        from devices d where d.district = ${district} and d.id = ${id}::uuid`.execute(tx);
    return Number(inserted.numInsertedOrUpdatedRows ?? 0);
  });
}
