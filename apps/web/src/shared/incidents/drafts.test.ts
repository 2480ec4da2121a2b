import { beforeEach, expect, test, vi } from "vitest";
import { dropDraft, loadDraft, saveDraft, sweepDrafts } from "./drafts.ts";

const now = Date.UTC(2026, 10, 22);
const day = 86_400_000;

/** What a browser keeps; this runs without one. */
function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}

beforeEach(() => vi.stubGlobal("localStorage", storage()));

test("what was typed is there after a reload", () => {
  saveDraft("a/1/reject", { reason: "重复上报", files: [] }, now);

  expect(loadDraft("a/1/reject")).toEqual({ savedAt: now, values: { reason: "重复上报" } });
});

test("drafts of two accounts and two acts do not touch", () => {
  saveDraft("a/1/reject", { reason: "甲" }, now);
  saveDraft("b/1/reject", { reason: "乙" }, now);
  dropDraft("a/1/reject");

  expect(loadDraft("a/1/reject")).toBeUndefined();
  expect(loadDraft("b/1/reject")?.values).toEqual({ reason: "乙" });
});

test("a form that was emptied leaves no draft", () => {
  saveDraft("a/1/note", { text: "x" }, now);
  saveDraft("a/1/note", { text: "", files: [] }, now);

  expect(loadDraft("a/1/note")).toBeUndefined();
});

test("a false answer is an answer", () => {
  saveDraft("a/1/recheck", { passed: false }, now);

  expect(loadDraft("a/1/recheck")?.values).toEqual({ passed: false });
});

test("drafts nobody came back to for two weeks are forgotten, other keys are not touched", () => {
  saveDraft("a/old", { text: "x" }, now - 15 * day);
  saveDraft("a/new", { text: "y" }, now - 13 * day);
  localStorage.setItem("gezhi.preferences", "{}");

  sweepDrafts(now);

  expect(loadDraft("a/old")).toBeUndefined();
  expect(loadDraft("a/new")).toBeDefined();
  expect(localStorage.getItem("gezhi.preferences")).toBe("{}");
});

test("a damaged draft is dropped", () => {
  localStorage.setItem("gezhi.draft.a", "{broken");

  expect(loadDraft("a")).toBeUndefined();
  expect(localStorage.getItem("gezhi.draft.a")).toBeNull();
});
