import { expect, test } from "vitest";
import { inRounds, type Outcome } from "./rounds.ts";

/** Rounds whose work ends when the test says so. */
function rounds(atOnce: number, most = 10, patienceMs?: number) {
  const begun: { items: string[]; end: (outcomes?: Outcome<string>[]) => void }[] = [];
  const bring = inRounds<string, string>({
    atOnce,
    most,
    ...(patienceMs === undefined ? {} : { patienceMs }),
    namesOf: (item) => [item[0]!],
    run: (items) =>
      new Promise((resolve) =>
        begun.push({
          items: [...items],
          end: (outcomes = items.map((item) => ({ value: `${item} done` }))) => resolve(outcomes),
        }),
      ),
  });
  return { bring, begun, items: () => begun.map((round) => round.items) };
}

test("who comes alone goes at once, who comes meanwhile goes together", async () => {
  const { bring, begun, items } = rounds(1);

  const first = bring("a1");
  const others = [bring("b1"), bring("c1")];
  expect(items()).toEqual([["a1"]]);
  begun[0]!.end();

  expect(await first).toBe("a1 done");
  expect(items()).toEqual([["a1"], ["b1", "c1"]]);
  begun[1]!.end();
  expect(await Promise.all(others)).toEqual(["b1 done", "c1 done"]);
});

test("what excludes each other goes one after the other, in the order it came", async () => {
  const { bring, begun, items } = rounds(2);

  const all = [bring("a1"), bring("a2"), bring("a3"), bring("b1")];
  expect(items()).toEqual([["a1"], ["b1"]]);
  begun[0]!.end();
  await all[0];
  expect(items().at(-1)).toEqual(["a2"]);
  begun[2]!.end();
  await all[1];
  expect(items().at(-1)).toEqual(["a3"]);
  begun[1]!.end();
  begun[3]!.end();

  expect(await Promise.all(all)).toEqual(["a1 done", "a2 done", "a3 done", "b1 done"]);
});

test("a round has a size, and only so many run", async () => {
  const { bring, begun, items } = rounds(2, 2);

  const all = ["a", "b", "c", "d", "e"].map((item) => bring(item));
  expect(items()).toEqual([["a"], ["b"]]);
  begun[0]!.end();
  await all[0];
  expect(items().slice(2)).toEqual([["c", "d"]]);
  begun[1]!.end();
  await all[1];
  expect(items().slice(3)).toEqual([["e"]]);
  begun[2]!.end();
  begun[3]!.end();
  await Promise.all(all);
});

test("nobody waits without end behind a round that does not end: nothing of theirs is done", async () => {
  const { bring, begun, items } = rounds(1, 10, 20);

  const first = bring("a1");
  const refusals = await Promise.allSettled([bring("a2"), bring("b1")]);
  expect(refusals).toMatchObject([
    { reason: { code: "unavailable", retryAfterSeconds: 5 } },
    { reason: { code: "unavailable" } },
  ]);
  begun[0]!.end();

  expect(await first).toBe("a1 done");
  const next = bring("a3");
  expect(items()).toEqual([["a1"], ["a3"]]);
  begun[1]!.end();
  expect(await next).toBe("a3 done");
});

test("one fails alone; where the round itself fails, all of it do, and the next ones go on", async () => {
  const { bring, begun } = rounds(1);

  const alone = bring("a1");
  const together = [bring("b1"), bring("c1")];
  const refused = alone.catch((error: unknown) => error);
  begun[0]!.end([{ error: "refused" }]);
  expect(await refused).toBe("refused");
  begun[1]!.end([{ value: "kept" }, { error: "broken" }]);
  expect(await Promise.allSettled(together)).toMatchObject([
    { value: "kept" },
    { reason: "broken" },
  ]);

  let tries = 0;
  const failing = inRounds<string, string>({
    atOnce: 1,
    most: 5,
    namesOf: () => [],
    run: async (items) => {
      tries += 1;
      if (tries === 1) throw new Error("away");
      return items.map((item) => ({ value: item }));
    },
  });
  const lost = failing("a");
  const next = failing("b");
  await expect(lost).rejects.toThrow("away");
  expect(await next).toBe("b");
});
