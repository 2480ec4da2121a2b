import { expect, test } from "vitest";
import type { SuggestionRow } from "./suggestion-queries.ts";
import { judgedSuggestions } from "./suggestion-rules.ts";

const unclear = "220108";
const judge = (...rows: Partial<SuggestionRow>[]) =>
  judgedSuggestions(
    rows.map((row) => ({
      suggested: "050102",
      confidence: 8,
      category: "050102",
      decided: true,
      samePost: null,
      cases: 1,
      looked: rows.length,
      ...row,
    })),
    { clear: 0.4, unclear },
  );

test("a category that stands counts as kept once a person went on with it, a changed one as corrected at once", () => {
  const { category, categories } = judge(
    { cases: 3 },
    { decided: false, cases: 5 },
    { decided: false, category: "010101", cases: 2 },
    { category: "050103" },
  );

  expect(category).toEqual({ kept: 3, corrected: 3 });
  expect(categories).toEqual([
    {
      code: "050102",
      category: { kept: 3, corrected: 3 },
      post: { kept: 0, corrected: 0 },
      instead: [
        { code: "010101", cases: 2 },
        { code: "050103", cases: 1 },
      ],
    },
  ]);
});

test("what was only hinted at is judged by itself, once a person has chosen a category", () => {
  const { category, unsure, categories } = judge(
    { confidence: 3, category: "050102", decided: false },
    { confidence: 2, category: "010101", decided: false },
    { confidence: 3, category: unclear },
  );

  expect(unsure).toEqual({ kept: 1, corrected: 1 });
  expect(category).toEqual({ kept: 0, corrected: 0 });
  expect(categories).toEqual([]);
});

test("confidence stands beside what became of it, certainty in the last band", () => {
  const { confidence } = judge(
    { confidence: 4 },
    { confidence: 5, category: "010101" },
    { confidence: 7 },
    { confidence: 10 },
  );

  expect(confidence).toEqual([
    { from: 0.4, to: 0.6, judged: { kept: 1, corrected: 1 } },
    { from: 0.6, to: 0.8, judged: { kept: 1, corrected: 0 } },
    { from: 0.8, to: 1.1, judged: { kept: 1, corrected: 0 } },
  ]);
});

test("posts are judged by the category that stands, also where a person chose it", () => {
  const { post, categories } = judge(
    { suggested: null, confidence: null, category: "010101", samePost: true, cases: 4 },
    { suggested: null, confidence: null, category: "010101", samePost: false },
  );

  expect(post).toEqual({ kept: 4, corrected: 1 });
  expect(categories).toMatchObject([{ code: "010101", post: { kept: 4, corrected: 1 } }]);
});
