import type { Judged, SuggestionFigures } from "@gezhi/contract/suggestion-figures.ts";
import type { SuggestionRow } from "./suggestion-queries.ts";

type Figures = Pick<SuggestionFigures, "category" | "unsure" | "post" | "confidence"> & {
  categories: {
    code: string;
    category: Judged;
    post: Judged;
    instead: { code: string; cases: number }[];
  }[];
};

const nothing = (): Judged => ({ kept: 0, corrected: 0 });
const count = (judged: Judged, kept: boolean, cases: number): void => {
  judged[kept ? "kept" : "corrected"] += cases;
};
const most = 3;

/**
 * A category counts once a person has changed it or gone on with it. One that was only named counts once a person has
 * chosen any. In the order of codes: no ranking.
 */
export function judgedSuggestions(
  rows: readonly SuggestionRow[],
  { clear, unclear }: { clear: number; unclear: string },
): Figures {
  const figures = { category: nothing(), unsure: nothing(), post: nothing() };
  const bands = confidenceBands(clear);
  const categories = new Map<
    string,
    { category: Judged; post: Judged; instead: Map<string, number> }
  >();
  const of = (code: string) => {
    const known = categories.get(code);
    if (known) return known;
    const fresh = { category: nothing(), post: nothing(), instead: new Map<string, number>() };
    categories.set(code, fresh);
    return fresh;
  };
  for (const { suggested, confidence, category, decided, samePost, cases } of rows) {
    if (samePost !== null) {
      count(figures.post, samePost, cases);
      count(of(category).post, samePost, cases);
    }
    if (suggested === null || confidence === null) continue;
    const kept = suggested === category;
    const band = bands.find(({ from, to }) => confidence >= from && confidence < to);
    if (!band) {
      if (category !== unclear) count(figures.unsure, kept, cases);
      continue;
    }
    if (kept && !decided) continue;
    count(figures.category, kept, cases);
    count(band.judged, kept, cases);
    const own = of(suggested);
    count(own.category, kept, cases);
    if (!kept) own.instead.set(category, (own.instead.get(category) ?? 0) + cases);
  }
  return {
    ...figures,
    confidence: bands.map(({ from, to, judged }) => ({ from: from / 10, to: to / 10, judged })),
    categories: [...categories]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([code, { category, post, instead }]) => ({
        code,
        category,
        post,
        instead: [...instead]
          .map(([other, cases]) => ({ code: other, cases }))
          .toSorted((a, b) => b.cases - a.cases || (a.code < b.code ? -1 : 1))
          .slice(0, most),
      })),
  };
}

/** Tenths, from what is clear on; certainty itself is in the last. */
function confidenceBands(clear: number): { from: number; to: number; judged: Judged }[] {
  const first = Math.round(clear * 10);
  const edges = [first, 6, 8, 11].filter((edge, n) => n === 0 || edge > first);
  return edges.slice(0, -1).map((from, n) => ({ from, to: edges[n + 1] ?? 11, judged: nothing() }));
}
