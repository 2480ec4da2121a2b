import { keyOf, type IncidentId } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unclearCode } from "../classification/classifier-rules.ts";
import {
  type Bench,
  firePost,
  grid,
  post,
  startIncidents,
  town,
  village,
} from "./incident-testing.ts";
import { readSuggestionFigures } from "./suggestion-figures.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

const named = (code: string, confidence: number) => ({ code, name: code, confidence, words: [] });

/** As intake leaves it: the opening report says what the classifier named. */
async function reported(
  category: string,
  suggested: ReturnType<typeof named>[],
  options: Parameters<Bench["open"]>[0] = {},
): Promise<IncidentId> {
  const { id } = await bench.open({ category, ...options });
  await bench.owner
    .updateTable("reports")
    .set({ suggested: JSON.stringify(suggested) })
    .where("incident", "=", keyOf(id).id)
    .execute();
  await bench.owner
    .updateTable("incidents")
    .set({ reasons: sql`jsonb_set(reasons, '{classification}', '["按描述判断"]')` })
    .where("id", "=", keyOf(id).id)
    .execute();
  return id;
}
const dispatch = (id: IncidentId, lead: string) =>
  bench.act("dispatcher", id, { act: "dispatch", lead, coHandlers: [], instructions: "" });

test("what was suggested is compared with what a person made of it, of this unit and period alone", async () => {
  const [kept, , corrected, hinted] = [
    await reported("010101", [named("010101", 0.9)]),
    // Nobody has looked at it yet.
    await reported("010101", [named("010101", 0.9)]),
    await reported("010101", [named("010101", 0.5)]),
    await reported(unclearCode, [named(unclearCode, 0.4), named("010101", 0.3)]),
  ];
  const elsewhere = await reported("010101", [named("010101", 0.9)], {
    unit: "500103001018001",
  });
  const chosen = await reported("010101", []);
  await dispatch(kept, post);
  await dispatch(elsewhere, firePost);
  await dispatch(chosen, firePost);
  await bench.act("dispatcher", corrected, {
    act: "recategorise",
    category: "010106",
    reason: "是垃圾桶",
  });
  await dispatch(corrected, post);
  await bench.act("dispatcher", hinted, {
    act: "recategorise",
    category: "010101",
    reason: "看照片",
  });
  bench.wait(1000);
  const officer = await bench.viewer(`${town}-duty-officer-1`);

  const figures = await readSuggestionFigures(bench.context, officer, { unit: village });
  const whole = await readSuggestionFigures(bench.context, officer, { unit: town });
  const after = await readSuggestionFigures(bench.context, officer, {
    unit: town,
    from: new Date(bench.now() - 500).toISOString(),
  });

  expect(figures).toMatchObject({
    newest: null,
    category: { kept: 1, corrected: 1 },
    unsure: { kept: 1, corrected: 0 },
    post: { kept: 1, corrected: 1 },
  });
  expect(figures.categories.find(({ code }) => code === "010101")).toMatchObject({
    category: { kept: 1, corrected: 1 },
    instead: [{ code: "010106", cases: 1 }],
  });
  expect(whole).toMatchObject({
    category: { kept: 2, corrected: 1 },
    post: { kept: 1, corrected: 2 },
  });
  expect(after).toMatchObject({ category: { kept: 0, corrected: 0 }, categories: [] });
});

test("what a grid solved itself keeps its category and says nothing of posts", async () => {
  bench.wait(60_000);
  const from = new Date(bench.now()).toISOString();
  const id = await reported("010101", [named("010101", 0.9)]);
  await bench.act("worker", id, { act: "selfHandle", result: "已清理", files: [] });
  bench.wait(1000);
  const worker = await bench.viewer(`${grid}-worker`);

  const figures = await readSuggestionFigures(bench.context, worker, { unit: grid, from });

  expect(figures).toMatchObject({
    category: { kept: 1, corrected: 0 },
    post: { kept: 0, corrected: 0 },
  });
});

test("only who sees the statistics of a unit sees these", async () => {
  const other = await bench.viewer("500103003-dispatcher-1");

  await expect(readSuggestionFigures(bench.context, other, { unit: town })).rejects.toMatchObject({
    code: "forbidden",
  });
});
