import { MyReportPage } from "@gezhi/contract/reports.ts";
import { expect, test } from "vitest";
import { openLine } from "./line.ts";
import { choosePhoto, openAs, standingIn, startBrowser } from "./people.ts";

const grid = "500103001017003";
const words = "山坡上一棵枯树快倒了，这里没有信号";

const browser = startBrowser();

test(
  "a report written without a signal survives a reload and arrives exactly once",
  { timeout: 180_000 },
  async () => {
    const line = await openLine();
    const worker = await openAs(browser, `${grid}-worker`, "phone", "/field", {
      ...(await standingIn(grid)),
      baseURL: line.url,
    });
    const { page } = worker;
    await page.getByRole("button", { name: /^上报/ }).waitFor();
    // The page works without a network once its worker has everything and has taken over.
    await expect
      .poll(() => page.evaluate("navigator.serviceWorker.controller !== null"), { timeout: 40_000 })
      .toBe(true);
    // The browser's own switch tells the page, but does not always hold for what its worker sends in the background.
    line.cut();
    await page.context().setOffline(true);
    await page.getByText("没有网络。写的内容都存在本机").waitFor();

    await choosePhoto(page, page.getByRole("button", { name: /^上报/ }), "枯树");
    await page.getByRole("img", { name: "第 1 张照片" }).waitFor();
    await page.getByLabel("说明", { exact: true }).fill(words);
    await worker.shot("field-report-offline");
    await page.getByRole("button", { name: "提交", exact: true }).click();
    await page.getByText("好了，可以继续走").waitFor();
    await page.reload();
    await page.getByText("已存本机").first().waitFor();
    await page.getByText(words).first().waitFor();
    await worker.shot("field-kept-offline");

    line.mend();
    await page.context().setOffline(false);
    await page.getByText(/已送达，编号 SJ-500103-/).waitFor();
    await worker.shot("field-delivered");
    await page.goto("/field/reports");
    await page.getByRole("link", { name: words }).waitFor();
    const mine = MyReportPage.parse(
      await (await page.request.get("/api/my-reports?limit=50")).json(),
    );
    expect(mine.items.filter(({ text }) => text === words)).toHaveLength(1);
    await worker.shot("field-reports");
    await worker.close();
    line.close();
  },
);
