import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { isLive, openAs, openStage, startBrowser } from "./people.ts";

const town = "500103001";
const grid = "500103001017006";
const stage = openStage();

const browser = startBrowser();
let incident: { id: string; number: string };
let view = "";
beforeAll(async () => {
  const place = await stage.staffedGrid(grid);
  const fire = await stage.report(undefined, place, "090103", "后山林子冒烟，有明火", "明火");
  incident = fire.incident;
  const [spot] = await stage.places.grids(grid);
  view = `${spot!.lon.toFixed(5)},${spot!.lat.toFixed(5)},15.00`;
});

const mapPath = (more = "") =>
  `/map?view=${view}&layers=incidents&list=open&chosen=incident:${incident.id}${more}`;
const card = (page: Page, name: string) => page.getByRole("complementary", { name, exact: true });
const isDrawn = (page: Page) => page.locator(".city-map canvas").waitFor();
async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
async function clickMap(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const box = (await page.locator(".city-map canvas").boundingBox())!;
  for (const [index, [x, y]] of points.entries()) {
    await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
    await page.getByLabel(`第 ${index + 1} 点的经度和纬度`).waitFor();
  }
}

test(
  "a cordon is drawn on a fire, changed by two people of whom one is told, undone, and seen live by the other",
  { timeout: 300_000 },
  async () => {
    const dispatcher = await openAs(browser, `${town}-dispatcher-1`, "desk", mapPath());
    const officer = await openAs(browser, `${town}-duty-officer-1`, "desk", mapPath());
    const { page } = dispatcher;
    await isLive(page);
    await isLive(officer.page);
    await isDrawn(page);

    await page.getByRole("button", { name: "预案叠加" }).click();
    await page.getByRole("button", { name: "取消叠加" }).waitFor();
    await expect
      .poll(() => new URL(page.url()).searchParams.getAll("places"))
      .toContain("powerLine");

    await card(page, "事件").getByRole("button", { name: "标绘" }).click();
    const form = card(page, "标绘");
    await form.getByRole("button", { name: "保存" }).waitFor();
    expect(await form.getByRole("button", { name: "保存" }).isDisabled()).toBe(true);
    await clickMap(page, [
      [0.4, 0.4],
      [0.6, 0.4],
      [0.6, 0.6],
    ]);
    await form.getByText(/周长 .+ 面积 /).waitFor();
    await form.getByRole("button", { name: "撤销一步" }).click();
    expect(await form.getByText(/面积/).count()).toBe(0);
    await form.getByRole("button", { name: "重做一步" }).click();
    await form.getByLabel("名称").fill("内圈警戒");
    await dispatcher.shot("plot-form");
    await form.getByRole("button", { name: "保存" }).click();
    await form.getByRole("heading", { name: "内圈警戒" }).waitFor();
    expect(await faultsOf(page)).toEqual([]);

    // The other hears of it without asking.
    const row = officer.page.getByRole("row").filter({ hasText: "内圈警戒" });
    await row.getByRole("button").first().click();
    const theirs = card(officer.page, "标绘");
    await theirs.getByRole("button", { name: "修改" }).click();
    await form.getByRole("button", { name: "修改" }).click();
    await theirs.getByLabel("名称").fill("外圈警戒");
    await theirs.getByRole("button", { name: "保存" }).click();
    await theirs.getByRole("heading", { name: "外圈警戒" }).waitFor();
    await form.getByText(/刚刚改过这处标绘/).waitFor();
    await form.getByLabel("名称").fill("我的警戒");
    await form.getByRole("button", { name: "保存" }).click();
    await form.getByText(/请按最新的再改/).waitFor();
    await form.getByRole("button", { name: "看最新的" }).click();
    await form.getByRole("heading", { name: "外圈警戒" }).waitFor();
    await form.getByRole("button", { name: "撤销上次修改" }).click();
    await form.getByRole("heading", { name: "内圈警戒" }).waitFor();
    await theirs.getByRole("heading", { name: "内圈警戒" }).waitFor();
    await form.getByText("历次改动（第 3 版）").click();
    await form.getByText("恢复为 内圈警戒").waitFor();
    await dispatcher.shot("plot-card");
    // A refused change is an answer of the server, which the browser writes down.
    expect(dispatcher.problems.filter((problem) => !/409/.test(problem))).toEqual([]);
    expect(officer.problems).toEqual([]);
    await dispatcher.close();
    await officer.close();
  },
);

