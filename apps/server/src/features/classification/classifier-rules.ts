import { compileLexicon, findHits, type Hit, type Keyword, type Lexicon } from "./lexicon-rules.ts";
import { buildLikeness, type Alike, type Likeness } from "./likeness-rules.ts";
import { buildTeaching, type Taught, type Teaching } from "./teaching-rules.ts";
import {
  isDrill,
  type Reading,
  readText,
  type Span,
  standingsOf,
  writtenAs,
} from "./text-rules.ts";

export type ClassifiedCategory = {
  code: string;
  name: string;
  urgency: "red" | "orange" | "yellow" | "blue";
};

/** `confidence` is the share of like texts, held out of all tuning, that this category was right for; `words` stand in the text. */
export type Suggestion = { code: string; name: string; confidence: number; words: string[] };

export type Classifier = { suggest: (text: string) => Suggestion[] };

/** 其他待分类事件: where a text goes that no category claims with some confidence. */
export const unclearCode = "220108";

/** Below this confidence a person must look. */
export const clearConfidence = 0.4;

const suggestionCount = 3;
const shownWords = 6;

/** A category's own name counts as a keyword of this weight. */
const nameWeight = 3;
/** The best keyword counts whole, further ones less and less: ten weak words do not make a strong one. */
const rankFactors = [1, 0.6, 0.4, 0.25];
const laterFactor = 0.1;
/** A short word inside another category's longer match, and words already counted for the same category. */
const containedFactor = 0.35;
const coveredFactor = 0.35;
/** "演练" and "担心着火" are not fires. */
const drillFactor = 0.25;
const fearedFactor = 0.3;
/** Points that stand for "none of them" when confidence is reckoned. */
const nonePoints = 2.2;

type Candidate = { code: string; points: number; spans: Span[] };

/** What all districts share: made once for a catalogue, in about half a second. */
export type ClassifierBasis = {
  byCode: ReadonlyMap<string, ClassifiedCategory>;
  lexicon: Lexicon;
  likeness: Likeness;
};

export const createClassifier = (
  categories: readonly ClassifiedCategory[],
  keywords: readonly Keyword[],
  taught: readonly Taught[] = [],
): Classifier => teach(createBasis(categories, keywords), taught);

