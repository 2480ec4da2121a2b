import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser.ts";
import { isLive, markPage, openAs, openStage, wasNotReloaded } from "./people.ts";

const town = "500103001";
/** No other journey reports near here, nor do they lie so close together that the map shows them as one. */
const grids = ["500103001014001", "500103001013001", "500103001014003"] as const;
const stage = openStage();

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

const report = async (grid: string, category: string, text: string, word: string) => {
  const place = await stage.staffedGrid(grid);
  return (await stage.report(undefined, place, category, text, word)).incident;
};
const rowOf = (page: Page, number: string) => page.getByRole("row").filter({ hasText: number });

test(
  "a dispatcher finds a matter on the map without a mouse and sends somebody in two steps, while new matters join by themselves",
  { timeout: 240_000 },
  async () => {
    const first = await report(grids[0], "040106", "占道堆放沙石，车辆绕行", "沙石");
    await stage.toPost(town, first.id);
    const { page, problems, shot } = await openAs(
      browser,
      `${town}-dispatcher-1`,
      "desk",
      "/map?list=open",
    );
    await isLive(page);
    await page.locator(".city-map canvas").waitFor();
    await rowOf(page, first.number).waitFor();
    await markPage(page);

    await rowOf(page, first.number).getByRole("button").first().press("Enter");
    const card = page.getByRole("complementary", { name: "事件" });
    await card.getByRole("heading", { level: 3 }).first().waitFor();
    expect(new URL(page.url()).searchParams.get("chosen")).toBe(`incident:${first.id}`);
    await card.getByText(/时间为估算：直线距离 × 1.6/).waitFor();
    await shot("map-incident");

    const candidate = card.getByRole("listitem").filter({ hasText: "本村社" });
    const name = await candidate.getByRole("button").first().innerText();
    await candidate.getByRole("button", { name: `派遣给 ${name}` }).press("Enter");
    await candidate.getByRole("button", { name: "确认派遣" }).press("Enter");
    await card.getByText(`已派遣给 ${name}`).waitFor();

    const second = await report(grids[1], "050103", "路面井盖松动，行人险些跌倒", "井盖");
    await rowOf(page, second.number).waitFor();
    expect(await wasNotReloaded(page)).toBe(true);

    await page.reload();
    await card.getByText(first.number).waitFor();
    await rowOf(page, second.number).waitFor();
    expect(problems).toEqual([]);
  },
);

test(
  "without WebGL2 a drawing and the list stand in for the map",
  { timeout: 120_000 },
  async () => {
    const matter = await report(grids[2], "040106", "树枝折断压在路上", "树枝");
    const { page, problems, shot } = await openAs(browser, `${town}-dispatcher-1`, "desk", "/desk");
    await page.addInitScript(`
    const getContext = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
      return kind === "webgl2" ? null : getContext.call(this, kind, ...more);
    };
  `);
    await page.goto(`/map?unit=${grids[2]}`);
    await page.getByText(/不支持 WebGL2/).waitFor();
    await page.getByRole("img", { name: /辖区地图/ }).waitFor();
    await rowOf(page, matter.number).getByRole("button").first().click();
    await page.getByRole("complementary", { name: "事件" }).getByText(matter.number).waitFor();
    await shot("map-plain");
    expect(problems).toEqual([]);
  },
);
