import { beforeAll, expect, test } from "vitest";
import { i18n, startI18n } from "../../../../shared/i18n/i18n.ts";
import { partWords, valueWords } from "./document-words.ts";

beforeAll(() => {
  Object.assign(globalThis, { document: { documentElement: {} } });
  startI18n("zh-CN");
});

test("a day that is published says whether it is one of rest, not yes or no", () => {
  const day = { date: "2026-12-31", working: false, name: "放假" };

  expect(valueWords(i18n.t, day)).toBe("日期 2026-12-31；安排 放假；名称 放假");
  expect(valueWords(i18n.t, true, "working")).toBe("调休上班");
});

test.each([
  ["selfHandledSample", 0.05, "格内自办抽查比例", "5 %"],
  ["stageMinutes.verify.yellow", 45, "核实 黄 较急", "45 分钟"],
  ["suspensionMaxDays", 30, "挂账最长", "30 天"],
  ["mergeMetres", 100, "并案距离", "100 米"],
])("the limit %s is published with its unit", (field, value, name, words) => {
  expect(partWords(i18n.t, "limits", field, value)).toBe(name);
  expect(valueWords(i18n.t, value, field)).toBe(words);
});
