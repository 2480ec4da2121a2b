import { expect, test } from "vitest";
import { initialLists } from "../configuration/initial-lists.ts";
import { checkProof, checkTask } from "./list-check-rules.ts";

const village = "500103001017";

test.each([
  ["亲属关系证明", "X01", "公安户籍"],
  ["请给我开一张无犯罪记录的证明", "X05", "公安派出所"],
  ["婚姻", "X08", "民政"],
  ["残疾证明", "X13", "残联"],
  ["社区戒毒社区康复人员情况证明", "X06", "公安"],
])("%s is refused as %s with the channel in its place", (text, code, alternative) => {
  const answer = checkProof(initialLists, text);
  expect(answer).toMatchObject({ answer: "refused", item: { list: "proofsRefused", code } });
  expect(answer.alternative).toContain(alternative);
});

test.each([
  ["土地承包经营权相关情况说明", "C03"],
  ["低保入户核实", "C04"],
  ["法律援助经济困难", "C05"],
])("%s may be issued as %s", (text, code) => {
  expect(checkProof(initialLists, text)).toMatchObject({ answer: "allowed", item: { code } });
});

test("each item of both lists of proofs is recognised by its own name", () => {
  const wrong = [...initialLists.proofsAllowed, ...initialLists.proofsRefused].filter(
    ({ code, name }) => checkProof(initialLists, name).item?.code !== code,
  );
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test("a proof beyond both lists is refused, also when the request says nothing but 'proof'", () => {
  for (const text of ["没有养鸡的证明", "开证明"])
    expect(checkProof(initialLists, text)).toMatchObject({
      answer: "refused",
      item: null,
      alternative: expect.stringContaining("书面承诺"),
    });
});

test("what was chosen among the likely ones counts before what was recognised", () => {
  const first = checkProof(initialLists, "婚姻状况");
  expect(first.item?.code).toBe("X08");
  expect(checkProof(initialLists, "婚姻状况", "X14").item?.code).toBe("X14");
});

test("a task of the negative list is refused, a matter of the village allowed, anything else unlisted", () => {
  const [matter] = initialLists.villageMatters;
  expect(checkTask(initialLists, village, "本月完成招商引资任务两个")).toMatchObject({
    answer: "refused",
    item: { list: "negative", code: "N02" },
    alternative: "派产业发展岗办理",
  });
  expect(checkTask(initialLists, village, matter!.name)).toMatchObject({
    answer: "allowed",
    item: { code: matter!.code },
  });
  expect(checkTask(initialLists, village, "修一座火箭")).toMatchObject({
    answer: "unlisted",
    item: null,
  });
});
