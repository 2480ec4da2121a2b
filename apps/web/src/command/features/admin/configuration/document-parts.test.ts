import type { ContentOf } from "@gezhi/contract/configuration.ts";
import { expect, test } from "vitest";
import { differencesOf, joinDocument, rebase, sameValue, splitDocument } from "./document-parts.ts";

const posts = (...items: [code: string, name: string][]): ContentOf<"posts"> => ({
  posts: items.map(([code, name]) => ({
    code,
    name,
    section: "safetyLaw",
    english: "",
    duties: "",
    counterpart: "",
    onDuty24h: false,
  })),
});
const partsOf = (...items: [code: string, name: string][]) =>
  splitDocument("posts", posts(...items));

const limits: ContentOf<"limits"> = {
  selfHandledSample: 0.05,
  archiveDays: 30,
  ratingDays: 7,
  suspensionMaxDays: 30,
  mergeMetres: 100,
  mergeMinutes: { red: 5, orange: 5, yellow: 30, blue: 30 },
  verifyFirst: ["resident"],
  stageMinutes: {
    verify: { red: 1, orange: 5, yellow: 30, blue: 240 },
    register: { red: 0, orange: 0, yellow: 30, blue: 120 },
    return: { red: 5, orange: 15, yellow: 60, blue: 240 },
    recheck: { red: 30, orange: 120, yellow: 480, blue: 960 },
    crossTown: { red: 10, orange: 10, yellow: 120, blue: 120 },
    district: { red: 30, orange: 30, yellow: 240, blue: 240 },
    delay: { red: 5, orange: 15, yellow: 60, blue: 240 },
  },
};
const calendar: ContentOf<"calendar"> = {
  week: { 1: [], 2: [], 3: [], 4: [], 5: [{ from: "09:00", to: "12:00" }], 6: [], 7: [] },
  exceptions: [
    { date: "2026-02-14", working: true, name: "春节调休上班" },
    { date: "2026-02-17", working: false, name: "春节" },
  ],
};
const lists: ContentOf<"lists"> = {
  negative: [{ code: "N01", name: "行政执法", basis: "", words: ["查封"] }],
  statutory: [],
  leadAssist: [],
  villageMatters: [],
  proofsAllowed: [],
  proofsRefused: [],
  plates: [{ code: "P01", name: "党组织牌", basis: "", words: [] }],
};

test("a document taken apart and put together again is the same", () => {
  expect(joinDocument("limits", splitDocument("limits", limits))).toEqual(limits);
  expect(joinDocument("calendar", splitDocument("calendar", calendar))).toEqual(calendar);
  expect(joinDocument("lists", splitDocument("lists", lists))).toEqual(lists);
});

test("the order of an object's names is no difference, the order of a list is", () => {
  expect(sameValue({ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 })).toBe(true);
  expect(sameValue(["a", "b"], ["b", "a"])).toBe(false);
  expect(sameValue({ a: 1 }, { a: 1, b: null })).toBe(false);
});

test("a difference says what came, what went and which fields changed", () => {
  const before = partsOf(["PA01", "平安建设岗"], ["PA02", "综治岗"]);
  const after = partsOf(["PA01", "平安岗"], ["PA03", "禁毒岗"]);

  const found = differencesOf(before, after);

  expect(found.map(({ key, change }) => [key, change])).toEqual([
    ["PA01", "changed"],
    ["PA03", "added"],
    ["PA02", "removed"],
  ]);
  expect(found[0]?.fields).toEqual([{ field: "name", before: "平安建设岗", after: "平安岗" }]);
});

test("a changed limit is found by its path", () => {
  const changed = { ...limits, mergeMinutes: { ...limits.mergeMinutes, yellow: 45 } };

  const found = differencesOf(splitDocument("limits", limits), splitDocument("limits", changed));

  expect(found).toMatchObject([{ key: "mergeMinutes.yellow", before: 30, after: 45 }]);
});

test("my changes go on top of another's version and keep what they changed elsewhere", () => {
  const base = partsOf(["PA01", "平安建设岗"], ["PA02", "综治岗"]);
  const mine = partsOf(["PA01", "平安岗"], ["PA02", "综治岗"]);
  const theirs = partsOf(["PA01", "平安建设岗"], ["PA02", "综合治理岗"], ["PA03", "禁毒岗"]);

  const { parts, conflicts } = rebase(base, mine, theirs);

  expect(joinDocument("posts", parts)).toEqual(
    posts(["PA01", "平安岗"], ["PA02", "综合治理岗"], ["PA03", "禁毒岗"]),
  );
  expect(conflicts).toEqual([]);
});

test("what both changed is named and stays mine", () => {
  const base = partsOf(["PA01", "平安建设岗"], ["PA02", "综治岗"]);
  const mine = partsOf(["PA01", "平安岗"]);
  const theirs = partsOf(["PA01", "平安法治岗"], ["PA02", "综合治理岗"]);

  const { parts, conflicts } = rebase(base, mine, theirs);

  expect(conflicts).toEqual(["PA01", "PA02"]);
  expect(joinDocument("posts", parts)).toEqual(posts(["PA01", "平安岗"]));
});

test("the same change made twice is no conflict", () => {
  const base = partsOf(["PA01", "平安建设岗"]);
  const mine = partsOf(["PA01", "平安岗"]);

  expect(rebase(base, mine, mine).conflicts).toEqual([]);
});
