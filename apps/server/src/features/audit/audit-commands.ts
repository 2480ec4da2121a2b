import type { AuditSubject } from "@gezhi/contract/audit.ts";
import { v7 } from "uuid";
import type { Tx } from "../../platform/database/scope.ts";
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
