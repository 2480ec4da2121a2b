import { describe, expect, test } from "vitest";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { nextAttemptAt, outcomeOf } from "./delivery-rules.ts";
import { atMost, channelsOf, digestAt, isPushEndpoint, priorityOf } from "./notice-rules.ts";
import { bodyOf, endedText, limitText, titleOf } from "./notice-text-rules.ts";

const minute = 60_000;
const china = (text: string) => Date.parse(`${text}+08:00`);

describe("who is told how", () => {
  test.each([
    ["red", ["inApp", "webPush", "sms", "voice"]],
    ["orange", ["inApp", "webPush", "sms"]],
    ["yellow", ["inApp", "webPush"]],
    ["blue", ["inApp"]],
  ] as const)("%s goes out on %j", (urgency, channels) => {
    expect(channelsOf(urgency)).toEqual(channels);
  });

  test.each([
    ["red", "orange", "orange"],
    ["yellow", "orange", "yellow"],
    ["blue", "yellow", "blue"],
    ["red", "red", "red"],
  ] as const)("a %s matter, at most %s, is told as %s", (urgency, ceiling, told) => {
    expect(atMost(urgency, ceiling)).toBe(told);
  });

  test("red goes before everything that waits", () => {
    const colours: Urgency[] = ["blue", "red", "yellow", "orange"];

    expect(colours.toSorted((a, b) => priorityOf(a) - priorityOf(b))).toEqual([
      "red",
      "orange",
      "yellow",
      "blue",
    ]);
  });
});

describe("what a message says", () => {
  const matter = {
    number: "SJ-500103-260302-000001",
    category: "消防通道堵塞",
    place: "捍卫路社区第一网格",
    urgency: "red" as const,
    simulated: false,
  };

  test("the colour stands in words and the place without people", () => {
    expect(titleOf("请签收", matter)).toBe("请签收：消防通道堵塞（红·特急）");
    expect(bodyOf(matter, "消防管理岗主办", "")).toBe(
      "SJ-500103-260302-000001，捍卫路社区第一网格，消防管理岗主办",
    );
  });

  test("what is simulated says so first", () => {
    expect(titleOf("请签收", { ...matter, simulated: true })).toMatch(/^〔模拟〕/);
  });

  test("a limit is told in the time of China", () => {
    expect(limitText("签收", new Date(china("2026-03-02T09:05:00")))).toBe("签收时限 3/2 09:05");
    expect(limitText("签收", null)).toBe("");
  });

  test("whoever reported gets the number and the way to the answer", () => {
    const text = endedText("closed", {
      category: "路灯不亮",
      number: "HZ-1",
      url: "https://gezhi.test/r/receipts/HZ-1#abc",
    });

    expect(text).toBe(
      "【格治】您反映的“路灯不亮”（受理号 HZ-1）已办结。查看办理结果、作出评价：https://gezhi.test/r/receipts/HZ-1#abc",
    );
  });
});

describe("the address of a push service", () => {
  test.each([
    "https://fcm.googleapis.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://push.example.com/x?token=1",
  ])("%s is one", (url) => expect(isPushEndpoint(url)).toBe(true));

  test.each([
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://2130706433/x",
    "https://localhost/x",
    "https://database.internal/x",
    "https://printer.lan/x",
    "https://intranet/x",
    "https://push.example.com:8443/x",
    "https://user@push.example.com/x",
    "https://1.0.0.127.in-addr.arpa/x",
    "rubbish",
  ])("%s is none", (url) => expect(isPushEndpoint(url)).toBe(false));
});

describe("the digest", () => {
  test.each([
    ["2026-03-02T09:00:00", "2026-03-02T09", "2026-03-01T15:00:00"],
    ["2026-03-02T14:59:59", "2026-03-02T09", "2026-03-01T15:00:00"],
    ["2026-03-02T15:00:00", "2026-03-02T15", "2026-03-02T09:00:00"],
    ["2026-03-02T23:59:59", "2026-03-02T15", "2026-03-02T09:00:00"],
    ["2026-03-02T00:00:00", "2026-03-01T15", "2026-03-01T09:00:00"],
    ["2026-03-02T08:59:59", "2026-03-01T15", "2026-03-01T09:00:00"],
  ])("at %s is that of %s and counts from %s", (now, slot, since) => {
    expect(digestAt(china(now))).toEqual({ slot, since: new Date(china(since)) });
  });
});

describe("trying again", () => {
  test("pauses grow", () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7].map(
      (attempts) => nextAttemptAt("sms", attempts, 0, 0)! / 1000,
    );

    expect(pauses).toEqual([5, 15, 60, 300, 900, 3600, 3600]);
  });

  test("a call is given up after a quarter of an hour, a message after half a day", () => {
    expect(nextAttemptAt("voice", 1, 0, 14 * minute)).not.toBeNull();
    expect(nextAttemptAt("voice", 1, 0, 15 * minute)).toBeNull();
    expect(nextAttemptAt("sms", 6, 0, 10 * 60 * minute)).not.toBeNull();
    expect(nextAttemptAt("sms", 6, 0, 12 * 60 * minute)).toBeNull();
  });

  test.each([
    [200, "sent"],
    [202, "sent"],
    [400, "refused"],
    [401, "refused"],
    [404, "refused"],
    [408, "retry"],
    [429, "retry"],
    [500, "retry"],
    [503, "retry"],
  ])("an answer %i means %s", (status, kind) => {
    expect(outcomeOf(status).kind).toBe(kind);
  });

  test("where the address itself is asked, 410 means that it is gone", () => {
    expect(outcomeOf(410, [404, 410]).kind).toBe("gone");
  });
});
