import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

export type Detail = Record<string, unknown>;

export type TimelineContent = {
  incident: string;
  seq: number;
  /** ISO 8601, UTC, milliseconds. */
  at: string;
  act: string;
  actor: string;
  detail: Detail;
};

/** SM3(previous hash ‖ canonical JSON, RFC 8785) in hex; the first entry's previous hash is empty. */
export function entryHash(previousHash: string, content: TimelineContent): string {
  const { incident, seq, at, act, actor, detail } = content;
  return createHash("sm3")
    .update(previousHash)
    .update(canonicalize({ incident, seq, at, act, actor, detail }) ?? "")
    .digest("hex");
}

export type ChainedEntry = TimelineContent & { previousHash: string; hash: string };

export type ChainVerdict =
  | { intact: true; entries: number }
  | { intact: false; seq: number; why: string };

/** Walks a chain from its first entry; names the first broken one. */
export function verifyChain(entries: readonly ChainedEntry[]): ChainVerdict {
  let previous = "";
  for (const [index, entry] of entries.entries()) {
    const seq = index + 1;
    if (entry.seq !== seq) return { intact: false, seq, why: `entry ${seq} is missing` };
    if (entry.previousHash !== previous)
      return { intact: false, seq, why: "does not follow the entry before it" };
    if (entry.hash !== entryHash(previous, entry))
      return { intact: false, seq, why: "its content was changed" };
    previous = entry.hash;
  }
  return { intact: true, entries: entries.length };
}
