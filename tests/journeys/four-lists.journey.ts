import { expect, test } from "vitest";
import { openAs, openAsResident, startBrowser } from "./people.ts";

const browser = startBrowser();

test("a community checks a proof and a task on one screen, and registers a plate that is one too many", async () => {
  const { page, shot, problems, close } = await openAs(
    browser,
    "500103001017-secretary",
    "desk",
    "/four-lists",
  );
  await page.getByLabel("证明名称").fill("亲属关系证明");
  await page.getByRole("button", { name: /^核\s?对$/ }).click();
  await page.getByRole("heading", { name: "不出具" }).waitFor();
  await page.getByText("公安户籍/民政婚姻/卫健出生数据核验").waitFor();
  await shot("four-lists-refused");

  await page.getByText("派任务", { exact: true }).click();
  await page.getByLabel("任务内容").fill("本月完成招商引资任务两个");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "不得下派" }).waitFor();
  await page.getByText("派产业发展岗办理").waitFor();

  await page.getByText("核对统计", { exact: true }).click();
  await page.getByRole("row", { name: /X01 亲属关系证明/ }).waitFor();
  await shot("four-lists-figures");

  await page.getByText("挂牌目录", { exact: true }).click();
  await page.getByRole("button", { name: "登记牌子" }).click();
  await page.getByRole("combobox", { name: "牌子" }).fill("试验工作站");
  await page.getByLabel("挂牌日期").fill("2026-01-05");
  await page.getByRole("button", { name: /^登\s?记$/ }).click();
  const row = page.getByRole("row", { name: /试验工作站 目录外/ });
  await row.waitFor();
  await shot("four-lists-plates");
  await page.getByRole("button", { name: "已摘除 试验工作站" }).click();
  await page
    .getByRole("tooltip")
    .getByRole("button", { name: /确\s?定/ })
    .click();
  await row.waitFor({ state: "detached" });
  expect(problems).toEqual([]);
  await close();
});

test("a resident finds where to go for a proof that the village does not issue", async () => {
  const { page, shot, problems, close } = await openAsResident(browser, "/r");
  await page.getByRole("button", { name: /办证明先查/ }).click();
  await page.getByLabel("要办什么证明").fill("无犯罪记录证明");
  await page.getByText("公安派出所出具").waitFor();
  expect(await page.getByText("居民养犬证明").count()).toBe(0);
  await shot("four-lists-resident");
  expect(problems).toEqual([]);
  await close();
});

test("a form that is asked for twice is blocked with the earlier one named, and the month tells what it takes", async () => {
  const { page, shot, problems, close } = await openAs(
    browser,
    "500103001017-secretary",
    "desk",
    "/four-lists?tab=forms",
  );
  const register = async (askedBy: string) => {
    await page.getByRole("button", { name: "登记报表要求" }).click();
    await page.getByLabel("报表名称").fill("独居老人走访统计表");
    await page.getByLabel("要求单位").fill(askedBy);
    await page.keyboard.press("Enter");
  };
  await register("民政局");
  await page.getByText("已登记。").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await register("卫生健康委");
  await page.getByText(/与“民政局”.+要求的“独居老人走访统计表”重复/).waitFor();
  await shot("form-burden-duplicate");
  await page.keyboard.press("Escape");
  await page.getByRole("row", { name: /独居老人走访统计表 .*重复，不填/ }).waitFor();
  await page.getByRole("button", { name: "停止填报 独居老人走访统计表" }).waitFor();
  await shot("form-burden");
  expect(problems).toEqual([]);
  await close();
});

test("a wish from a phone reaches the city's backlog, and its answer comes back", async () => {
  const field = await openAs(
    browser,
    "500103001017001-worker",
    "phone",
    "/field/notices?part=settings",
  );
  await field.page.getByRole("button", { name: "意见反馈" }).click();
  // The dialog has opened and grown to its size.
  await field.page.getByText("还没有意见").waitFor();
  await field.page.getByLabel("意见", { exact: true }).fill("任务列表请加大字号");
  await field.page.getByRole("button", { name: /^提\s?交$/ }).click();
  await field.page.getByText("已提交，答复会发到您的消息里。").waitFor();
  await field.shot("feedback-sent");

  const city = await openAs(browser, "50-operator", "desk", "/feedback");
  const row = city.page.getByRole("row", { name: /任务列表请加大字号/ });
  await row.getByRole("button").click();
  await city.page.getByRole("textbox", { name: "答复" }).fill("下一版加上");
  await city.shot("feedback-backlog");
  await city.page.getByRole("button", { name: /^提\s?交$/ }).click();
  await row.waitFor({ state: "detached" });

  await field.page.reload();
  await field.page.getByRole("button", { name: "意见反馈" }).click();
  await field.page.getByText("：下一版加上").waitFor();
  expect([...field.problems, ...city.problems]).toEqual([]);
  await Promise.all([field.close(), city.close()]);
});
