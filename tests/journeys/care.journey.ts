import { MyVisits } from "@gezhi/contract/care.ts";
import { expect, test } from "vitest";
import { openLine } from "./line.ts";
import { openAs, standingIn, startBrowser } from "./people.ts";

const town = "500103001";
const grid = `${town}016002`;

const browser = startBrowser();

/** Registered on rest days too, so that the journey passes on every day; by the latest hour. */
async function register(
  page: Awaited<ReturnType<typeof openAs>>["page"],
  name: string,
  address: string,
) {
  await page.getByRole("button", { name: "登记关爱对象" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("同意日期").fill("2026-01-05");
  await form.getByLabel("姓名").fill(name);
  await form.getByRole("combobox", { name: "所在网格" }).fill(grid);
  await page.locator(".ant-select-item-option").first().click();
  await form.getByLabel("住址").fill(address);
  await form.getByLabel("联系人", { exact: true }).fill("周明");
  await form.getByLabel("联系人电话").fill("13900002222");
  await form.getByLabel("休息日也走访").check();
  await form.getByRole("combobox", { name: "当天几点前" }).click();
  await page.locator(".ant-select-item-option", { hasText: "20:00" }).click();
  // A grid was chosen, so its worker goes and the post stands in.
  await form.getByText("本网格网格员").waitFor();
  await form.getByRole("button", { name: /^保\s?存$/ }).click();
  await form.waitFor({ state: "detached" });
}

/** 巡查 (R26): begun with a signal, walked and ended without one, sent when it is back. */
async function patrolWithoutSignal(
  { page }: Awaited<ReturnType<typeof openAs>>,
  line: Awaited<ReturnType<typeof openLine>>,
): Promise<void> {
  await page.goto("/field/tasks?list=patrol");
  await page.getByRole("button", { name: "开始巡查" }).click();
  const strip = page.getByRole("region", { name: "巡查" });
  await strip.getByText("正在记录路线").waitFor();
  line.cut();
  await page.context().setOffline(true);
  const { geolocation: here } = await standingIn(grid);
  if (!here) throw new Error("The worker stands nowhere.");
  await page.context().setGeolocation({ ...here, latitude: here.latitude + 0.003 });
  await strip.getByText(/已记 0\.3 公里/).waitFor();
  await strip.getByRole("button", { name: "结束巡查" }).click();
  await page.getByRole("button", { name: /^结\s?束$/ }).click();
  await page.getByText("已存本机").first().waitFor();
  line.mend();
  await page.context().setOffline(false);
  await page.getByText("已结束").first().waitFor();
}

test(
  "the post plans visits with consent, the worker records them without a network, and the post sees who was seen",
  { timeout: 240_000 },
  async () => {
    const post = await openAs(browser, `${town}-MS02-a`, "desk", `/care?unit=${grid}`);
    await register(post.page, "周素兰", "向阳巷 8 号");
    await register(post.page, "吴长贵", "向阳巷 10 号");
    const planned = post.page.getByRole("row", { name: /向阳巷 8 号/ });
    await planned.waitFor();
    expect(await post.page.getByText("周素兰").count()).toBe(0);
    await post.shot("care-list");
    // After 20:00 the first visit is tomorrow's; the rest is told by the tests of the server.
    const today = await planned.getByText("今天待访").count();

    const line = await openLine();
    const worker = await openAs(browser, `${grid}-worker`, "phone", "/field", {
      ...(await standingIn(grid)),
      baseURL: line.url,
    });
    const { page } = worker;
    if (today > 0) {
      await page.getByRole("button", { name: /我的任务/ }).waitFor();
      await expect
        .poll(() => page.evaluate("navigator.serviceWorker.controller !== null"), {
          timeout: 40_000,
        })
        .toBe(true);
      await page.goto("/field/tasks?list=visits");
      const card = page.getByRole("region", { name: /向阳巷 8 号/ });
      await card.waitFor();
      await worker.shot("care-visits");
      line.cut();
      await page.context().setOffline(true);
      await card.getByRole("button", { name: "见到，平安" }).click();
      await card.getByText("已存本机").waitFor();
      await worker.shot("care-visit-offline");
      line.mend();
      await page.context().setOffline(false);
      await post.page.getByRole("row", { name: /今天已访.*向阳巷 8 号/ }).waitFor();

      const other = page.getByRole("region", { name: /向阳巷 10 号/ });
      await other.getByRole("button", { name: "需要帮助" }).click();
      await page.getByRole("button", { name: "确定，需要帮助" }).click();
      await expect
        .poll(async () => {
          const mine = MyVisits.parse(await (await page.request.get("/api/visits/mine")).json());
          return mine.items.find(({ address }) => address === "向阳巷 10 号")?.last?.incident;
        })
        .toBeTruthy();
      await worker.shot("care-visits-done");
      await patrolWithoutSignal(worker, line);
      await post.page.goto("/map?patrols=on&layers=none&list=open");
      await post.page.getByRole("row", { name: /巡查.*已结束.*网格全域步巡/ }).waitFor();
      await post.page.goto(`/care?unit=${grid}`);
    }

    await post.page
      .getByRole("link", { name: /周\*\*/ })
      .first()
      .click();
    await post.page.getByRole("heading", { name: "走访记录" }).waitFor();
    await post.page.getByRole("button", { name: "查看姓名电话" }).click();
    await post.page.getByLabel("理由").fill("回访核实情况");
    await post.page.getByRole("form").getByRole("button", { name: "查看姓名电话" }).click();
    await post.page.getByText("13900002222").waitFor();
    await post.shot("care-person");
    await post.page.getByRole("button", { name: "撤回同意" }).click();
    const ask = post.page.getByRole("dialog");
    await ask.getByLabel("理由").fill("本人搬走");
    await ask.getByRole("button", { name: "撤回同意" }).click();
    await post.page.getByRole("heading", { name: "独居老人关怀" }).waitFor();
    await post.page.goto(`/care?unit=${grid}`);
    await post.page.getByRole("row", { name: /向阳巷 10 号/ }).waitFor();
    expect(await post.page.getByRole("row", { name: /向阳巷 8 号/ }).count()).toBe(0);
    expect(post.problems).toEqual([]);
    await Promise.all([post.close(), worker.close()]);
    line.close();
  },
);