export function createBasis(
  categories: readonly ClassifiedCategory[],
  keywords: readonly Keyword[],
): ClassifierBasis {
  const byCode = new Map(categories.map((category) => [category.code, category]));
  const known = keywords.filter(({ code }) => code.startsWith("@") || byCode.has(code));
  const names = categories.map(({ code, name }) => ({
    code,
    word: name.replace(/[((].*/u, ""),
    weight: nameWeight,
  }));
  const lexicon = compileLexicon([...known, ...names]);
  return { byCode, lexicon, likeness: buildLikeness(categories, known) };
}

/** The shared part with what the people of one district taught. */
export function teach(
  { byCode, lexicon, likeness }: ClassifierBasis,
  taught: readonly Taught[],
): Classifier {
  const teaching = buildTeaching(taught.filter(({ code }) => byCode.has(code)));
  return {
    suggest: (text) => {
      const reading = readText(text);
      const ranked = rank(reading, byCode, lexicon, likeness, teaching);
      return present(reading, ranked, byCode);
    },
  };
}

function rank(
  reading: Reading,
  byCode: ReadonlyMap<string, ClassifiedCategory>,
  lexicon: Lexicon,
  likeness: Likeness,
  teaching: Teaching,
): Candidate[] {
  const hits = weighHits(reading, findHits(lexicon, reading), byCode);
  const alike = likeness(reading);
  const learnt = teaching(reading);
  const codes = new Set([...hits.keys(), ...alike.keys(), ...learnt.keys()]);
  return [...codes]
    .map((code) => total(code, hits.get(code) ?? [], alike.get(code), learnt.get(code)))
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points || (a.code < b.code ? -1 : 1));
}

/** What each hit is worth where it stands: inside a longer match, in a drill, denied or only feared. */
function weighHits(
  reading: Reading,
  hits: readonly Hit[],
  byCode: ReadonlyMap<string, ClassifiedCategory>,
): Map<string, Hit[]> {
  const standing = standingsOf(reading);
  const drill = isDrill(reading);
  const long = hits.flatMap(({ code, weight, spans }) =>
    spans.length === 1 && weight >= 3 && spans[0] ? [{ code, span: spans[0] }] : [],
  );
  const byCategory = new Map<string, Hit[]>();
  for (const hit of hits) {
    const category = byCode.get(hit.code);
    const [first] = hit.spans;
    if (!category || !first) continue;
    let { weight } = hit;
    if (
      hit.spans.length === 1 &&
      weight > 0 &&
      long.some((other) => other.code !== hit.code && inside(first, other.span))
    )
      weight *= containedFactor;
    if (category.urgency === "red" || category.urgency === "orange") {
      const standings = hit.spans.map(standing);
      if (standings.includes("denied")) continue;
      if (drill) weight *= drillFactor;
      if (category.urgency === "red" && standings.includes("feared")) weight *= fearedFactor;
    }
    const list = byCategory.get(hit.code);
    if (list) list.push({ ...hit, weight });
    else byCategory.set(hit.code, [{ ...hit, weight }]);
  }
  return byCategory;
}

const inside = (inner: Span, outer: Span): boolean =>
  outer.start <= inner.start &&
  outer.end >= inner.end &&
  outer.end - outer.start > inner.end - inner.start;

function total(
  code: string,
  hits: readonly Hit[],
  alike: Alike | undefined,
  learnt: Alike | undefined,
): Candidate {
  const covered = new Set<number>();
  const spans: Span[] = [];
  let points = (alike?.points ?? 0) + (learnt?.points ?? 0);
  let place = 0;
  for (const hit of hits.toSorted((a, b) => b.weight - a.weight)) {
    if (hit.weight < 0) {
      points += hit.weight;
      continue;
    }
    const fresh = freshShare(hit.spans, covered);
    const old = coveredFactor * (1 - fresh) * (place === 0 ? 1 : coveredFactor);
    points += hit.weight * (old + fresh) * (rankFactors[place] ?? laterFactor);
    place += 1;
    spans.push(...hit.spans);
  }
  return {
    code,
    points,
    spans: spans.length ? spans : [...(learnt?.spans ?? []), ...(alike?.spans ?? [])],
  };
}

/** The share of a match's characters that no better match of the category has counted; counts them. */
function freshShare(spans: readonly Span[], covered: Set<number>): number {
  let length = 0;
  let fresh = 0;
  for (const { start, end } of spans)
    for (let index = start; index < end; index += 1) {
      length += 1;
      if (covered.has(index)) continue;
      covered.add(index);
      fresh += 1;
    }
  return length ? fresh / length : 0;
}

/** Read off texts held out of tuning: share of the points → share of right answers. */
const calibration: readonly (readonly [share: number, right: number])[] = [
  [0, 0],
  [0.2, 0.12],
  [0.25, 0.25],
  [0.35, 0.42],
  [0.5, 0.55],
  [0.6, 0.75],
  [0.7, 0.88],
  [1, 0.97],
];

function confidenceOf(share: number): number {
  const above = calibration.findIndex(([from]) => from >= share);
  const [fromX, fromY] = calibration[Math.max(0, above - 1)] ?? [0, 0];
  const [toX, toY] = calibration[Math.max(0, above)] ?? [1, 1];
  const value = toX === fromX ? toY : fromY + ((toY - fromY) * (share - fromX)) / (toX - fromX);
  return Math.round(value * 100) / 100;
}

function present(
  reading: Reading,
  ranked: readonly Candidate[],
  byCode: ReadonlyMap<string, ClassifiedCategory>,
): Suggestion[] {
  const shown = ranked.slice(0, suggestionCount);
  const sum = shown.reduce((points, candidate) => points + candidate.points, nonePoints);
  const suggestions = shown.map(({ code, points, spans }) => ({
    code,
    name: byCode.get(code)?.name ?? code,
    confidence: confidenceOf(points / sum),
    words: wordsOf(reading, spans),
  }));
  const unclear = byCode.get(unclearCode);
  if (!unclear || (suggestions[0]?.confidence ?? 0) >= clearConfidence) return suggestions;
  const rest = suggestions.filter(({ code }) => code !== unclearCode).slice(0, suggestionCount - 1);
  return [
    { code: unclearCode, name: unclear.name, confidence: clearConfidence, words: [] },
    ...rest,
  ];
}

const wordsOf = (reading: Reading, spans: readonly Span[]): string[] =>
  [
    ...new Set(spans.toSorted((a, b) => a.start - b.start).map((span) => writtenAs(reading, span))),
  ].slice(0, shownWords);
