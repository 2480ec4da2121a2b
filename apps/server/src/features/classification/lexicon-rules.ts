import { plainWord, type Reading, type Span } from "./text-rules.ts";

/**
 * A row of keywords.csv. `word` is a pattern: `路灯不亮` as it stands, `路灯&坏|黑` both in
 * one sentence and near each other (`|` = either), `@坏` = the words of the row whose code is `@坏`.
 */
export type Keyword = { code: string; word: string; weight: number };

type Node = { next: Map<number, Node>; term: number };

type Pattern = { code: string; weight: number; parts: number[][] };

/** One pattern found in a text: the spans that matched, one for each part. */
export type Hit = { code: string; weight: number; spans: Span[] };

export type Lexicon = {
  root: Node;
  lengths: number[];
  patterns: Pattern[];
  /** For each term, the patterns it is part of, and as which part (a bit). */
  uses: { pattern: number; bit: number }[][];
};

/** The parts of one pattern stand at most so many characters apart. */
const nearness = 14;

const isGroup = (keyword: Keyword): boolean => keyword.code.startsWith("@");

/** The literal words a keyword is made of, groups left out: what its author typed. */
export const literalsOf = (keyword: Keyword): string[] =>
  keyword.word
    .split(/[&|]/u)
    .filter((word) => !word.startsWith("@"))
    .map(plainWord);

export function compileLexicon(keywords: readonly Keyword[]): Lexicon {
  const lexicon: Lexicon = {
    root: { next: new Map(), term: -1 },
    lengths: [],
    patterns: [],
    uses: [],
  };
  const groups = new Map(
    keywords.filter(isGroup).map((group) => [group.code, group.word.split("|")]),
  );

  const termOf = (written: string): number => {
    const word = plainWord(written);
    if (word === "") throw new Error("A keyword has an empty part.");
    let node = lexicon.root;
    for (let index = 0; index < word.length; index += 1) {
      const char = word.charCodeAt(index);
      let next = node.next.get(char);
      if (!next) {
        next = { next: new Map(), term: -1 };
        node.next.set(char, next);
      }
      node = next;
    }
    if (node.term < 0) {
      node.term = lexicon.lengths.length;
      lexicon.lengths.push(word.length);
      lexicon.uses.push([]);
    }
    return node.term;
  };

  const alternatives = (part: string): number[] =>
    part.split("|").flatMap((word) => {
      if (!word.startsWith("@")) return [termOf(word)];
      const group = groups.get(word);
      if (!group) throw new Error(`The keyword group ${word} is not defined.`);
      return group.map(termOf);
    });

  for (const keyword of keywords) {
    if (isGroup(keyword)) continue;
    const parts = keyword.word.split("&").map((part) => [...new Set(alternatives(part))]);
    const pattern =
      lexicon.patterns.push({ code: keyword.code, weight: keyword.weight, parts }) - 1;
    parts.forEach((terms, part) => {
      for (const term of terms) lexicon.uses[term]?.push({ pattern, bit: 1 << part });
    });
  }
  return lexicon;
}

/** Every pattern of the lexicon that a text contains, each at its tightest place. */
export function findHits(lexicon: Lexicon, reading: Reading): Hit[] {
  const starts = findTerms(lexicon, reading.chars);
  const seen = new Map<number, number>();
  const complete: number[] = [];
  for (const term of starts.keys()) {
    for (const { pattern, bit } of lexicon.uses[term] ?? []) {
      const bits = seen.get(pattern) ?? 0;
      if (bits & bit) continue;
      seen.set(pattern, bits | bit);
      if ((bits | bit) === (1 << (lexicon.patterns[pattern]?.parts.length ?? 0)) - 1)
        complete.push(pattern);
    }
  }

  return complete.flatMap((index) => {
    const pattern = lexicon.patterns[index];
    if (!pattern) return [];
    const spans = tightest(lexicon, reading, pattern, starts);
    return spans ? [{ code: pattern.code, weight: pattern.weight, spans }] : [];
  });
}

const digit = /\d/u;
const numeral = /^\d+$/u;
const called = /[打拨叫呼]/u;
/** What follows a number that counts or measures, or stands in an address: 人民路120号, 119栋. */
const counted = /[.%号栋幢座楼层单室户弄组米克公千斤吨元块万人名个岁次分秒小天周月年度线路]/u;

/** 120 is a call for help by itself; in 1207号 or 120元 it is a number like any other. */
function inNumber(chars: string, start: number, end: number): boolean {
  if (!digit.test(chars.charAt(start)) || !numeral.test(chars.slice(start, end))) return false;
  if (digit.test(chars.charAt(start - 1)) || digit.test(chars.charAt(end))) return true;
  return counted.test(chars.charAt(end)) && !called.test(chars.charAt(start - 1));
}

function findTerms(lexicon: Lexicon, chars: string): Map<number, number[]> {
  const starts = new Map<number, number[]>();
  for (let start = 0; start < chars.length; start += 1) {
    let node: Node | undefined = lexicon.root;
    for (let index = start; index < chars.length; index += 1) {
      node = node.next.get(chars.charCodeAt(index));
      if (!node) break;
      if (node.term < 0) continue;
      if (inNumber(chars, start, index + 1)) continue;
      const known = starts.get(node.term);
      if (known) known.push(start);
      else starts.set(node.term, [start]);
    }
  }
  return starts;
}

function tightest(
  lexicon: Lexicon,
  reading: Reading,
  pattern: Pattern,
  starts: Map<number, number[]>,
): Span[] | undefined {
  const places = pattern.parts.map((terms) =>
    terms.flatMap((term) =>
      (starts.get(term) ?? []).map((start) => ({
        start,
        end: start + (lexicon.lengths[term] ?? 0),
      })),
    ),
  );
  const [first = [], ...others] = places;
  let best: Span[] | undefined;
  let bestGap = Infinity;
  for (const span of first) {
    const chosen = [span];
    let gap = 0;
    for (const candidates of others) {
      const nearest = nearestTo(reading, chosen, candidates);
      if (!nearest) {
        gap = Infinity;
        break;
      }
      chosen.push(nearest.span);
      gap += nearest.gap;
    }
    if (gap < bestGap || (gap === bestGap && gap !== Infinity && longer(chosen, best))) {
      best = chosen;
      bestGap = gap;
    }
  }
  return best;
}

const longer = (one: Span[], other: Span[] | undefined): boolean =>
  lengthOf(one) > lengthOf(other ?? []);

const lengthOf = (spans: Span[]): number =>
  spans.reduce((sum, span) => sum + span.end - span.start, 0);

function nearestTo(
  reading: Reading,
  chosen: Span[],
  candidates: Span[],
): { span: Span; gap: number } | undefined {
  let best: { span: Span; gap: number } | undefined;
  for (const span of candidates) {
    const gaps = chosen.map((other) => Math.max(span.start - other.end, other.start - span.end));
    if (gaps.some((gap) => gap < 0)) continue;
    const gap = Math.min(...gaps);
    const anchor = chosen[0];
    if (
      !anchor ||
      gap > nearness ||
      reading.sentence[span.start] !== reading.sentence[anchor.start]
    )
      continue;
    if (
      !best ||
      gap < best.gap ||
      (gap === best.gap && span.end - span.start > best.span.end - best.span.start)
    ) {
      best = { span, gap };
    }
  }
  return best;
}
