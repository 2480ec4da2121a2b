import { OutboxPage } from "@gezhi/contract/notices.ts";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openAs, openStage, startBrowser } from "./people.ts";

const town = "500103005";
/** Held by the same person, the second as substitute. */
const posts = [`${town}/PA05`, `${town}/PA04`];
const holder = `${town}-PA05-a`;
const dispatcher = `${town}-dispatcher-1`;
const stage = openStage();

const browser = startBrowser();

/** A fire in a grid of its own, so that each is a matter of its own. */
async function fireIn(grid: string): Promise<string> {
  const place = await stage.staffedGrid(`${town}${grid}`);
  const words = "三楼着火，楼道浓烟，有人困在里面";
  const receipt = await stage.report(undefined, place, "090101", words, "现场");
  return receipt.incident.id;
}
const alarmOn = (page: Page) => page.getByRole("alertdialog", { name: /红色特急任务/ });
/** How the orders of the holder's posts stand at the server, where the phone's word arrives a little later. */
async function ordersOf(incident: string): Promise<string[]> {
  const { workOrders } = await stage.see(dispatcher, incident);
  return workOrders.flatMap(({ handler, status }) => (posts.includes(handler) ? status : []));
}
const onTheWay = ["accepted", "accepted"];
const patience = { timeout: 30_000 };

/** Counts the tones that the page plays. */
const listen = (page: Page) =>
  page.evaluate(`
    globalThis.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...given) {
      globalThis.tones += 1;
      return start.apply(this, given);
    };
  `);

test("a red order fills the screen of its post and sounds until the holder is on the way", async () => {
  const phone = await openAs(browser, holder, "phone", "/field");
  const { page } = phone;
  await page.getByRole("button", { name: /^我的任务/ }).waitFor();
  await page.getByRole("heading", { name: "格治" }).click();
  await listen(page);

  const incident = await fireIn("008001");

  const alarm = alarmOn(page);
  await alarm.waitFor();
  await expect.poll(() => page.evaluate("globalThis.tones > 0"), { timeout: 20_000 }).toBe(true);
  await phone.shot("field-red");
  const route = alarm.getByRole("link", { name: "去现场的路线" });
  expect(await route.getAttribute("href")).toMatch(/^geo:29\.\d+,106\.\d+/);
  // The same order goes out as a message and as a call, both marked as simulated.
  const { number } = await stage.see(dispatcher, incident);
  await expect.poll(() => channelsOf(number), { timeout: 20_000 }).toEqual(["sms", "voice"]);

  await alarm.getByRole("button", { name: "我已出发" }).click();
  await alarm.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: /^到场/ }).first().waitFor();
  await expect.poll(() => ordersOf(incident), patience).toEqual(onTheWay);
  expect(phone.problems).toEqual([]);
  await phone.close();
});

test("an order given while the page was still joining the live stream is not missed", async () => {
  const phone = await openAs(browser, holder, "phone", "/healthz");
  const { page } = phone;
  let join = () => {};
  const mayJoin = new Promise<void>((resolve) => (join = resolve));
  await page.route("**/api/live*", async (route) => {
    await mayJoin;
    await route.continue();
  });
  const lists = ["**/api/work-orders*", "**/api/incidents?list=mine*"];
  const listed = lists.map(async (url) => (await page.waitForResponse(url)).finished());
  await page.goto("/field");
  await Promise.all(listed);

  const incident = await fireIn("008002");
  join();

  await alarmOn(page).getByRole("button", { name: "我已出发" }).click();
  await expect.poll(() => ordersOf(incident), patience).toEqual(onTheWay);
  await phone.close();
});

test("an order that was looked at stays in sight on every page until it is accepted", async () => {
  const phone = await openAs(browser, holder, "phone", "/field");
  const { page } = phone;
  await page.getByRole("button", { name: /^我的任务/ }).waitFor();
  const incident = await fireIn("008003");
  await alarmOn(page).getByRole("button", { name: "知道了" }).click();
  await page.getByRole("button", { name: /^签收.*消防管理岗/ }).waitFor();

  await page.goto("/field/reports");
  const strip = page.getByRole("link", { name: /红色特急，还没有签收/ });
  await strip.waitFor();
  await phone.shot("field-red-strip");
  await strip.click();
  for (const name of [/^签收.*消防管理岗/, /^签收.*应急管理岗/])
    await page.getByRole("button", { name }).click();

  await expect.poll(() => ordersOf(incident), patience).toEqual(onTheWay);
  await strip.waitFor({ state: "hidden" });
  await phone.close();
});

/** How the post was told of an incident, outside the page. */
async function channelsOf(number: string): Promise<string[]> {
  const client = await stage.cast.get(dispatcher);
  const { items } = await client.request(OutboxPage, "GET", "/api/outbox?limit=50");
  const told = items.filter(({ text, simulated }) => text.includes(number) && simulated);
  return [...new Set(told.map(({ channel }) => channel))]
    .filter((channel) => channel === "sms" || channel === "voice")
    .toSorted();
}
