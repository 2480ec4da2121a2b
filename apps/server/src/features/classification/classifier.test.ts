import { categories } from "@gezhi/reference/load-reference.ts";
import { expect, test } from "vitest";
import { readKeywords } from "@gezhi/reference/keywords.ts";
import { classifierCorpus } from "./classifier-corpus.ts";
import { spokenCorpus } from "./classifier-corpus-spoken.ts";
import {
  clearConfidence,
  createClassifier,
  unclearCode,
  type Classifier,
} from "./classifier-rules.ts";
import { wordsToTeach, type Taught } from "./teaching-rules.ts";
import { urgencyHints } from "./urgency-hint-rules.ts";

const keywords = readKeywords();
const classifier = createClassifier(categories, keywords);

function accuracy(of: Classifier, corpus: readonly (readonly [string, string])[]) {
  const places = corpus.map(([code, text]) => {
    const suggested = of
      .suggest(text)
      .filter((one) => one.code !== unclearCode || code === unclearCode);
    return suggested.findIndex((one) => one.code === code);
  });
  const share = (ok: (place: number) => boolean) => places.filter(ok).length / places.length;
  return { first: share((place) => place === 0), amongThree: share((place) => place >= 0) };
}

test("every category has a text that finds it, and texts find theirs", () => {
  expect(new Set(classifierCorpus.map(([code]) => code)).size).toBe(314);
  const { first, amongThree } = accuracy(classifier, classifierCorpus);
  expect(first).toBeGreaterThan(0.97);
  expect(amongThree).toBeGreaterThan(0.98);
});

test("hard spoken texts that no keyword was written for are found half of the time", () => {
  const { first, amongThree } = accuracy(classifier, spokenCorpus);
  expect(first).toBeGreaterThan(0.48);
  expect(amongThree).toBeGreaterThan(0.6);
});

test.each([
  ["井盖不见了,就剩个洞", "050101"],
  ["公路上掉了几块大石头,车过不去", "060108"],
  ["树林边堆了很多枯木,怕起火", "040107"],
  ["楼上民宿半夜唱歌吵得睡不着", "080203"],
  ["遛大狗不牵绳", "040202"],
  ["路灯黢黑,好久不亮了", "050201"],
  ["下水道冒黑水", "050304"],
  ["电瓶车推进楼里充电", "090206"],
  // What the articles tell of (R64).
  ["河边雨污管网破裂，污水直排进河", "050303"],
  ["路口的人行道只有一米宽，上学的娃娃挤在一起", "060105"],
  ["这一段梯坎晚上没有灯，希望加装路灯", "050202"],
  ["超市里卖过期变质的食品", "160201"],
  ["饭馆的油烟直排，熏得开不了窗", "080201"],
  ["消防通道被小车堵死了", "090301"],
  ["楼上往下扔东西，高空抛物", "040205"],
  ["垃圾桶满了，都溢到地上了", "010106"],
  ["楼上楼下为漏水吵起来了", "130102"],
])("%s is %s among the suggestions", (text, code) => {
  expect(classifier.suggest(text).map((one) => one.code)).toContain(code);
});

test.each(["邻居漏水第1207处", "中山路120号路灯不亮", "119栋楼下堆了垃圾", "停车收了我120元"])(
  "a number that is no call for help does not make %s one",
  (text) => {
    expect(classifier.suggest(text)[0]?.code).not.toMatch(/^(090101|160105)$/);
  },
);

test.each(["停水了", "家里没水", "小区停水两天了", "天然气停气了"])(
  "%s is an outage and wakes nobody",
  (text) => {
    const [first] = classifier.suggest(text);
    expect(categories.find(({ code }) => code === first?.code)?.urgency).not.toBe("red");
  },
);

test.each([
  ["高压线断了掉在路上", "050203"],
  ["变压器爆炸了", "050203"],
  ["有人晕倒了快打120", "160105"],
  ["我已经拨打119号了，房子起火", "090101"],
])("%s is found: %s", (text, code) => {
  expect(classifier.suggest(text).map((one) => one.code)).toContain(code);
});

test("the words that decided stand in the text as they were written", () => {
  for (const [, text] of classifierCorpus)
    for (const { words } of classifier.suggest(text))
      for (const word of words) expect(text).toContain(word);
});

test.each(["", "   ", "!!!???", "asdf qwer", "你好", "\u0000\u0001", "😀😀"])(
  "an unclear text (%j) waits for a person",
  (text) => {
    const [first] = classifier.suggest(text);
    expect(first).toMatchObject({ code: unclearCode, confidence: clearConfidence });
  },
);

test("a text of a hundred thousand characters is read in part and answered", () => {
  expect(classifier.suggest("井盖破损".repeat(25_000))[0]?.code).toBe("050102");
});

test.each([
  ["没有着火,只是烟囱冒烟", "090101"],
  ["今天下午小区消防演练,会有烟", "090101"],
])("what is denied or a drill is no fire: %s", (text, fire) => {
  expect(classifier.suggest(text)[0]?.code).not.toBe(fire);
});

const choices = (code: string, word: string, count: number): Taught => ({ code, word, count });

test("what people keep choosing tips an undecided text", () => {
  const text = "老街口那个花鼓石又出状况了";
  const before = classifier.suggest(text).find((one) => one.code === "010204")?.confidence ?? 0;
  const after = createClassifier(categories, keywords, [
    choices("010204", "花鼓", 60),
    choices("010204", "老街", 60),
  ]);
  const found = after.suggest(text).find((one) => one.code === "010204");
  expect(found?.confidence ?? 0).toBeGreaterThan(before);
  expect(found?.words).toContain("花鼓");
});

test("a flood of wrong choices does not overturn a strong keyword", () => {
  const poison = wordsToTeach("井盖破损了").map((word) => choices("010204", word, 100_000));
  expect(createClassifier(categories, keywords, poison).suggest("井盖破损了")[0]?.code).toBe(
    "050102",
  );
});

test("a few choices teach nothing", () => {
  const taught = [choices("010204", "花鼓", 2)];
  expect(createClassifier(categories, keywords, taught).suggest("花鼓")).toEqual(
    classifier.suggest("花鼓"),
  );
});

test.each([
  ["有人受伤被困在电梯里", 2, ["有人受伤", "被困"]],
  ["积水越来越大,娃儿放学要过路", 1, ["越来越大", "娃儿", "放学"]],
  ["没有人被困", 0, []],
  ["担心着火", 0, []],
  ["消防演练,模拟有人被困", 0, []],
  ["路灯不亮", 0, []],
])("urgency of %s", (text, raise, words) => {
  expect(urgencyHints(text)).toEqual({ raise, words });
});
