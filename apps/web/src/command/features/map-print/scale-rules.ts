/** What so many metres of ground on so many millimetres of paper make. */
export type Scale = {
  /** 1 : this. */
  denominator: number;
  barM: number;
  barMm: number;
};

const longestMm = 70;
const mmPerM = 1000;

/** A bar of 1, 2 or 5 × 10ⁿ metres that is at most seven centimetres long. */
export function scaleOf(groundM: number, paperMm: number): Scale {
  const metresPerMm = groundM / paperMm;
  const most = metresPerMm * longestMm;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [5, 2, 1].find((one) => one * power <= most) ?? 1;
  const barM = step * power;
  return { denominator: metresPerMm * mmPerM, barM, barMm: barM / metresPerMm };
}

/** Three digits: more would pretend. */
export const roundedScale = (denominator: number): number => {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(denominator)) - 2);
  return Math.round(denominator / unit) * unit;
};

const pxPerInch = 96;
const mmPerInch = 25.4;
export const mmOf = (px: number): number => (px / pxPerInch) * mmPerInch;
