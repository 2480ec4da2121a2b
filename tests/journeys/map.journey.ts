import { RegisteredDevice } from "@gezhi/contract/devices.ts";
import { AlarmPage } from "@gezhi/contract/alarms.ts";
import { Place } from "@gezhi/contract/places.ts";
import { dutyOfficerOf } from "@gezhi/simulator/people.ts";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { publish } from "./devices.ts";
import { isLive, markPage, openAs, openStage, wasNotReloaded, startBrowser } from "./people.ts";

const town = "500103001";
/** No other journey reports near here, nor do they lie so close together that the map shows them as one. */
const grids = ["500103001014001", "500103001013001", "500103001014003"] as const;
const houseGrid = "500103001016004";
const stage = openStage();

const browser = startBrowser();

const report = async (grid: string, category: string, text: string, word: string) => {
  const place = await stage.staffedGrid(grid);
  return (await stage.report(undefined, place, category, text, word)).incident;
};
/** A map that draws its names, on a loaded machine. */
const patient = { timeout: 20_000 };
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

/** A house with a detector in the basement that alarms and one on the third floor that was never heard. */
async function houseWithAlarm(name: string) {
  const duty = await stage.cast.get(dutyOfficerOf(town));
  const [grid] = await stage.places.grids(houseGrid);
  const { lon, lat } = grid!;
  const place = await duty.request(Place, "POST", "/api/places", {
    code: "HOUSE-1",
    kind: "highRise",
    name,
    tags: ["24层"],
    geometry: { type: "Point", coordinates: [lon, lat] },
    validFrom: "2026-01-01",
  });
  const register = async (code: string, part: string) =>
    (
      await duty.request(RegisteredDevice, "POST", "/api/devices", {
        code,
        name: "故障电弧探测器",
        profile: "SE03",
        unit: houseGrid,
        position: { lon, lat },
        protects: { place: `${name} ${part}` },
        gateway: `GW01-${town}-01`,
      })
    ).device;
  const arcing = await register("HOUSE-1-ARC", "地下一层");
  await register("HOUSE-1-STILL", "3 层");
  const open = async () =>
    (await duty.request(AlarmPage, "GET", `/api/alarms?list=open&device=${arcing.id}`)).items
      .length;
  // Ingest hears of a new device within moments; what it said before that is not kept.
  await expect
    .poll(
      async () => {
        await publish(arcing, "arcFault", Array<number>(16).fill(12));
        return open();
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(1);
  return { place, view: `${lon.toFixed(5)},${lat.toFixed(5)},15.60` };
}

test(
  "houses stand on the map with the worst of their devices, are read floor by floor, and show the past's alarms alone",
  { timeout: 240_000 },
  async () => {
    const name = "旅程大厦";
    const { place, view } = await houseWithAlarm(name);
    const { page, problems, shot } = await openAs(
      browser,
      `${town}-dispatcher-1`,
      "desk",
      `/map?layers=none&plots=off&list=open&view=${view}`,
    );
    await isLive(page);
    await page.locator(".city-map canvas").waitFor();
    const section = page.getByRole("region", { name: "建筑与设备状态" });
    await section.getByRole("checkbox", { name: "建筑与设备状态" }).press("Space");
    await expect.poll(() => new URL(page.url()).searchParams.get("buildings")).toBe("on");
    await section.getByText("近似图形：").waitFor();
    await rowOf(page, name)
      .getByText(/^告警：/)
      .waitFor();

    await rowOf(page, name).getByRole("button").first().press("Enter");
    const card = page.getByRole("complementary", { name: "场所" });
    await card.getByRole("heading", { level: 3, name }).waitFor();
    const inside = card.getByRole("region", { name: "楼内设备" });
    await inside.getByRole("heading", { name: "3 层", exact: true }).waitFor();
    expect(await inside.getByRole("heading", { level: 5 }).allInnerTexts()).toEqual([
      "3 层",
      "地下 1 层",
    ]);
    await inside.getByText("未上报").waitFor();
    await shot("map-buildings");

    await page.getByRole("button", { name: "回放", exact: true }).press("Enter");
    await inside.getByText("当时没有告警").waitFor();
    await rowOf(page, name).getByText("当时没有告警").waitFor();
    expect(await inside.getByText("未上报").count()).toBe(0);
    await shot("map-buildings-past");
    expect(new URL(page.url()).searchParams.get("chosen")).toBe(`place:${place.id}`);

    const calm = await openAs(
      browser,
      `${town}-dispatcher-1`,
      "desk",
      `/map?layers=none&plots=off&buildings=on&list=open&view=${view}`,
      { reducedMotion: "reduce" },
    );
    await calm.page.getByText("建筑已改为平面显示").waitFor();
    await rowOf(calm.page, name).waitFor();
    await expect
      .poll(() => calm.page.evaluate("performance.getEntriesByName('map-named').length"), patient)
      .toBeGreaterThan(0);
    await calm.shot("map-buildings-flat");
    await calm.page.getByRole("button", { name: "仍用立体显示" }).press("Enter");
    await calm.page.getByText("建筑已改为平面显示").waitFor({ state: "detached" });
    expect([...problems, ...calm.problems]).toEqual([]);
  },
);
