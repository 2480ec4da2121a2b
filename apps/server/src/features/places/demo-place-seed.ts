import type { DemoPlace } from "@gezhi/reference/demo-places.ts";
import { v7 } from "uuid";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import { write } from "../../platform/database/scope.ts";
import type { Secrets } from "../../platform/secrets.ts";
import { pointOf } from "./place-rules.ts";

/** Simulated places, marked so. Safe to repeat. */
export async function seedDemoPlaces(
  owner: Db,
  secrets: Secrets,
  places: readonly DemoPlace[],
  now: number = Date.now(),
): Promise<number> {
  const at = new Date(now);
  const rows = places.map(({ points, contact, ...place }) => {
    const coordinates = points.map(({ lon, lat }): [number, number] => [lon, lat]);
    const [first] = coordinates;
    if (!first) throw new Error(`The demo place ${place.code} lies nowhere.`);
    const geometry =
      coordinates.length === 1
        ? { type: "Point" as const, coordinates: first }
        : { type: "LineString" as const, coordinates };
    return {
      ...place,
      district: place.unit.slice(0, 6),
      id: v7(),
      geometry: JSON.stringify(geometry),
      ...pointOf(geometry),
      town: place.unit.slice(0, 9),
      contact_name_enc: contact && secrets.seal(contact.name),
      contact_phone_enc: contact && secrets.seal(contact.phone),
      valid_from: `${Number(civilDateAt(now).slice(0, 4)) - 1}-01-01`,
      simulated: true,
      created_at: at,
      updated_at: at,
    };
  });
  return write(owner, "system", async (tx) => {
    const inserted = await tx
      .insertInto("places")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["district", "code"]).doNothing())
      .executeTakeFirst();
    return Number(inserted.numInsertedOrUpdatedRows ?? 0);
  });
}
