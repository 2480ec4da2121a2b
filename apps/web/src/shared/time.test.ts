import { beforeAll, expect, test } from "vitest";
import { i18n, startI18n } from "./i18n/i18n.ts";
import { formatDuration, formatRelative, formatTime } from "./time.tsx";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

beforeAll(() => {
  Object.assign(globalThis, { document: { documentElement: {} } });
  startI18n("zh-CN");
});

test.each([
  [0, "0 秒"],
  [40 * second, "40 秒"],
  [2 * minute + 5 * second, "2 分 5 秒"],
  [2 * minute, "2 分"],
  [59 * minute + 59 * second, "59 分"],
  [hour, "1 小时"],
  [5 * hour + 10 * minute, "5 小时 10 分"],
  [3 * day + 4 * hour + 50 * minute, "3 天 4 小时"],
  [-90 * minute, "1 小时 30 分"],
])("%d ms read as %s", (ms, text) => {
  expect(formatDuration(i18n.t, ms)).toBe(text);
});

test("the past and the future are told apart", () => {
  const now = Date.UTC(2026, 10, 22, 4);

  expect(formatRelative(i18n.t, new Date(now - 65 * minute).toISOString(), now)).toBe("1 小时前");
  expect(formatRelative(i18n.t, new Date(now + 2 * day).toISOString(), now)).toBe("2 天后");
  expect(formatRelative(i18n.t, new Date(now - 5 * second).toISOString(), now)).toBe("刚刚");
});

test("instants are shown in Beijing time", () => {
  expect(formatTime("2026-11-21T16:30:00.000Z")).toBe("2026-11-22 00:30:00");
  expect(formatTime("2026-11-21T16:30:00.000Z", "day")).toBe("2026-11-22");
});
