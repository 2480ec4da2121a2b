import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openAs, openStage, startBrowser } from "./people.ts";

const town = "500103001";
const grid = "500103001017006";
const stage = openStage();

const browser = startBrowser();

test("a commander reads the brief of a day, narrows it to a community and takes both files along", async () => {
  await stage.report(undefined, await stage.staffedGrid(grid), "010101", "楼梯口堆着旧家具", "3栋");
  const screen = await openAs(browser, `${town}-commander`, "desk", "/statistics");
  const { page } = screen;
  await page.getByRole("link", { name: "日报" }).click();
  const days = page.getByRole("navigation", { name: "近 31 天的日报" }).getByRole("button");
  await expect.poll(() => days.count(), { timeout: 30_000 }).toBe(31);
  await days.first().click();
  const paper = page.getByRole("article", { name: /七星岗街道.+事件办理情况/ });
  await paper.getByText("四、超期情况").waitFor();
  const text = (await paper.textContent()) ?? "";
  expect(text).toMatch(/基层治理日报〔\d{4}〕第\d+期七星岗街道基层治理指挥中心/);
  expect(text).toMatch(/共上报事件[1-9]\d*件/);
  await screen.shot("brief");

  for (const [button, ending, begins] of [
    ["下载 Word", ".docx", "PK"],
    ["下载 PDF", ".pdf", "%PDF-"],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: button }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^七星岗街道日报\d{4}-\d\d-\d\d\./);
    expect(download.suggestedFilename().endsWith(ending)).toBe(true);
    expect(readFileSync(await download.path()).toString("latin1", 0, begins.length)).toBe(begins);
  }

  await page.getByRole("combobox", { name: "单位" }).fill("捍卫路");
  await page.locator(".ant-select-item-option").filter({ hasText: "捍卫路社区" }).first().click();
  await page.getByRole("article", { name: /捍卫路社区.+事件办理情况/ }).waitFor();
  expect(page.url()).toContain("unit=500103001017");
  expect(screen.problems).toEqual([]);
  await screen.close();
});
