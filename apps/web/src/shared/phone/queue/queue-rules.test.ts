import { expect, test } from "vitest";
import type { QueueItem } from "./queue-items.ts";
import { nextItem, outcomeOf, wasPerformed, withSentFiles } from "./queue-rules.ts";
import type { Answer } from "./transport.ts";

const now = 1_790_000_000_000;
const answer = (status: number, more: Partial<Answer> = {}): Answer => ({
  status,
  body: undefined,
  retryAfterS: null,
  serverTime: null,
  ...more,
});

test.each([
  [200, "delivered"],
  [201, "delivered"],
  [0, "wait"],
  [401, "wait"],
  [408, "wait"],
  [429, "wait"],
  [500, "wait"],
  [503, "wait"],
  [400, "refused"],
  [403, "refused"],
  [404, "refused"],
  [409, "refused"],
  [413, "refused"],
])("status %i means %s", (status, is) => {
  expect(outcomeOf(answer(status), 0, now).is).toBe(is);
});

test("the pauses grow and end at five minutes; the server may name its own", () => {
  const pauses = [0, 1, 2, 20].map((attempts) => outcomeOf(answer(503), attempts, now));
  const named = outcomeOf(answer(429, { retryAfterS: 30 }), 4, now);

  expect(pauses.map((pause) => pause.is === "wait" && pause.nextAt - now)).toEqual([
    5_000, 10_000, 20_000, 300_000,
  ]);
  expect(named).toEqual({ is: "wait", why: "busy", nextAt: now + 30_000 });
});

test("a refusal keeps the server's words and what it says of single fields", () => {
  const body = {
    type: "about:blank#conflict",
    title: "conflict",
    status: 409,
    code: "conflict",
    detail: "工单状态已变化，现在不能签收，请刷新后再看",
    errors: [{ path: "note", message: "太长" }],
  };

  expect(outcomeOf(answer(409, { body }), 0, now)).toEqual({
    is: "refused",
    refusal: { status: 409, words: body.detail, errors: ["太长"], file: null },
  });
});

const common = { state: "kept", nextAt: 0 } as const;
const report = (id: string, more: object = {}) =>
  ({ ...common, kind: "report", id, ...more }) as QueueItem;
const act = (id: string, incident: string | null, more: object = {}) =>
  ({ ...common, kind: "act", id, incident, after: null, ...more }) as QueueItem;

test("the oldest goes first, and one that waits holds up only its own incident", () => {
  const items = [
    act("1", "A", { nextAt: now + 1 }),
    act("2", "A"),
    act("3", "B", { state: "attention" }),
    act("4", "B"),
    report("5"),
    act("6", "C"),
  ];

  expect(nextItem(items, now)?.id).toBe("5");
  expect(nextItem(items.slice(0, 4), now)).toBeUndefined();
  expect(nextItem(items, now + 1)?.id).toBe("1");
});

test("a form leaves before what was done after it on the same matter", () => {
  const form = { ...common, kind: "form", id: "1", incident: "A", form: "EL01" } as QueueItem;
  const feedback = act("2", "A");

  expect(nextItem([form, feedback], now)?.id).toBe("1");
  expect(nextItem([{ ...form, state: "sending" }, feedback], now)).toBeUndefined();
});

test("an act that follows a report waits until the report has its incident", () => {
  const waiting = act("2", null, { after: "1" });

  expect(nextItem([report("1"), waiting], now)?.id).toBe("1");
  expect(nextItem([waiting], now)).toBeUndefined();
  expect(nextItem([act("2", "A", { after: "1" })], now)?.id).toBe("2");
});

test("an act whose answer was lost counts as done only when this person did it since", () => {
  const item = { body: { act: "accept" }, unsureSince: now } as Parameters<typeof wasPerformed>[0];
  const entry = (seconds: number, act: string, actor: string) => ({
    at: new Date(now + seconds * 1000).toISOString(),
    act,
    actor,
  });

  expect(wasPerformed(item, "周小满", [entry(1, "accept", "周小满")])).toBe(true);
  expect(wasPerformed(item, "周小满", [entry(-60, "accept", "周小满")])).toBe(false);
  expect(wasPerformed(item, "周小满", [entry(1, "accept", "罗远山")])).toBe(false);
  expect(wasPerformed(item, "周小满", [entry(1, "arrive", "周小满")])).toBe(false);
  expect(
    wasPerformed({ ...item, unsureSince: null }, "周小满", [entry(1, "accept", "周小满")]),
  ).toBe(false);
});

test("local files in a body are replaced by what the server calls them, all else stays", () => {
  const body = { act: "feedback", result: "已修好", before: ["l1"], after: ["l2", "s3"] };
  const sent = new Map([
    ["l1", "s1"],
    ["l2", "s2"],
  ]);

  expect(withSentFiles(body, sent)).toEqual({ ...body, before: ["s1"], after: ["s2", "s3"] });
});
