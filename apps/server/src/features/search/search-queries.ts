import type { Role } from "@gezhi/contract/identity.ts";
import type { IncidentStatus, Urgency } from "@gezhi/contract/incidents.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";

/** What people serve as today; nobody whose account is disabled. */
export const findServing = (db: Db, accounts: readonly string[], today: string) =>
  db
    .selectFrom("appointments as p")
    .innerJoin("accounts as a", "a.id", "p.account")
    .select(["p.account", "p.unit", "p.post", "p.department", "a.name", "a.username"])
    .select((row) => row.ref("p.role").$castTo<Role>().as("role"))
    .where("p.account", "in", [...accounts])
    .where("a.disabled_at", "is", null)
    .where("p.valid_from", "<=", today)
    .where((where) => where.or([where("p.valid_to", "is", null), where("p.valid_to", ">", today)]))
    .orderBy("p.unit")
    .execute();

/** Those of these places that hold today. */
export const findStandingPlaces = (db: Db, ids: readonly string[], today: string) =>
  db
    .selectFrom("places")
    .select("id")
    .where("id", "in", [...ids])
    .where("valid_from", "<=", today)
    .where((where) => where.or([where("valid_to", "is", null), where("valid_to", ">", today)]))
    .execute();

/** Newest first, within the reader's scope. */
export const findReportsByPhone = (tx: Tx, phoneHash: string, most: number) =>
  tx
    .selectFrom("reports as r")
    .innerJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "r.district").onRef("i.id", "=", "r.incident"),
    )
    .select(["r.district", "r.id", "r.incident", "r.number as receipt", "r.reporter_account"])
    .select(["i.number", "i.title", "i.unit", "i.party_units"])
    .select((row) => [
      row.ref("i.urgency").$castTo<Urgency>().as("urgency"),
      row.ref("i.status").$castTo<IncidentStatus>().as("status"),
    ])
    .where("r.reporter_phone_hash", "=", phoneHash)
    .orderBy("r.created_at", "desc")
    .limit(most)
    .execute();
