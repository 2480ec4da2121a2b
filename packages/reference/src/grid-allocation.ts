import { isCommunity } from "./unit-names.ts";

const gridTotal = 65_000;
const leastPerVillage = 2;

/**
 * A community (社区) of a street counts four times, one of a town or township twice, a village
 * (村) once: the number of households per grid is meant to be alike, and density is not known.
 */
export function gridWeight(villageName: string, townName: string): number {
  if (!isCommunity(villageName)) return 1;
  return townName.endsWith("街道") ? 4 : 2;
}

/**
 * Shares `total` by weight: whole parts first, then one each by largest remainder;
 * of equal remainders the greater `size` wins, then the earlier place.
 */
export function shareByWeight(
  total: number,
  shares: readonly { weight: number; size: number }[],
): number[] {
  const sum = shares.reduce((all, { weight }) => all + weight, 0);
  const quotas = shares.map(({ weight }) => (total * weight) / sum);
  const counts = quotas.map(Math.floor);
  const order = quotas
    .map((quota, index) => ({ index, remainder: quota - Math.floor(quota) }))
    .toSorted(
      (left, right) =>
        right.remainder - left.remainder ||
        shares[right.index]!.size - shares[left.index]!.size ||
        left.index - right.index,
    );
  const left = total - counts.reduce((all, count) => all + count, 0);
  for (const { index } of order.slice(0, left)) counts[index]!++;
  return counts;
}

/** Grids above the least number, per district: 65,000 in the city, at least two in every village. */
export function extraGridsByDistrict(
  districts: readonly { weight: number; villages: number }[],
): number[] {
  const villages = districts.reduce((all, district) => all + district.villages, 0);
  const extra = gridTotal - leastPerVillage * villages;
  return shareByWeight(
    Math.max(extra, 0),
    districts.map(({ weight }) => ({ weight, size: 0 })),
  );
}

export const gridsPerVillage = (
  extra: number,
  villages: readonly { weight: number; size: number }[],
): number[] => shareByWeight(extra, villages).map((count) => leastPerVillage + count);
