import { expect, test } from "vitest";
import { mostOpening, mostTogether, togetherOf } from "./alarm-turn-rules.ts";

const signals = (many: number, storm: (index: number) => string | undefined) =>
  Array.from({ length: many }, (_, index) => ({ id: index, storm: storm(index) }));

test("every signal is in exactly one transaction, those of a storm in their order", () => {
  const all = signals(200, (index) =>
    index % 5 === 0 ? undefined : index % 5 === 1 ? "one storm" : `apart ${index}`,
  );
  const made = togetherOf(all);
  expect(made.flat().toSorted((a, b) => a.id - b.id)).toEqual(all);
  const ids = made
    .flat()
    .filter(({ storm }) => storm === "one storm")
    .map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
});

test("a transaction stays small, smaller where it may open incidents", () => {
  for (const some of togetherOf(signals(200, () => undefined)))
    expect(some.length).toBeLessThanOrEqual(mostTogether);
  for (const some of togetherOf(signals(200, (index) => `apart ${index}`)))
    expect(some.length).toBeLessThanOrEqual(mostOpening);
});
