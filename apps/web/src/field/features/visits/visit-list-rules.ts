import type { CaredPerson, MyVisits } from "@gezhi/contract/care.ts";
import type { QueueItem, VisitItem } from "../../../shared/phone/queue/queue-items.ts";

/** What this phone keeps about a person and the server does not know yet: the newest. */
export const keptVisitOf = (
  queue: readonly QueueItem[],
  person: CaredPerson["id"],
): VisitItem | undefined =>
  queue.find(
    (item): item is VisitItem =>
      item.kind === "visit" && item.body.person === person && item.state !== "delivered",
  );

/** Who is still to be seen today, by the server's word and by what waits on this phone. `queue`: newest first. */
export const openVisits = (
  mine: MyVisits | undefined,
  queue: readonly QueueItem[],
): CaredPerson[] =>
  (mine?.items ?? []).filter(({ id, state }) => {
    if (state === "visited" || state === "later") return false;
    const kept = keptVisitOf(queue, id);
    return kept === undefined || kept.state === "attention" || kept.body.outcome === "notReached";
  });
