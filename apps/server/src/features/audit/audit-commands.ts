import type { AuditSubject } from "@gezhi/contract/audit.ts";
import { v7 } from "uuid";
import { type Tx, write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { insertAuditEntry } from "./audit-queries.ts";

export type NewAuditEntry = {
  account: string | null;
  /** The name of who did it. */
  actor: string;
  act: `${AuditSubject}.${string}`;
  /** What it was done to, as the API names it; never a name or a number of a person. */
  subject: string;
  reason?: string | undefined;
  detail?: Record<string, unknown> | undefined;
  district: string;
  /** Where it took effect, when that is deeper than the district. */
  unit?: string | undefined;
};

/** Writes in the caller's transaction: what was undone is not on record, what is done always is. */
export async function recordAudit(tx: Tx, entry: NewAuditEntry): Promise<void> {
  const { account, actor, act, subject, reason, detail, district, unit } = entry;
  await insertAuditEntry(tx, {
    district,
    id: v7(),
    unit: unit ?? district,
    account,
    actor,
    act,
    subject,
    reason: reason ?? null,
    detail: JSON.stringify(detail ?? {}),
  });
}

/** A list that leaves the house is on record before it does: by whom, which one, and what was asked for. */
export const recordExport = (
  { db }: Pick<Context, "db">,
  viewer: Pick<Viewer, "account" | "name">,
  list: "alarms" | "devices" | "handouts" | "places" | "units",
  { unit, subject = list, detail }: { unit: string; subject?: string; detail: object },
): Promise<void> =>
  write(db, "system", (tx) =>
    recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: `export.${list}`,
      subject,
      detail: { ...detail },
      district: unit.slice(0, 6),
      unit,
    }),
  );
