import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { choosePhoto, openAs, openStage, standingIn, startBrowser } from "./people.ts";

const town = "500108102";
const grid = "500108102001001";
const worker = `${grid}-worker`;
const dispatcher = `${town}-dispatcher-1`;
const litter = "010106";
const stage = openStage();

const browser = startBrowser();

/** Something new in the grid, far enough from what was reported before to be a matter of its own. */
async function reported(text: string, category?: string): Promise<string> {
  const place = await stage.staffedGrid(grid);
  const receipt = await stage.report(undefined, place, category, text, "现场");
  return receipt.incident.id;
}

const back = (page: Page) => page.context().setOffline(false);

test("an act that came too late is shown with the server's words, and what was written is kept", async () => {
  const incident = await reported("楼道口堆了几袋装修垃圾", litter);
  const phone = await openAs(browser, worker, "phone", `/field/incidents/${incident}`);
  const { page } = phone;
  await page.getByRole("button", { name: "核实", exact: true }).click();
  await page.getByLabel("情况属实").waitFor();

  await page.context().setOffline(true);
  await page.getByLabel("情况属实").check();
  await page.getByLabel("说明", { exact: true }).fill("现场看过，确有三袋");
  await page.getByRole("button", { name: "核实", exact: true }).click();
  await page.getByText("已存本机 · 等待网络").waitFor();
  await stage.act(dispatcher, incident, { act: "reject", reason: "物业已清运" });
  await back(page);

  const refused = page.getByRole("link", { name: /需要处理/ });
  await refused.waitFor();
  await refused.click();
  await page.getByText("服务器没有收下，需要您处理").waitFor();
  await page.getByText("这件事现在：不予立案").waitFor();
  await phone.shot("field-conflict");
  await page.getByRole("button", { name: "修改后再发" }).click();
  expect(await page.getByLabel("说明", { exact: true }).inputValue()).toBe("现场看过，确有三袋");
  expect((await stage.see(dispatcher, incident)).status).toBe("rejected");
  await phone.close();
});

test("an act whose answer was lost on the way is not done twice", async () => {
  const incident = await reported("健身器材的踏板掉了", "050401");
  await stage.act(dispatcher, incident, { act: "verify", result: "confirmed" });
  await stage.act(dispatcher, incident, { act: "dispatch", lead: grid, instructions: "请拧紧" });
  const phone = await openAs(browser, worker, "phone", `/field/incidents/${incident}`);
  const { page } = phone;
  let attempts = 0;
  await page.route("**/api/incidents/*/acts", async (route) => {
    attempts += 1;
    await route.fetch();
    await route.abort("connectionreset");
  });

  const first = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/acts"));
  await page.getByRole("button", { name: "签收", exact: true }).click();
  await first;
  await page.evaluate("globalThis.dispatchEvent(new Event('online'))");

  await page.getByRole("button", { name: "到场", exact: true }).waitFor();
  await page.getByText("已存本机").waitFor({ state: "hidden" });
  const { timeline } = await stage.see(dispatcher, incident);
  expect(attempts).toBe(1);
  expect(timeline.filter(({ act }) => act === "accept")).toHaveLength(1);
  await phone.close();
});

test("what the grid put right itself arrives as a report and its result, from one form", async () => {
  const phone = await openAs(browser, worker, "phone", "/field", await standingIn(grid));
  const { page } = phone;

  await choosePhoto(page, page.getByRole("button", { name: /^上报/ }), "护栏");
  await page.getByRole("img", { name: "第 1 张照片" }).waitFor();
  await page.getByLabel("说明", { exact: true }).fill("小区门口护栏倒了，挡住半条路");
  await page.getByText("格内自办：已经当场处理好").click();
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await page.getByText("请写一句是怎样处理的。").waitFor();
  await page.getByLabel("怎样处理的").fill("已扶正并加固");
  await phone.shot("field-self-handled");
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await page.getByText(/已送达，编号 SJ-500108-/).waitFor();
  await page.getByRole("button", { name: "看这件事" }).click();

  // One in twenty is drawn for a check; the others close by themselves.
  await page.locator(".status-tag", { hasText: /^\s*(格内自办办结|已结案)/ }).waitFor();
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const { timeline } = await stage.see(dispatcher, id);
  const handled = timeline.filter(({ act }) => act === "selfHandle");
  expect(timeline[0]?.act).toBe("report");
  expect(handled.map(({ text }) => text)).toEqual([expect.stringContaining("已扶正并加固")]);
  await phone.close();
});
