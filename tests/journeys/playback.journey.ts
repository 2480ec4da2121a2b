import { holderOf } from "@gezhi/simulator/people.ts";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  isLive,
  markPage,
  openAs,
  openStage,
  standingIn,
  wasNotReloaded,
  startBrowser,
} from "./people.ts";

const town = "500103001";
const grid = "500103001017005";
const stage = openStage();

const browser = startBrowser();

/** Each matter has a community of its own, so that none becomes a report of another. */
const grids = ["500103001013001", "500103001011001", "500103001006001"];
const report = async (text: string, word: string) => {
  const place = await stage.staffedGrid(grids.shift() ?? grid);
  return (await stage.report(undefined, place, "040106", text, word)).incident;
};
/** A step of play, and the address that follows, on a loaded machine. */
const soon = { timeout: 20_000 };
const rowOf = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

test(
  "the past is played by keyboard, marked as past, held apart from what happens meanwhile, and left again",
  { timeout: 240_000 },
  async () => {
    const before = await report("共享单车堵住路口", "单车");
    const { page, problems, shot } = await openAs(
      browser,
      `${town}-dispatcher-1`,
      "desk",
      "/map?layers=incidents&list=open",
    );
    await isLive(page);
    await rowOf(page, before.number).waitFor();
    await markPage(page);

    await page.getByRole("button", { name: "回放", exact: true }).press("Enter");
    await page.getByText("这是过去的情况，不是现在").waitFor();
    await rowOf(page, before.number).waitFor({ state: "detached" });
    const slider = page.getByRole("slider", { name: "回放到的时刻" });
    const first = await slider.getAttribute("aria-valuetext");
    await slider.press("ArrowLeft");
    const moved = await slider.getAttribute("aria-valuetext");
    expect(moved).not.toBe(first);
    await expect.poll(() => new URL(page.url()).searchParams.get("at"), soon).not.toBeNull();

    const meanwhile = await report("夜间施工噪声扰民", "噪声");
    await page.getByRole("button", { name: "60×", exact: true }).press("Enter");
    await page.getByRole("button", { name: "播放", exact: true }).press("Enter");
    await expect.poll(() => slider.getAttribute("aria-valuetext"), soon).not.toBe(moved);
    await page.getByRole("button", { name: "暂停", exact: true }).press("Enter");
    expect(await rowOf(page, meanwhile.number).count()).toBe(0);
    await shot("map-playback");

    await page.getByRole("button", { name: "回到现在" }).press("Enter");
    await rowOf(page, meanwhile.number).waitFor();
    await rowOf(page, before.number).waitFor();
    await page.getByText("这是过去的情况，不是现在").waitFor({ state: "detached" });
    await expect.poll(() => new URL(page.url()).searchParams.get("at"), soon).toBeNull();
    expect(await wasNotReloaded(page)).toBe(true);
    expect(problems).toEqual([]);
  },
);

test(
  "the heat of a category and a period has a legend, and a row for each cell",
  { timeout: 240_000 },
  async () => {
    await report("垃圾堆放无人清理", "垃圾");
    const { page, problems, shot } = await openAs(
      browser,
      `${town}-dispatcher-1`,
      "desk",
      "/map?layers=heat&list=open",
    );
    const heat = page.getByRole("region", { name: "热力", exact: true });
    await heat.getByRole("list", { name: "每格件数" }).getByRole("listitem").first().waitFor();
    await rowOf(page, "热力").first().waitFor();
    await heat.getByRole("button", { name: "7 天", exact: true }).press("Enter");
    await expect.poll(() => new URL(page.url()).searchParams.get("heatFrom"), soon).not.toBeNull();
    await rowOf(page, "热力").first().waitFor();
    await shot("map-heat");
    await page.goto("/map?layers=heat&list=open&heatCategory=130101&plots=off");
    await page.getByText("当前画面没有内容").waitFor();
    expect(problems).toEqual([]);
  },
);

test(
  "somebody who accepted a matter shares a place by one tap, stands on the centre's map, is gone at once when it is taken back, and is looked back at with a reason",
  { timeout: 240_000 },
  async () => {
    const matter = await report("路边护栏松动", "护栏");
    const { workOrders } = await stage.toPost(town, matter.id);
    const order = workOrders.find(({ status }) => status === "dispatched")!;
    const handler = holderOf(order.handler);
    await stage.act(handler, matter.id, { act: "accept", workOrder: order.id });
    const centre = await openAs(
      browser,
      `${town}-dispatcher-1`,
      "desk",
      "/map?layers=people&list=open",
    );
    const phone = await openAs(browser, handler, "phone", "/field", await standingIn(grid));
    await phone.shot("field-position-ask");
    await phone.page.getByRole("button", { name: "共享位置" }).click();
    await phone.page.getByText("指挥中心能看到我的位置").waitFor();
    await rowOf(centre.page, "办理事件中").waitFor();
    await centre.shot("map-people");

    const shared = new Date().toISOString();
    await phone.page.getByRole("button", { name: "停止共享" }).click();
    await phone.page.getByText("位置未共享").waitFor();
    await rowOf(centre.page, "办理事件中").waitFor({ state: "detached" });

    await centre.page.goto(`/map?layers=people&layers=devices&list=open&at=${shared}`);
    await centre.page.getByText("这是过去的情况，不是现在").waitFor();
    expect(await rowOf(centre.page, "办理事件中").count()).toBe(0);
    await centre.page.getByRole("textbox", { name: "理由" }).fill("复盘护栏处置");
    await centre.page.getByRole("button", { name: "查看并留痕" }).click();
    await rowOf(centre.page, "办理事件中").waitFor();
    await centre.shot("map-past-people");
    await phone.page.goto("/field/notices?part=settings");
    const forget = phone.page.getByRole("button", { name: "删除我的位置记录" });
    await forget.waitFor();
    await phone.shot("field-place-records");
    await forget.click();
    await phone.page.getByRole("button", { name: /^(确\s?定|OK)$/ }).click();
    await phone.page.getByText("没有留存的位置").waitFor();
    expect([...centre.problems, ...phone.problems]).toEqual([]);
  },
);
