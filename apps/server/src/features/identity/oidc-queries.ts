import type { Insertable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { OidcFlows } from "../../platform/database/generated.ts";

export const insertOidcFlow = (db: Db, flow: Insertable<OidcFlows>) =>
  db.insertInto("oidc_flows").values(flow).execute();

/** Takes the flow away with the answer: a state serves once. */
export const takeOidcFlow = (db: Db, state: string) =>
  db.deleteFrom("oidc_flows").where("state", "=", state).returningAll().executeTakeFirst();

export const deleteStaleOidcFlows = (db: Db, now: Date) =>
  db.deleteFrom("oidc_flows").where("expires_at", "<=", now).execute();
