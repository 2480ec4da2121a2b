import { CaseFile } from "@gezhi/contract/timeline.ts";

import type { IncidentId } from "@gezhi/contract/ids.ts";
import type { TimelineRow } from "./timeline-queries.ts";
import { type ChainVerdict, verifyChain } from "./timeline-rules.ts";

/** One case as a single file that proves itself. `record` is whatever the reader may see of it. */
export const caseFileOf = (
  incident: IncidentId,
  record: Record<string, unknown>,
  timeline: readonly TimelineRow[],
  exportedAt: Date,
): CaseFile => ({
  format: "gezhi-case/1",
  exportedAt: exportedAt.toISOString(),
  incident: {
    ...record,
    id: incident,
    timelineEntries: timeline.length,
    timelineHash: timeline.at(-1)?.hash ?? "",
  },
  timeline: timeline.map(({ seq, at, act, actor, detail, previous_hash, hash }) => ({
    seq,
    at: at.toISOString(),
    act,
    actor,
    detail,
    previousHash: previous_hash,
    hash,
  })),
});

export type CaseVerdict = ChainVerdict | { intact: false; seq: null; why: string };

/** Checks an exported case with nothing but the file: the first broken entry is named. */
export function verifyCaseFile(content: unknown): CaseVerdict {
  const parsed = CaseFile.safeParse(content);
  if (!parsed.success)
    return { intact: false, seq: null, why: "this is not an exported case (gezhi-case/1)" };
  const { incident, timeline } = parsed.data;
  const { id, timelineEntries, timelineHash } = incident;
  if (typeof id !== "string")
    return { intact: false, seq: null, why: "the file does not name its incident" };

  const verdict = verifyChain(timeline.map((entry) => ({ ...entry, incident: id })));
  if (!verdict.intact) return verdict;
  if (typeof timelineEntries === "number" && timeline.length < timelineEntries)
    return {
      intact: false,
      seq: timeline.length + 1,
      why: `entry ${timeline.length + 1} is missing`,
    };
  if (timelineHash !== (timeline.at(-1)?.hash ?? ""))
    return { intact: false, seq: timeline.length, why: "is not the entry the case ended with" };
  return verdict;
}