test("a distance is measured and kept with the keyboard alone", { timeout: 180_000 }, async () => {
  const { page, problems, close } = await openAs(
    browser,
    `${town}-dispatcher-1`,
    "desk",
    `/map?view=${view}&chosen=plot:new-${incident.id}`,
  );
  const form = card(page, "标绘");
  const kind = form.getByRole("combobox", { name: "类别" });
  await kind.press("ArrowDown");
  await page.getByRole("option", { name: "警戒" }).waitFor({ state: "attached" });
  for (let step = 0; step < 6; step += 1) await kind.press("ArrowDown");
  await kind.press("Enter");
  const [lon, lat] = view.split(",").map(Number) as [number, number];
  const entry = form.getByLabel("输入经度和纬度，添加一个点");
  await entry.fill("29.55, 106.57");
  await entry.press("Enter");
  await form.getByText(/请先写经度再写纬度/).waitFor();
  for (const east of [0, 0.01]) {
    await entry.fill(`${(lon + east).toFixed(5)}, ${lat.toFixed(5)}`);
    await entry.press("Enter");
  }
  // 0.01° of longitude are 967 m in Qixinggang.
  await form.getByText(/^长 96\d 米$/).waitFor();
  await form.getByLabel("名称").fill("火点到取水点");
  await form.getByLabel("名称").press("Enter");
  await form.getByRole("heading", { name: "火点到取水点" }).waitFor();
  expect(problems).toEqual([]);
  await close();
});

test(
  "the view is one sheet of A3 with legend, north and a scale that a ruler finds true",
  { timeout: 240_000 },
  async () => {
    const { page, problems, shot, close } = await openAs(
      browser,
      `${town}-dispatcher-1`,
      "wall",
      mapPath("&places=hydrant&places=pond&places=powerLine"),
    );
    await page.getByRole("link", { name: "打印 A3" }).click();
    await page.getByRole("button", { name: "打印", exact: true }).waitFor();
    await expect
      .poll(() => page.getByRole("button", { name: "打印", exact: true }).isEnabled(), {
        timeout: 60_000,
      })
      .toBe(true);
    const legend = page.getByRole("complementary", { name: "图例" });
    await legend.getByText("火点到取水点").waitFor();
    await legend.getByText("高压线").waitFor();
    await page.getByRole("heading", { name: new RegExp(incident.number) }).waitFor();
    await shot("map-print");
    expect(await faultsOf(page)).toEqual([]);

    const bar = page.locator(".print-scale-bar");
    const metres = Number(await bar.getAttribute("data-metres"));
    const barPx = (await bar.boundingBox())!.width;
    const mapPx = (await page.locator(".print-map").boundingBox())!.width;
    const [, lat, zoom] = view.split(",").map(Number) as [number, number, number];
    // What a tile of 512 pixels holds of the earth's circle at this zoom.
    const metresPerPx =
      (2 * Math.PI * 6_371_008.8 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
    expect(metres / barPx / metresPerPx).toBeCloseTo(1, 2);
    expect(barPx).toBeLessThan(mapPx);

    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 1588, height: 1123 });
    const sheet = (await page.locator(".print-sheet").boundingBox())!;
    expect(sheet.width).toBeCloseTo((420 / 25.4) * 96, 0);
    expect(sheet.height).toBeCloseTo((296.9 / 25.4) * 96, 0);
    const image = page.locator(".print-image");
    expect(await image.isVisible()).toBe(true);
    await shot("map-print-paper");
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const folder = join(import.meta.dirname, "../../artifacts");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "map-a3.pdf"), pdf);
    const text = pdf.toString("latin1");
    expect(text.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? [];
    expect(Number(width)).toBeCloseTo((420 / 25.4) * 72, -0.5);
    expect(Number(height)).toBeCloseTo((297 / 25.4) * 72, -0.5);
    expect(problems).toEqual([]);
    await close();
  },
);

test(
  "a colleague found by name has a card with duties, and their matters are one click away",
  { timeout: 120_000 },
  async () => {
    const { page, problems, shot, close } = await openAs(
      browser,
      `${town}-dispatcher-1`,
      "desk",
      `/map?view=${view}`,
    );
    await isDrawn(page);
    const handlers = await page.request.get(`/api/units/${grid}/force`);
    const force = (await handlers.json()) as { grids: { workers: { name: string }[] }[] };
    const name = force.grids[0]!.workers[0]!.name;
    await page.keyboard.press("Control+k");
    const found = page.getByRole("combobox", { name: /搜索/ });
    await found.fill(name);
    await page.getByRole("group", { name: "人员" }).getByText(name).first().click();
    const staff = card(page, "人员");
    await staff.getByRole("heading", { name }).waitFor();
    await staff
      .getByText(/本班在岗|本班不当班|未排班/)
      .first()
      .waitFor();
    await staff.getByRole("link", { name: /拨打 1\d{10}/ }).waitFor();
    await shot("staff-card");
    expect(await faultsOf(page)).toEqual([]);
    await staff.getByRole("button").filter({ hasNotText: "定位" }).nth(1).click();
    await card(page, "单位").waitFor();
    expect(problems).toEqual([]);
    await close();
  },
);
