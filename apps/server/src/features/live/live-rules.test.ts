import * as fc from "fast-check";
import { expect, test } from "vitest";
import { scopePattern } from "../../platform/database/scope.ts";
import { viewerFrom } from "../identity/viewer.ts";
import {
  Audience,
  isBefore,
  keepersOf,
  parsePosition,
  positionText,
  tokensOf,
} from "./live-rules.ts";

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

test("a hint of plans or doors reaches who keeps them, and nobody who merely sees the place", () => {
  const village = "500103001017";
  const held = [
    ["secretary", { unit: village, role: "communitySecretary" }],
    ["neighbour", { unit: "500103001018", role: "communitySecretary" }],
    ["care", { unit: "500103001", role: "postHolder", post: "MS02" }],
    ["fire", { unit: "500103001", role: "postHolder", post: "PA05" }],
    ["worker", { unit: `${village}001`, role: "gridWorker" }],
    ["dispatcher", { unit: "500103001", role: "dispatcher" }],
    ["duty", { unit: "500103001", role: "dutyOfficer" }],
    ["city", { unit: "50", role: "sysAdmin" }],
  ] as const;
  const audience = new Audience<string>();
  for (const [name, one] of held)
    audience.add(
      name,
      tokensOf(
        viewerFrom({ account: name, username: name, name }, [
          { post: null, department: null, ...one },
        ] as unknown as Parameters<typeof viewerFrom>[1]),
      ),
      name,
    );
  const hears = (parties: string[]) =>
    [...audience.of({ parties, account: null, message: { subject: "500103001" } })].toSorted();

  const plan = keepersOf("care", `${village}002`);
  expect(hears(plan)).toEqual(["care", "secretary"]);
  expect(hears([...plan, `care/${village}001`])).toEqual(["care", "secretary", "worker"]);
  expect(hears(keepersOf("door", `${village}002`))).toEqual(["duty", "secretary"]);
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
