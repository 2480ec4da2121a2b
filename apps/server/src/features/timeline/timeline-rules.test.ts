import { expect, test } from "vitest";
import { entryHash, verifyChain, type ChainedEntry } from "./timeline-rules.ts";

function aChain(length: number): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  for (let seq = 1; seq <= length; seq++) {
    const previousHash = entries.at(-1)?.hash ?? "";
    const content = {
      incident: "500103-0",
      seq,
      at: "2026-11-22T00:00:00.000Z",
      act: "note",
      actor: "调度员",
      detail: { b: seq, a: "原文" },
    };
    entries.push({ ...content, previousHash, hash: entryHash(previousHash, content) });
  }
  return entries;
}

test("an untouched chain is intact", () => {
  expect(verifyChain(aChain(5))).toEqual({ intact: true, entries: 5 });
});

test("the order of keys in a detail does not change its hash", () => {
  const [entry] = aChain(1);
  expect(entryHash("", { ...entry!, detail: { a: "原文", b: 1 } })).toBe(entry!.hash);
});

test.each([
  [
    "a changed word",
    (chain: ChainedEntry[]) => chain.with(2, { ...chain[2]!, detail: { a: "改过", b: 3 } }),
    3,
  ],
  [
    "a changed time",
    (chain: ChainedEntry[]) => chain.with(1, { ...chain[1]!, at: "2026-11-21T00:00:00.000Z" }),
    2,
  ],
  ["a removed entry", (chain: ChainedEntry[]) => chain.toSpliced(2, 1), 3],
  [
    "two swapped entries",
    (chain: ChainedEntry[]) => chain.with(1, chain[2]!).with(2, chain[1]!),
    2,
  ],
  [
    "another incident's entry",
    (chain: ChainedEntry[]) => chain.with(4, { ...chain[4]!, incident: "500108-0" }),
    5,
  ],
])("%s is found and named", (_, damage, seq) => {
  expect(verifyChain(damage(aChain(5)))).toMatchObject({ intact: false, seq });
});
