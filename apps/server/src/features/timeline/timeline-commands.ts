import type { IncidentId } from "@gezhi/contract/ids.ts";
import { keyOf } from "@gezhi/contract/ids.ts";
import { rowsInto } from "../../platform/database/rows.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { entryHash, type Detail } from "./timeline-rules.ts";

/** The last entry of an incident's chain, as its locked row carries it. */
export type ChainHead = { seq: number; hash: string };

export type NewEntry = { act: string; actor: string; account: string | null; detail: Detail };

/** The rows to insert and the new head; pure, so that intake can write them in its one statement. */
export function chainEntries(
  incident: IncidentId,
  head: ChainHead,
  at: Date,
  entries: readonly NewEntry[],
) {
  const { district, id } = keyOf(incident);
  let { seq, hash } = head;
  const rows = entries.map(({ act, actor, account, detail }) => {
    const previous_hash = hash;
    seq += 1;
    // What is hashed is what comes back from the database: undefined members do not survive JSON.
    const kept = JSON.parse(JSON.stringify(detail)) as Detail;
    hash = entryHash(previous_hash, {
      incident,
      seq,
      at: at.toISOString(),
      act,
      actor,
      detail: kept,
    });
    return {
      district,
      incident: id,
      seq,
      at,
      act,
      actor,
      account,
      detail: JSON.stringify(kept),
      previous_hash,
      hash,
    };
  });
  return { rows, head: { seq, hash } };
}

/** Appends to the chain in the caller's transaction; the caller holds the incident's row and stores the new head in it. */
export async function appendTimeline(
  tx: Tx,
  incident: IncidentId,
  head: ChainHead,
  at: Date,
  entries: readonly NewEntry[],
): Promise<ChainHead> {
  const chained = chainEntries(incident, head, at, entries);
  if (chained.rows.length) await tx.insertInto("timeline").values(chained.rows).execute();
  return chained.head;
}

/** For a statement that writes more than the timeline. */
export const insertEntries = (rows: ReturnType<typeof chainEntries>["rows"]) =>
  rowsInto(
    "timeline",
    [
      "district",
      "incident",
      "seq",
      "at",
      "act",
      "actor",
      "account",
      "detail",
      "previous_hash",
      "hash",
    ],
    rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Detail })),
  );
