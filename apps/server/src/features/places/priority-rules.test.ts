import type { PriorityObject } from "@gezhi/contract/configuration.ts";
import { usualPriority } from "@gezhi/contract/priority.ts";
import { expect, test } from "vitest";
import { farthestPriorityM, prioritiesNear, priorityObjects } from "./priority-rules.ts";

const object: PriorityObject = {
  name: "重点场所",
  kinds: ["school"],
  tags: ["林区旁"],
  metres: 50,
  points: 1,
  highest: "yellow",
};
const school = { name: "试验小学", kind: "school" as const, tags: [], metres: 50 };
const namesOf = (...input: Parameters<typeof prioritiesNear>) =>
  prioritiesNear(...input).map(({ place }) => place);

test.each([
  ["at the very distance", {}, ["试验小学"]],
  ["a hand beyond it", { metres: 50.1 }, []],
  ["of another kind", { kind: "pond" as const }, []],
  ["of another kind with the tag", { kind: "pond" as const, tags: ["林区旁"] }, ["试验小学"]],
])("a place %s", (_, more, expected) => {
  expect(namesOf([{ ...school, ...more }], [object], "010103")).toEqual(expected);
});

test("an object for some categories counts for these only", () => {
  const fire = { ...object, categories: ["09", "1002"] };

  expect(namesOf([school], [fire], "090205")).toEqual(["试验小学"]);
  expect(namesOf([school], [fire], "100201")).toEqual(["试验小学"]);
  expect(namesOf([school], [fire], "100101")).toEqual([]);
});

test("the first object that fits gives points and highest level; the nearest place comes first", () => {
  const places = [school, { ...school, name: "近处小学", metres: 5 }];
  const later = { ...object, name: "后一条", points: 2 };

  expect(prioritiesNear(places, [object, later], "010103")).toEqual([
    { place: "近处小学", because: "重点场所", metres: 5, points: 1, highest: "yellow" },
    { place: "试验小学", because: "重点场所", metres: 50, points: 1, highest: "yellow" },
  ]);
});

test("limits from before there were priority objects have the usual ones; an empty list has none", () => {
  expect(priorityObjects({})).toBe(usualPriority);
  expect(priorityObjects({ priority: [] })).toEqual([]);
  expect(usualPriority.every(({ metres }) => metres <= farthestPriorityM)).toBe(true);
});
