import { literalsOf, type Keyword } from "./lexicon-rules.ts";
import { plainWord, type Reading, type Span } from "./text-rules.ts";

/** How much a text shares with what is written about a category, when no keyword fits as a whole. */
export type Likeness = (reading: Reading) => Map<string, Alike>;
export type Alike = { points: number; spans: Span[] };

type Pairs = Map<string, { code: string; points: number }[]>;

/** The points of all pairs of characters together never outweigh one good keyword. */
const ceiling = 2;
const pairPoints = 0.14;

const pairsOf = (word: string): string[] => {
  const pairs: string[] = [];
  for (let index = 0; index + 2 <= word.length; index += 1)
    pairs.push(word.slice(index, index + 2));
  return pairs;
};

/** Pairs of characters, weighted by how few categories they occur in. */
export function buildLikeness(
  categories: readonly { code: string; name: string }[],
  keywords: readonly Keyword[],
): Likeness {
  const codesOf = new Map<string, Set<string>>();
  const note = (code: string, word: string) => {
    for (const pair of pairsOf(word)) {
      const codes = codesOf.get(pair);
      if (codes) codes.add(code);
      else codesOf.set(pair, new Set([code]));
    }
  };
  for (const { code, name } of categories) note(code, plainWord(name));
  for (const keyword of keywords) {
    if (keyword.code.startsWith("@") || keyword.weight < 0) continue;
    for (const literal of literalsOf(keyword)) note(keyword.code, literal);
  }

  const pairs: Pairs = new Map();
  for (const [pair, codes] of codesOf) {
    const points = pairPoints * Math.log(categories.length / codes.size);
    pairs.set(
      pair,
      [...codes].map((code) => ({ code, points })),
    );
  }
  return (reading) => alike(pairs, reading);
}

function alike(pairs: Pairs, { chars }: Reading): Map<string, Alike> {
  const found = new Map<string, Alike>();
  const counted = new Set<string>();
  for (let start = 0; start + 2 <= chars.length; start += 1) {
    const pair = chars.slice(start, start + 2);
    const uses = pairs.get(pair);
    if (!uses || counted.has(pair)) continue;
    counted.add(pair);
    for (const { code, points } of uses) {
      const known = found.get(code);
      if (!known) found.set(code, { points, spans: [{ start, end: start + 2 }] });
      else {
        known.points = Math.min(ceiling, known.points + points);
        const last = known.spans.at(-1);
        if (last && last.end >= start) last.end = start + 2;
        else known.spans.push({ start, end: start + 2 });
      }
    }
  }
  return found;
}
