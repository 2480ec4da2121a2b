import { z } from "zod";

const prefix = "gezhi.draft.";
const keptDays = 14;
const Draft = z.object({ savedAt: z.number(), values: z.record(z.string(), z.unknown()) });
type Values = Record<string, unknown>;

/** What was typed and not yet sent. It stays on this computer, belongs to one account and goes when it was sent. */
export function loadDraft(key: string): { savedAt: number; values: Values } | undefined {
  const text = localStorage.getItem(prefix + key);
  if (text === null) return undefined;
  const draft = Draft.safeParse(parse(text));
  if (draft.success) return draft.data;
  localStorage.removeItem(prefix + key);
  return undefined;
}

export function saveDraft(key: string, values: Values, now: number): void {
  const typed = Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
  if (Object.keys(typed).length === 0) return dropDraft(key);
  localStorage.setItem(prefix + key, JSON.stringify({ savedAt: now, values: typed }));
}

export const dropDraft = (key: string): void => localStorage.removeItem(prefix + key);

/** Forgets drafts nobody came back to. */
export function sweepDrafts(now: number): void {
  const keys = Array.from(
    { length: localStorage.length },
    (_, index) => localStorage.key(index) ?? "",
  );
  for (const key of keys.filter((one) => one.startsWith(prefix))) {
    const draft = loadDraft(key.slice(prefix.length));
    if (draft && now - draft.savedAt > keptDays * 86_400_000) localStorage.removeItem(key);
  }
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (Array.isArray(value) && value.length === 0);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
