import { ProblemCode } from "@gezhi/contract/problem.ts";
import { beforeAll, expect, test } from "vitest";
import { answerWords } from "./api.ts";
import { i18n, startI18n } from "./i18n/i18n.ts";

const detail = "请先写明理由";

beforeAll(() => {
  Object.assign(globalThis, { document: { documentElement: {} } });
  startI18n("zh-CN");
});

test.each(ProblemCode.options)(
  "a refusal of kind %s says to each reader in their language what to do",
  async (code) => {
    await i18n.changeLanguage("zh-CN");
    expect(answerWords(code, detail)).toBe(detail);
    await i18n.changeLanguage("en");
    expect(answerWords(code, detail)).toMatch(/^[A-Z][a-z ,]+.+\. \(请先写明理由\)$/);
  },
);
