/** GB/T 9704-2012: margins and text block in millimetres, sizes in points. */
export const page = {
  top: 37,
  left: 28,
  right: 26,
  bottom: 35,
  width: 210,
  height: 297,
  /** 22 lines on a page, 28 characters in a line. */
  linePoints: 28.95,
  /** 一字线 7 mm below the text block. */
  numberBelow: 7,
} as const;

/** 二号, 三号, 五号, 四号. */
export const sizes = { head: 42, title: 22, body: 16, table: 10.5, number: 14 } as const;
export const red = "C00000";

export const pointsOf = (millimetres: number): number => (millimetres * 72) / 25.4;

/** Fonts as the rules name them, and what else has them where those are not installed. */
export const fonts = {
  title: { name: "方正小标宋简体", instead: "宋体" },
  body: { name: "仿宋_GB2312", instead: "仿宋" },
  heading: { name: "黑体", instead: "SimHei" },
  subheading: { name: "楷体_GB2312", instead: "楷体" },
  number: { name: "宋体", instead: "SimSun" },
} as const;
/** Digits and Latin letters. */
export const latin = "Times New Roman";

/** Shares of the width by the longest cell of each column; what may be broken needs less than what may not. */
export function columnShares(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): number[] {
  const widest = head.map((cell, column) =>
    Math.max(4, ...[cell, ...rows.map((row) => row[column] ?? "")].map(widthOf)),
  );
  const all = widest.reduce((sum, one) => sum + one, 0);
  return widest.map((one) => one / all);
}
/** In characters of full width. */
const widthOf = (text: string): number => {
  const letters = Array.from(text);
  const latinOnly = letters.every((one) => one < "\u0080");
  const wide = letters.reduce((sum, one) => sum + (one < "\u0080" ? 0.58 : 1), 0) + 1;
  return latinOnly ? Math.min(22, wide) : Math.min(9, wide);
};

/** Numbers stand right, words left. */
export const isNumber = (cell: string): boolean => /^(?:[\d.]+%?|—)$/.test(cell);
