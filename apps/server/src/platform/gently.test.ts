import { expect, test } from "vitest";
import { gently, mostAtOnce } from "./gently.ts";
import { turnsDuring } from "./testing/turns.ts";

const numbers = Array.from({ length: 1000 }, (_, index) => index);

test("all come once, in order, and others get their turn between portions", async () => {
  const seen: number[] = [];
  const turns = await turnsDuring(async () => {
    for await (const number of gently(numbers)) seen.push(number);
  });
  expect(seen).toEqual(numbers);
  expect(turns).toBeGreaterThanOrEqual(numbers.length / mostAtOnce - 1);
});

test("what takes long gives a turn sooner than after a whole portion", async () => {
  const heavy = () => {
    for (const end = performance.now() + 11; performance.now() < end;);
  };
  const turns = await turnsDuring(async () => {
    for await (const _ of gently(numbers.slice(0, 5))) heavy();
  });
  expect(turns).toBeGreaterThanOrEqual(4);
});

test("whoever stops early asks for no more", async () => {
  let made = 0;
  function* endless() {
    for (;;) yield (made += 1);
  }
  for await (const number of gently(endless())) if (number === 3) break;
  expect(made).toBe(3);
});
