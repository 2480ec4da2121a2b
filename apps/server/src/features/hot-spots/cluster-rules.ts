import type { HotSpotLimits } from "@gezhi/contract/configuration.ts";
import { distanceM } from "../correlation/geometry-rules.ts";

export type Happened = { id: string; lon: number; lat: number; at: number };
export type Cluster<T extends Happened> = { middle: T; members: T[] };

const dayMs = 86_400_000;

/**
 * The hot spot that `fresh` completes, if it does: around one of them, `fresh` or another within reach, at least so
 * many within the metres and within one stretch of the days, both included. So the order in which they come to be known
 * makes no difference. Of several middles the one with the most around it; what is near and follows in time comes with it.
 */
export function clusterAround<T extends Happened>(
  fresh: T,
  near: readonly T[],
  { least, days, metres }: HotSpotLimits,
): Cluster<T> | undefined {
  const span = days * dayMs;
  const others = near.filter(({ id }) => id !== fresh.id);
  const all = [fresh, ...others];
  let best: Cluster<T> | undefined;
  for (const middle of all) {
    if (distanceM(middle, fresh) > metres) continue;
    const circle = all.filter((one) => distanceM(middle, one) <= metres);
    const first = fullest(circle, fresh.at, span);
    if (first.length < least || first.length <= (best?.members.length ?? 0)) continue;
    best = { middle, members: first };
  }
  if (!best) return undefined;
  const { middle } = best;
  const circle = all.filter((one) => distanceM(middle, one) <= metres);
  return { middle, members: grown(best.members, circle, span) };
}

/** The most of them that lie within one span that holds `at`. */
function fullest<T extends Happened>(circle: readonly T[], at: number, span: number): T[] {
  const sorted = circle
    .filter((one) => Math.abs(one.at - at) <= span)
    .toSorted((a, b) => a.at - b.at);
  let best: T[] = [];
  for (const start of sorted) {
    if (start.at > at) break;
    const within = sorted.filter((one) => one.at >= start.at && one.at - start.at <= span);
    if (start.at + span >= at && within.length > best.length) best = within;
  }
  return best;
}

/** With all that follow or precede one of them within the span. */
function grown<T extends Happened>(members: readonly T[], circle: readonly T[], span: number): T[] {
  const sorted = circle.toSorted((a, b) => a.at - b.at);
  let first = Math.min(...members.map(({ at }) => at));
  let last = Math.max(...members.map(({ at }) => at));
  for (const { at } of sorted.toReversed()) if (at < first && first - at <= span) first = at;
  for (const { at } of sorted) if (at > last && at - last <= span) last = at;
  return sorted.filter(({ at }) => at >= first && at <= last);
}

/** Whether something belongs to a card: within its circle, and in time no farther from its members than the days. */
export function belongs(
  card: { lon: number; lat: number; metres: number; days: number; firstAt: number; lastAt: number },
  one: Happened,
  timeMatters: boolean,
): boolean {
  if (distanceM(card, one) > card.metres) return false;
  const span = card.days * dayMs;
  return !timeMatters || (one.at >= card.firstAt - span && one.at <= card.lastAt + span);
}
