import { readFileSync } from "node:fs";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { expect, test } from "vitest";
import { zhCN } from "../../../shared/i18n/zh-CN.ts";
import { toneOf } from "./map-signs.ts";

type Colour = [red: number, green: number, blue: number];
type Matrix = [Colour, Colour, Colour];

/** Machado, Oliveira & Fernandes 2009, severity 1.0, on linear light. */
const seen: Record<string, Matrix> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
  // Luminance alone.
  achromatopsia: [
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
  ],
};

const linear = (hex: string): Colour =>
  [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Colour;
const through = (matrix: Matrix, colour: Colour): Colour =>
  matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, share, n) => sum + share * colour[n]!, 0),
      ),
    ),
  ) as Colour;
const luminance = ([r, g, b]: Colour) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (a: Colour, b: Colour) => {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};
/** CIE 1976: 2.3 is just noticeable side by side. */
function lab([r, g, b]: Colour): Colour {
  const [x, y, z] = [
    (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883,
  ].map((value) =>
    value > 216 / 24389 ? Math.cbrt(value) : (841 / 108) * value + 4 / 29,
  ) as Colour;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const distance = (a: Colour, b: Colour) =>
  Math.hypot(...lab(a).map((value, n) => value - lab(b)[n]!));

const pairs = Urgency.options.flatMap((a, n) =>
  Urgency.options.slice(n + 1).map((b) => [a, b] as const),
);

test.each(Object.entries(seen).filter(([name]) => name !== "achromatopsia"))(
  "the four urgencies are four colours with %s",
  (_, matrix) => {
    for (const [a, b] of pairs) {
      const [first, second] = [a, b].map((one) => through(matrix, linear(toneOf(one).ground)));
      expect(distance(first!, second!), `${a} and ${b}`).toBeGreaterThan(15);
    }
  },
);

test.each(Object.entries(seen))("the sign on each colour can be read with %s", (_, matrix) => {
  for (const one of Urgency.options) {
    const { ground, ink } = toneOf(one);
    expect(
      contrast(through(matrix, linear(ground)), through(matrix, linear(ink))),
      one,
    ).toBeGreaterThan(4.5);
  }
});

test("who sees no colour at all has a sign and a word for each, and none is another's", () => {
  expect(new Set(Urgency.options.map((one) => toneOf(one).sign)).size).toBe(4);
  for (const one of Urgency.options) expect(toneOf(one).sign).not.toBe("");
  expect(new Set(Urgency.options.map((one) => zhCN.urgency[one])).size).toBe(4);
});

test("map, lists and pins have the same four colours", () => {
  const style = readFileSync(new URL("../../../shared/styles/base.css", import.meta.url), "utf8");
  for (const one of Urgency.options) expect(style).toContain(`--${one}: ${toneOf(one).ground};`);
});
