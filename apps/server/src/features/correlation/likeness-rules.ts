const ignored = /[\s\p{P}\p{S}]/gu;

function pairsOf(text: string): Map<string, number> {
  const letters = Array.from(text.replaceAll(ignored, "").toLowerCase().slice(0, 400));
  const pairs = new Map<string, number>();
  for (let index = 1; index < letters.length; index += 1) {
    const pair = `${letters[index - 1]}${letters[index]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** Share of letter pairs two texts have in common (Dice), 0–1; null when one of them says too little to compare. */
export function textLikeness(a: string, b: string): number | null {
  const left = pairsOf(a);
  const right = pairsOf(b);
  const total = sum(left) + sum(right);
  if (left.size < 2 || right.size < 2) return null;
  let common = 0;
  for (const [pair, count] of left) common += Math.min(count, right.get(pair) ?? 0);
  return (2 * common) / total;
}

const sum = (pairs: Map<string, number>): number => {
  let total = 0;
  for (const count of pairs.values()) total += count;
  return total;
};

/** How addresses are compared and kept: half-width, without blanks and end marks. */
export const plainAddress = (address: string): string =>
  address
    .normalize("NFKC")
    .replaceAll(/\s+/gu, "")
    .replaceAll(/[,，。.;；]+$/gu, "");
