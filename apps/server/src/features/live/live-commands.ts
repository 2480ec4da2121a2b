import type { LiveKind } from "@gezhi/contract/live.ts";
import { rowsInto } from "../../platform/database/rows.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { removeBefore } from "./live-queries.ts";

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

/** Periodic: screens that were away longer than the window reload instead of resuming. */
export async function forgetOldMessages({
  db,
  config,
  now,
}: Pick<Context, "db" | "config" | "now">): Promise<void> {
  await removeBefore(db, new Date(now() - config.LIVE_WINDOW_MINUTES * 60_000));
}

/** For a statement that writes more than the live log. */
export const insertAnnouncements = (announcements: readonly Announcement[]) =>
  rowsInto(
    "live_log",
    ["kind", "subject", "act", "town", "party_units", "account", "payload"],
    announcements.map(({ parties, ...row }) => ({ ...row, party_units: parties })),
  );
