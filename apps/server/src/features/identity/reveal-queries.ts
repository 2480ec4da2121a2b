import type { Key } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { Tx } from "../../platform/database/scope.ts";

export const findRevealTarget = (tx: Tx, { district, id }: Key) =>
  tx
    .selectFrom("reports as r")
    .innerJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "r.district").onRef("i.id", "=", "r.incident"),
    )
    .select([
      "i.unit",
      "i.party_units",
      "i.number",
      "r.incident",
      "r.reporter_account",
      "r.reporter_name_enc",
      "r.reporter_phone_enc",
    ])
    .select((row) => row.ref("i.urgency").$castTo<Urgency>().as("urgency"))
    .where("r.district", "=", district)
    .where("r.id", "=", id)
    .executeTakeFirst();
