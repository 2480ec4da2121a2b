import { Problem } from "@gezhi/contract/problem.ts";
import type { ActItem, QueueItem, Refusal, Wait } from "./queue-items.ts";
import type { Answer } from "./transport.ts";

export type Outcome =
  | { is: "delivered" }
  | { is: "wait"; why: Wait; nextAt: number }
  | { is: "refused"; refusal: Refusal };

const longestWaitMs = 300_000;
const transient = new Set([408, 425, 429]);

/** What an answer means for the item. Only a clear no of the server asks for a person. */
export function outcomeOf(answer: Answer, attempts: number, now: number): Outcome {
  const { status, retryAfterS } = answer;
  if (status >= 200 && status < 300) return { is: "delivered" };
  if (status === 0) return { is: "wait", why: "network", nextAt: now };
  if (status === 401) return { is: "wait", why: "signIn", nextAt: now };
  if (status >= 500 || transient.has(status)) {
    const pause = retryAfterS === null ? 5_000 * 2 ** attempts : retryAfterS * 1000;
    return { is: "wait", why: "busy", nextAt: now + Math.min(longestWaitMs, pause) };
  }
  return { is: "refused", refusal: refusalOf(answer) };
}

function refusalOf({ status, body }: Answer): Refusal {
  const problem = Problem.safeParse(body);
  if (!problem.success) return { status, words: "", errors: [], file: null };
  const { detail, title, errors = [] } = problem.data;
  return {
    status,
    words: detail || title,
    errors: errors.map(({ message }) => message),
    file: null,
  };
}

/** Acts on one incident keep their order; a report and what follows it too. */
function subjectOf(item: QueueItem): string {
  if (item.kind === "report" || item.kind === "patrol") return item.id;
  if (item.kind === "visit") return item.body.person;
  if (item.kind === "form") return item.incident;
  return item.incident ?? item.after ?? item.id;
}

/** The oldest item that may leave now. `items` = all that are not delivered, oldest first. */
export function nextItem(items: readonly QueueItem[], now: number): QueueItem | undefined {
  const held = new Set<string>();
  for (const item of items) {
    const subject = subjectOf(item);
    const resolved = item.kind !== "act" || item.incident !== null;
    if (item.state === "kept" && item.nextAt <= now && resolved && !held.has(subject)) return item;
    held.add(subject);
  }
  return undefined;
}

type TimelineEntry = { at: string; act: string; actor: string };
/** Seconds of the Date header are whole, and the server may have been a moment ahead. */
const toleranceMs = 3_000;

/** Whether an act whose answer was lost had arrived: this person did it since the first attempt. */
export const wasPerformed = (
  { body, unsureSince }: Pick<ActItem, "body" | "unsureSince">,
  name: string,
  timeline: readonly TimelineEntry[],
): boolean =>
  unsureSince !== null &&
  timeline.some(
    ({ at, act, actor }) =>
      act === body.act && actor.includes(name) && Date.parse(at) >= unsureSince - toleranceMs,
  );

/** The body with the ids the server gave, in the place of the local ones. */
export function withSentFiles<T>(body: T, sent: ReadonlyMap<string, string>): T {
  const swap = (value: unknown): unknown => {
    if (typeof value === "string") return sent.get(value) ?? value;
    if (Array.isArray(value)) return value.map(swap);
    return value;
  };
  return Object.fromEntries(
    Object.entries(body as Record<string, unknown>).map(([key, value]) => [key, swap(value)]),
  ) as T;
}
