import type { LiveKind } from "@gezhi/contract/live.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type Announcement = {
  kind: LiveKind;
  subject: string;
  act: string;
  town: string | null;
  /** Parties that may hear it; a personal message has none and names the account. */
  parties: readonly string[];
  account?: string;
  payload?: Record<string, unknown>;
};

/** Appends to the live log in the caller's transaction: nobody can hear of what was rolled back. */
export async function announce(tx: Tx, announcements: readonly Announcement[]): Promise<void> {
  if (!announcements.length) return;
  await tx
    .insertInto("live_log")
    .values(
      announcements.map(({ kind, subject, act, town, parties, account, payload }) => ({
        kind,
        subject,
        act,
        town,
        party_units: [...parties],
        account: account ?? null,
        payload: payload ? JSON.stringify(payload) : null,
      })),
    )
    .execute();
}
