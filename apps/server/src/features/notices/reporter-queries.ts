import type { Key } from "@gezhi/contract/ids.ts";
import type { Db } from "../../platform/database/connect.ts";

export type ProvenReporter = Key & { number: string; phoneSealed: string };

/** Reports of an incident whose reporters proved a telephone number and have no account. */
export const listProvenReporters = (db: Db, incident: Key): Promise<ProvenReporter[]> =>
  db
    .selectFrom("reports")
    .select(["district", "id", "number"])
    .select((row) => row.ref("reporter_phone_enc").$notNull().as("phoneSealed"))
    .where("district", "=", incident.district)
    .where("incident", "=", incident.id)
    .where("phone_verified", "=", true)
    .where("reporter_phone_enc", "is not", null)
    .where("reporter_account", "is", null)
    .execute();
