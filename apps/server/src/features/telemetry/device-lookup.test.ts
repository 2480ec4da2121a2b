import { expect, test } from "vitest";
import { createLogger } from "../../platform/log.ts";
import { DeviceLookup } from "./device-lookup.ts";

function aLookup() {
  const reads: number[] = [];
  const known = new Map<string, number>();
  const world = { now: 0, away: 0, registered: "" };
  const lookup = new DeviceLookup({
    read: async (codes) => {
      reads.push(codes.length);
      if (world.away-- > 0) throw new Error("the database is away");
      if (world.registered) known.set(world.registered, 1);
    },
    versionOf: (code) => known.get(code),
    log: createLogger("silent"),
    now: () => world.now,
  });
  return { lookup, reads, world };
}

test("a flood of names is a few statements, and asks nothing more for a while", async () => {
  const { lookup, reads, world } = aLookup();
  const flood = () => Array.from({ length: 10_000 }, (_, n) => lookup.ask(`D-${n % 2500}`));
  await Promise.all(flood().flatMap((asked) => asked ?? []));
  expect(reads).toEqual([1000, 1000, 500]);
  expect(flood().filter(Boolean)).toEqual([]);
  world.now += 300;
  await lookup.ask("D-1");
  expect(reads).toEqual([1000, 1000, 500, 1]);
});

test("what was found or changed is asked for again at the next need", async () => {
  const { lookup, reads, world } = aLookup();
  world.registered = "D-1";
  await lookup.ask("D-1");
  await lookup.ask("D-1");
  expect(lookup.ask("D-1")).toBeUndefined();
  lookup.forget("D-1");
  await lookup.ask("D-1");
  expect(reads).toEqual([1, 1, 1]);
});

test("a database that is away is waited for", async () => {
  const { lookup, reads, world } = aLookup();
  world.away = 2;
  await lookup.ask("D-1");
  expect(reads).toEqual([1, 1, 1]);
});

test("what cannot be a name is not asked for", () => {
  const { lookup } = aLookup();
  for (const code of ["", "a b", "a\0b", "x".repeat(65), "设备"])
    expect(lookup.ask(code)).toBeUndefined();
});
