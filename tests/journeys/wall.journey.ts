import { expect, test } from "vitest";
import { openAs, openStage, startBrowser } from "./people.ts";

const town = "500103001";
const grid = "500103001017005";
const stage = openStage();

const browser = startBrowser();

test("what is reported appears on the wall by itself, and its number opens the list that holds it", async () => {
  const wall = await openAs(browser, `${town}-commander`, "wall", "/wall");
  const { page } = wall;
  const reported = page.getByRole("link", { name: /上报数/ }).locator("strong");
  const shown = async () => Number(await reported.textContent());
  // A dash stands there until the figures have come.
  await expect.poll(shown, { timeout: 30_000 }).toBeGreaterThanOrEqual(0);
  const before = await shown();
  const place = await stage.staffedGrid(grid);
  await stage.report(undefined, place, "010101", "路口堆着建筑垃圾，挡住半边路", "路口");
  await expect.poll(shown, { timeout: 30_000 }).toBe(before + 1);
  await page
    .getByRole("region", { name: "最新事件" })
    .getByText(/建筑垃圾|暴露垃圾/)
    .first()
    .waitFor();
  const { scrolls } = await page.evaluate(() => ({
    scrolls: document.documentElement.scrollHeight > window.innerHeight,
  }));
  expect(scrolls).toBe(false);
  await wall.shot("wall");

  await page.getByRole("button", { name: "转应急" }).click();
  await page.getByRole("region", { name: "值守力量" }).waitFor();
  expect(page.url()).toContain("mode=emergency");
  await wall.shot("wall-emergency");

  await page.getByRole("link", { name: /上报数/ }).click();
  await page.getByRole("heading", { name: /统计明细/ }).waitFor();
  await page.getByText(/垃圾/).first().waitFor();
  await expect.poll(() => page.locator("tbody tr").count(), { timeout: 30_000 }).toBe(before + 1);
  expect(wall.problems).toEqual([]);
  await wall.close();
});

test("what is red has a pin with its name on the city's own map, and leads to the record", async () => {
  const wall = await openAs(browser, `${town}-commander`, "wall", "/wall");
  const { page } = wall;
  await page.locator(".wall-map canvas").waitFor();
  const place = await stage.staffedGrid("500103001017007");
  await stage.report(undefined, place, "090101", "林边有明火，烟很大", "林边");
  const pin = page.locator(".wall-pin-red").first();
  await pin.waitFor({ timeout: 30_000 });
  await wall.shot("wall-pin");
  await pin.click();
  await page.waitForURL(/\/incidents\//);
  expect(wall.problems).toEqual([]);
  await wall.close();
});

test("the city's wall counts the devices it sees none of", async () => {
  const wall = await openAs(browser, "50-operator", "wall", "/wall");
  const numbers = wall.page.getByRole("region", { name: "感知设备" }).locator("strong");
  const all = async () =>
    (await numbers.allTextContents()).reduce((sum, one) => sum + Number(one.replace(",", "")), 0);
  await expect.poll(all, { timeout: 30_000 }).toBeGreaterThan(100);
  expect(await wall.page.getByRole("region", { name: "感知设备" }).getByRole("link").count()).toBe(
    0,
  );
  await wall.shot("wall-city");
  expect(wall.problems).toEqual([]);
  await wall.close();
});

test("a figure of statistics says its formula, opens a part, and its count opens the list", async () => {
  const screen = await openAs(browser, `${town}-commander`, "desk", "/statistics?period=today");
  const { page } = screen;
  await page.getByText("时段内上报的事件件数").waitFor();
  await page.getByRole("button", { name: /看捍卫路社区/ }).click();
  await page.getByRole("heading", { name: "捍卫路社区统计" }).waitFor();
  const total = page.getByRole("row", { name: /合计/ }).getByRole("link");
  const count = Number(await total.textContent());
  expect(count).toBeGreaterThan(0);
  await screen.shot("statistics");
  await total.click();
  await page.getByRole("heading", { name: /统计明细/ }).waitFor();
  await expect.poll(() => page.locator("tbody tr").count(), { timeout: 30_000 }).toBe(count);
  expect(screen.problems).toEqual([]);
  await screen.close();
});
