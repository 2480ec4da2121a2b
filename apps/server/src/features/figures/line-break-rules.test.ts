import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf } from "./line-break-rules.ts";

const widthOf = (text: string) =>
  Array.from(text).reduce((sum, one) => sum + (one < "\u0080" ? 0.5 : 1), 0);
const lines = (text: string, width: number, indent = 0) =>
  linesOf(text, { width, indent, widthOf });

test("a mark that may not begin a line takes the character before it along", () => {
  expect(lines("今日无事，明日再报", 4)).toEqual(["今日无", "事，明日", "再报"]);
});

test("an opening bracket does not end a line, and a number stays whole", () => {
  expect(lines("共上报（含并案）", 4)).toEqual(["共上报", "（含并", "案）"]);
  expect(lines("上报12345件", 4)).toEqual(["上报", "12345件"]);
});

test("the first line is shorter by its indent", () => {
  expect(lines("今日无事明日再报", 4, 2)).toEqual(["今日", "无事明日", "再报"]);
});

test("nothing is lost and no line is too wide, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from("今日无事，。（）件12ab%")), maxLength: 60 }),
      fc.integer({ min: 4, max: 12 }),
      (text, width) => {
        const broken = lines(text, width);
        expect(broken.join("")).toBe(text);
        for (const line of broken) expect(widthOf(line)).toBeLessThanOrEqual(width + 1);
      },
    ),
  );
});
