import { setImmediate as turn } from "node:timers/promises";

export const mostAtOnce = 100;
const longestMs = 10;

/**
 * Work over many things in portions, between which the process turns to whatever else waits for it: the things one
 * after the other, as the loop over them asks for them.
 */
export async function* gently<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
): AsyncGenerator<Item> {
  let began = performance.now();
  let held = 0;
  for await (const item of items) {
    yield item;
    held += 1;
    if (held < mostAtOnce && performance.now() - began < longestMs) continue;
    await turn();
    began = performance.now();
    held = 0;
  }
}
