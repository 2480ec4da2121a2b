import * as fc from "fast-check";
import { expect, test } from "vitest";
import { scopePattern } from "../../platform/database/scope.ts";
import { Audience, isBefore, parsePosition, positionText } from "./live-rules.ts";

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom("1", "2"), minLength: length, maxLength: length });
const unit = fc
  .constantFrom(0, 4, 7, 10, 13, 15)
  .chain((more) => digits(more).map((rest) => `50${rest}`));
const party = fc.oneof(
  unit,
  fc.tuple(unit, fc.constantFrom("PA05", "PA06", "D12")).map((parts) => parts.join("/")),
);
const parties = fc.array(party, { maxLength: 5 });
const incident = "01920000-0000-7000-8000-00000000beef";
const message = { subject: `500103-${incident}` };

test("who hears a message is exactly who may read its row", () => {
  fc.assert(
    fc.property(parties, parties, (tokens, row) => {
      const audience = new Audience<string>();
      audience.add("screen", tokens, "a");

      const hears = audience.of({ parties: row, account: null, message }).has("screen");

      const pattern = new RegExp(scopePattern({ parties: tokens, account: null }));
      const mayRead = tokens.length > 0 && pattern.test(` ${row.join(" ")}`);
      expect(hears).toBe(mayRead);
    }),
    { numRuns: 2000 },
  );
});

test("who was granted one incident hears of it and of no other", () => {
  const audience = new Audience<string>();
  audience.add("screen", [`=${incident}`], "a");
  const other = { subject: "500103-01920000-0000-7000-8000-00000000cafe" };

  expect([...audience.of({ parties: ["500103"], account: null, message })]).toEqual(["screen"]);
  expect([...audience.of({ parties: ["500103"], account: null, message: other })]).toEqual([]);
});

test("who has left hears nothing", () => {
  const audience = new Audience<string>();
  audience.add("stays", ["500103"], "a");
  audience.add("leaves", ["500103"], "a");

  audience.remove("leaves", ["500103"], "a");

  expect([...audience.of({ parties: ["500103001"], account: null, message })]).toEqual(["stays"]);
  expect([...audience.of({ parties: [], account: "a", message })]).toEqual(["stays"]);
  expect([...audience.of({ parties: ["500103001"], account: "b", message })]).toEqual([]);
});

test("a place in the log survives its way through the browser", () => {
  const position = { transaction: 9_876_543_210_123n, row: 42 };

  expect(parsePosition(positionText(position))).toEqual(position);
  for (const text of [undefined, "", "1", "1.", "a.1", "-1.1", "1.1.1", "1e3.1"])
    expect(parsePosition(text)).toBeUndefined();
});

test("rows of one transaction follow their writing, transactions their ids", () => {
  const at = (transaction: bigint, row: number) => ({ transaction, row });

  expect(isBefore(at(5n, 9), at(6n, 1))).toBe(true);
  expect(isBefore(at(6n, 1), at(6n, 2))).toBe(true);
  expect(isBefore(at(6n, 2), at(6n, 2))).toBe(false);
  expect(isBefore(at(7n, 1), at(6n, 2))).toBe(false);
});
