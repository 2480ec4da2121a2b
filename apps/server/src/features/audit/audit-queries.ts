import type { AuditQuery } from "@gezhi/contract/audit.ts";
import type { Insertable, Selectable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { AuditLog } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { AuditArea } from "./audit-rules.ts";

export const insertAuditEntry = (tx: Tx, entry: Insertable<AuditLog>) =>
  tx.insertInto("audit_log").values(entry).execute();

/** Newest first; one more than the page, so that the caller knows whether another follows. */
export const listAuditEntries = (
  db: Db,
  areas: readonly AuditArea[],
  { unit, kind, account, subject, from, to, after, limit }: AuditQuery,
): Promise<Selectable<AuditLog>[]> =>
  db
    .selectFrom("audit_log")
    .selectAll()
    .where((where) =>
      where.or(
        areas.map((area) =>
          where.and([
            where("unit", ">=", area.unit),
            where("unit", "<", `${area.unit}~`),
            ...(area.kinds === "all"
              ? []
              : [where.or(area.kinds.map((one) => where("act", "like", `${one}.%`)))]),
          ]),
        ),
      ),
    )
    .$if(unit !== undefined, (query) =>
      query.where("unit", ">=", unit!).where("unit", "<", `${unit}~`),
    )
    .$if(kind !== undefined, (query) => query.where("act", "like", `${kind}.%`))
    .$if(account !== undefined, (query) => query.where("account", "=", account!))
    .$if(subject !== undefined, (query) => query.where("subject", "=", subject!))
    .$if(from !== undefined, (query) => query.where("at", ">=", new Date(from!)))
    .$if(to !== undefined, (query) => query.where("at", "<", new Date(to!)))
    .$if(after !== undefined, (query) => query.where("id", "<", after!))
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
