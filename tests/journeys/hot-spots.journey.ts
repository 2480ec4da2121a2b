import { AxeBuilder } from "@axe-core/playwright";
import { dutyOfficerOf } from "@gezhi/simulator/people.ts";
import { manholeLedger } from "@gezhi/simulator/scenes/manholes.ts";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { isLive, openAs, openStage, startBrowser } from "./people.ts";

const town = "500153002";
const stage = openStage();

const browser = startBrowser();

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

async function addMeasure(
  page: Page,
  kind: "核查" | "比选方案" | "整治项目",
  text: string,
  numbers: Record<string, string>,
): Promise<void> {
  await page.getByRole("button", { name: "新增措施" }).click();
  const form = page.getByRole("dialog");
  await form.getByText(kind, { exact: true }).click();
  await form.getByLabel("内容").fill(text);
  for (const [label, value] of Object.entries(numbers)) await form.getByLabel(label).fill(value);
  await form.getByRole("button", { name: "新增措施" }).click();
  await form.waitFor({ state: "hidden" });
  await page.getByRole("rowheader", { name: text }).waitFor();
}

test(
  "a ledger of broken covers becomes hot spots by itself, one class with a post that sees to it, and a batch replacement; the city sees figures alone",
  { timeout: 300_000 },
  async () => {
    const desk = await openAs(browser, dutyOfficerOf(town), "desk", "/hot-spots");
    const { page } = desk;
    await page.getByText("没有待处理的热点").waitFor();
    await isLive(page);

    await page.getByRole("button", { name: "导入历史记录" }).click();
    const file = await manholeLedger(stage, town, Date.now());
    await page.getByLabel(/表格（CSV）/).setInputFiles({
      name: "井盖台账.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(file),
    });
    await page.getByRole("button", { name: "试运行" }).click();
    await page.getByText("没有问题：新增 12 条，已有 0 条").waitFor();
    await page.getByRole("button", { name: "正式导入" }).click();
    await page.getByText("已导入：新增 12 条，已有 0 条").waitFor();
    await page.getByRole("button", { name: "关闭", exact: true }).last().click();

    // Nobody asks for them: they come.
    const cards = page.getByRole("link", { name: "井盖破损", exact: true });
    await cards.nth(2).waitFor();
    expect(await cards.count()).toBe(3);
    await page.locator(".hot-spots-map canvas").waitFor();
    await desk.shot("hot-spots");
    expect(await faultsOf(page)).toEqual([]);

    await cards.first().click();
    await page.getByRole("heading", { name: "井盖破损 · 4 件" }).waitFor();
    await page.getByText("200 米内“井盖破损”在 30 天内达到 3 件").waitFor();
    await desk.shot("hot-spot-card");
    expect(await faultsOf(page)).toEqual([]);

    await page.getByRole("button", { name: "转为一类事" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("名称").fill("树脂井盖破损");
    await form.getByLabel("原因判断").fill("树脂井盖承载不足，重车碾压后开裂");
    await form.getByLabel("责任单位或岗位").fill("城市管理岗");
    await page.locator(".ant-select-item-option", { hasText: "城市管理岗" }).first().click();
    for (const box of await form.getByRole("checkbox").all()) await box.check();
    await desk.shot("hot-spot-classify");
    await form.getByRole("button", { name: "建立一类事" }).click();

    await page.getByRole("heading", { name: "树脂井盖破损" }).waitFor();
    await page
      .getByText(/共 12 件|12 件/)
      .first()
      .waitFor();
    await addMeasure(page, "核查", "逐一核查三条道路的井盖", { 数量: "47" });
    await addMeasure(page, "比选方案", "原样更换为树脂井盖", {
      数量: "47",
      "单价（元）": "320",
      "可用（年）": "2",
    });
    await addMeasure(page, "比选方案", "更换为铸铁井盖", {
      数量: "47",
      "单价（元）": "680",
      "可用（年）": "15",
    });
    await page.getByRole("cell", { name: "7,520" }).waitFor();
    const iron = page.getByRole("row", { name: /更换为铸铁井盖/ });
    await iron.getByRole("button", { name: "更新" }).click();
    const change = page.getByRole("dialog");
    await change.getByText("采用", { exact: true }).click();
    await change.getByRole("button", { name: "更新" }).click();
    await page.getByText("〔采用〕").waitFor();
    await addMeasure(page, "整治项目", "三条道路井盖批量更换", { 数量: "47" });
    await page.getByRole("button", { name: "开始整治" }).click();
    await page.getByRole("button", { name: "整治完成，观察成效" }).click();
    await page.getByText("不足 7 天，尚不能比较").first().waitFor();
    await desk.shot("issue-class");
    expect(await faultsOf(page)).toEqual([]);

    await page.goto("/hot-spots?tab=recurrences&days=365");
    const street = page.getByRole("row", { name: /昌龙大道/ });
    await street.getByRole("button", { name: "4", exact: true }).click();
    await page.getByText("历史记录", { exact: true }).nth(3).waitFor();
    await desk.shot("recurrences");
    expect(await faultsOf(page)).toEqual([]);
    expect(desk.problems).toEqual([]);

    const city = await openAs(browser, "50-operator", "wall", "/hot-spots?status=classified");
    const seen = city.page.getByRole("link", { name: "井盖破损", exact: true });
    await seen.nth(2).waitFor();
    await city.page.locator(".hot-spots-map canvas").waitFor();
    await city.shot("hot-spots-city");
    await seen.first().click();
    await city.page.getByText("另有 4 件只计数，您无权查看。").waitFor();
    await city.page.getByText("没有您可以查看的记录").waitFor();
    expect(city.problems).toEqual([]);

    const holder = await openAs(browser, `${town}-MS09-a`, "desk", "/hot-spots");
    await holder.page.getByRole("link", { name: "树脂井盖破损" }).click();
    await holder.page.getByRole("button", { name: "新增措施" }).waitFor();
    expect(await holder.page.getByRole("button", { name: "已见效，结束" }).count()).toBe(0);
    expect(holder.problems).toEqual([]);

    const phone = await openAs(
      browser,
      dutyOfficerOf(town),
      "phone",
      "/hot-spots?status=classified",
    );
    await phone.page.evaluate(
      `localStorage.setItem("gezhi.preferences", JSON.stringify({ language: "en" }))`,
    );
    await phone.page.reload();
    await phone.page.getByRole("heading", { name: "Hot spots and issue classes" }).waitFor();
    await phone.shot("hot-spots-phone-en");
    await phone.page.goto("/hot-spots?tab=classes");
    await phone.page.getByRole("link", { name: "树脂井盖破损" }).click();
    await phone.page.getByText("Less than 7 days: too early to compare").first().waitFor();
    await phone.shot("issue-class-phone-en");
  },
);
