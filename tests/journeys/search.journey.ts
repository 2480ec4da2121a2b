import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openAs, openStage, startBrowser } from "./people.ts";

const town = "500103012";
const stage = openStage();

const browser = startBrowser();

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

test("the box opens on a key, is led by keys alone, and opens the record", async () => {
  const { page, problems, shot, close } = await openAs(
    browser,
    `${town}-dispatcher-1`,
    "desk",
    "/alarms",
  );
  await page.getByRole("button", { name: /搜索 Ctrl/ }).waitFor();

  await page.keyboard.press("Control+k");
  const box = page.getByRole("combobox", { name: /搜索事件/ });
  await box.waitFor();
  await page.keyboard.type("yzq");
  const options = page.getByRole("option");
  await options.filter({ hasText: "渝中区" }).first().waitFor();
  await shot("search-initials");
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await box.waitFor({ state: "hidden" });

  await page.locator("h1").first().click();
  await page.keyboard.press("/");
  await box.waitFor();
  await page.keyboard.type(`SE01-${town}-0`);
  await options.nth(1).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.locator("[role=option][aria-selected=true]", { hasText: `SE01-${town}` }).waitFor();
  await shot("search-devices");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/devices\/500103-/);
  await page.getByText(`SE01-${town}-0`).first().waitFor();
  expect(problems).toEqual([]);
  await close();
});

test("a number is not asked for while somebody types, but on purpose and with a reason", async () => {
  const { page, problems, shot, close } = await openAs(
    browser,
    `${town}-dispatcher-1`,
    "desk",
    "/desk",
  );
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByRole("button", { name: /搜索 Ctrl/ }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /搜索事件/ }).waitFor();
  await page.keyboard.type("13812340000");
  await page.getByLabel("事由").fill("核对来电");
  await page.getByRole("button", { name: /查\s*找/ }).click();
  await page.getByText("没有您可以查看的报事").waitFor();
  await shot("search-phone");
  expect(asked.filter((url) => url.includes("1381234"))).toEqual([]);
  expect(await faultsOf(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test("a key place is registered with a pin, found by its initials, and opened from the box", async () => {
  const grid = await stage.staffedGrid(town);
  const { page, problems, shot, close } = await openAs(
    browser,
    `${town}-duty-officer-1`,
    "desk",
    "/places",
  );
  await page.getByRole("link", { name: /小学/ }).first().waitFor();
  await shot("places");
  expect(await faultsOf(page)).toEqual([]);

  await page.getByRole("link", { name: "登记场所" }).click();
  await page.getByLabel("编码").fill(`J-${Date.now()}`);
  await page.getByLabel("名称").fill("拾野观澜台");
  await page.getByLabel("类别").click();
  await page.getByTitle("景区广场").click();
  await page.getByRole("spinbutton", { name: "经度" }).fill(String(grid.lon));
  await page.getByRole("spinbutton", { name: "纬度" }).fill(String(grid.lat));
  await page.getByLabel("联系电话").fill("19900004321");
  await shot("place-form");
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: /保\s*存/ }).click();
  await page.waitForURL(/\/places\/500103-/);
  await page.getByText("199****4321").waitFor();
  await shot("place");

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /搜索事件/ }).waitFor();
  await page.keyboard.type("sygl");
  await page.getByRole("option", { name: /拾野观澜台/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "拾野观澜台" }).waitFor();
  expect(problems).toEqual([]);
  await close();
});
