import { inventedPhone } from "@gezhi/reference/demo-names.ts";
import type { Db } from "../../platform/database/connect.ts";
import { write } from "../../platform/database/scope.ts";
import type { Secrets } from "../../platform/secrets.ts";
import { doorProfile } from "./visitor-code-rules.ts";

const residents = 12;

/** The demo's doors are open for codes, with invented telephones behind them. Once. */
export async function seedDemoDoors(
  owner: Db,
  secrets: Secrets,
  now: number = Date.now(),
): Promise<number> {
  const at = new Date(now);
  return write(owner, "system", async (tx) => {
    const devices = await tx
      .selectFrom("devices")
      .select(["district", "id", "unit"])
      .where("simulated", "=", true)
      .where("profile", "=", doorProfile)
      .orderBy("code")
      .execute();
    if (devices.length === 0) return 0;
    await tx
      .insertInto("doors")
      .values(
        devices.map(({ district, id, unit }) => ({
          district,
          device: id,
          unit,
          open: true,
          changed_by: "演示",
          changed_at: at,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await tx
      .insertInto("door_residents")
      .values(
        devices.flatMap(({ district, id }, door) =>
          Array.from({ length: residents }, (_, index) => ({
            district,
            device: id,
            phone_hash: secrets.fingerprint(
              inventedPhone(8000 + ((door * residents + index) % 1000)),
            ),
            added_at: at,
          })),
        ),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return devices.length;
  });
}
