import { cut } from "./segmentation.ts";
import { compileLexicon, findHits } from "./lexicon-rules.ts";
import type { Alike } from "./likeness-rules.ts";
import { plainWord, readText, type Reading } from "./text-rules.ts";

/** How often people chose `code` for a text with `word` in it. */
export type Taught = { code: string; word: string; count: number };

export type Teaching = (reading: Reading) => Map<string, Alike>;

/** Words one chosen text may teach. */
const wordsPerText = 12;
/** A word counts after so many choices, and only for a category that got most of them: a few wrong choices teach nothing. */
const enoughChoices = 3;
const enoughShare = 0.6;
/** One taught word, and all of them together, stay below one good keyword (4–5): teaching breaks ties, it does not overturn. */
const mostPoints = 1.2;
const mostTogether = 2;

/** The words a choice teaches: Chinese, two to six characters, each once. */
export function wordsToTeach(text: string): string[] {
  const words = cut(readText(text).chars).filter((word) => /^\p{Script=Han}{2,6}$/u.test(word));
  return [...new Set(words)].slice(0, wordsPerText);
}

export function buildTeaching(taught: readonly Taught[]): Teaching {
  const totals = new Map<string, number>();
  for (const { word, count } of taught) totals.set(word, (totals.get(word) ?? 0) + count);
  const keywords = taught.flatMap(({ code, word, count }) => {
    const share = count / (totals.get(word) ?? count);
    if (
      count < enoughChoices ||
      share < enoughShare ||
      plainWord(word) === "" ||
      /[&|@]/u.test(word)
    )
      return [];
    return [{ code, word, weight: Math.min(mostPoints, 0.3 * Math.log2(count) * share) }];
  });
  const lexicon = compileLexicon(keywords);
  return (reading) => {
    const found = new Map<string, Alike>();
    for (const { code, weight, spans } of findHits(lexicon, reading)) {
      const known = found.get(code);
      if (!known) found.set(code, { points: weight, spans: [...spans] });
      else {
        known.points = Math.min(mostTogether, known.points + weight);
        known.spans.push(...spans);
      }
    }
    return found;
  };
}
