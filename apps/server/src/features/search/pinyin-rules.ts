import { pinyin } from "pinyin-pro";

const known = new Map<string, string>();
const mostKnown = 50_000;

/** 渝中区 → yzq; letters and digits stand for themselves, everything else is left out. Words decide how 重 and 行 are read. */
export function initialsOf(text: string): string {
  const kept = known.get(text);
  if (kept !== undefined) return kept;
  const initials = pinyin(text.normalize("NFKC").toLowerCase(), {
    pattern: "first",
    toneType: "none",
    type: "array",
  })
    .join("")
    .replaceAll(/[^a-z0-9]/g, "");
  if (known.size < mostKnown) known.set(text, initials);
  return initials;
}

/** Whether a question may be initials: two letters at least, digits among them. */
export const mayBeInitials = (text: string): boolean => /^(?=\d*[a-z])[a-z0-9]{2,20}$/i.test(text);
