import { expect, test } from "vitest";
import {
  choosePhoto,
  isLive,
  markPage,
  openAs,
  openAsResident,
  photo,
  standingIn,
  wasNotReloaded,
  startBrowser,
} from "./people.ts";

const grid = "500103001017002";
const words = "路边井盖松动翘起，骑车的人差点摔倒";

const browser = startBrowser();

test(
  "a report made on a phone is handled, checked by another person, answered and rated, and every screen says so live",
  { timeout: 240_000 },
  async () => {
    const [desk, post, worker, resident] = await Promise.all([
      openAs(browser, "500103001-dispatcher-1", "desk", "/desk"),
      openAs(browser, "500103001-MS09-a", "desk", "/inbox"),
      openAs(browser, `${grid}-worker`, "phone", "/field"),
      openAsResident(browser, "/r", await standingIn(grid)),
    ]);
    await Promise.all([desk, post].map(({ page }) => isLive(page)));
    await Promise.all([desk, post].map(({ page }) => markPage(page)));

    // The resident, on the phone.
    const phone = resident.page;
    await resident.shot("resident-home");
    await phone.getByRole("button", { name: /^上报问题/ }).click();
    await choosePhoto(phone, phone.getByRole("button", { name: "拍照" }), "井盖松动");
    await phone.getByRole("img", { name: "第 1 张照片" }).waitFor();
    await phone.getByLabel("说明", { exact: true }).fill(words);
    await phone.getByText("捍卫路社区 第二网格").waitFor();
    await phone.getByText("可能是（点一下选用）").waitFor();
    await resident.shot("resident-report");
    await phone.getByRole("button", { name: "提交" }).click();
    await phone.getByText("收到了，谢谢您").waitFor();
    await phone.locator(".resident-qr svg").waitFor();
    const number = await phone.locator(".resident-number").innerText();
    expect(number).toMatch(/^HZ-500103-\d{6}-\d{6}$/);
    await resident.shot("resident-receipt");
    await phone.getByRole("button", { name: "看进度" }).click();
    await phone.getByText("有进展会自动更新").waitFor();
    const status = phone.locator(".resident-status");
    await markPage(phone);

    // The dispatcher, by keyboard and form.
    const row = desk.page.locator(".queue-row", { hasText: "捍卫路社区第二网格" });
    await row.waitFor();
    await desk.shot("desk-new-report");
    await row.getByRole("button").press("Enter");
    const actions = desk.page.getByRole("group", { name: "可以做的事" });
    await actions.getByRole("button", { name: "核实", exact: true }).click();
    const verify = desk.page.getByRole("form", { name: "核实" });
    await verify.getByLabel("情况属实").check();
    await verify.getByLabel("说明").fill("电话问过上报人，属实");
    await desk.page.keyboard.press("Control+Enter");
    await desk.page.getByText("核实：已完成").waitFor();
    await actions.getByRole("button", { name: "派遣" }).waitFor();
    await desk.page.keyboard.press("d");
    const dispatch = desk.page.getByRole("form", { name: "派遣" });
    await dispatch.getByText("七星岗街道城市管理岗").filter({ visible: true }).first().waitFor();
    await dispatch.getByLabel("要求").fill("先围挡，再更换井盖");
    await desk.shot("desk-dispatch");
    await desk.page.keyboard.press("Control+Enter");
    await desk.page.getByText("派遣：已完成").waitFor();

    // The post, at its inbox.
    const order = post.page.locator(".inbox-row", { hasText: "捍卫路社区第二网格" });
    await order.waitFor();
    await order.getByText("要求：先围挡，再更换井盖").waitFor();
    await post.shot("inbox");
    await order.getByRole("button", { name: "签收", exact: true }).click();
    await order.getByRole("button", { name: "反馈结果", exact: true }).click();
    const feedback = post.page.getByRole("form", { name: "反馈结果" });
    await feedback.getByLabel("处置结果").fill("已更换井盖并复位，路面平整");
    await feedback
      .locator('input[type=file][aria-label="处置前照片"]')
      .setInputFiles(await photo("处置前"));
    await feedback
      .locator('input[type=file][aria-label="处置后照片"]')
      .setInputFiles(await photo("处置后"));
    await feedback.getByRole("img", { name: "处置前照片 1" }).waitFor();
    await feedback.getByRole("img", { name: "处置后照片 1" }).waitFor();
    await post.shot("inbox-feedback");
    await feedback.getByRole("button", { name: "反馈结果" }).click();
    await post.page.getByText("反馈结果：已完成").waitFor();

    // The grid worker, on site.
    const field = worker.page;
    await field.getByText("1 件待核查").waitFor();
    await worker.shot("field-home");
    await field.getByRole("button", { name: /^待核查/ }).click();
    await field.getByRole("link", { name: /井盖/ }).click();
    await field.getByRole("button", { name: "核查" }).first().click();
    const recheck = field.getByRole("form", { name: "核查" });
    await recheck.getByText("合格", { exact: true }).click();
    await recheck.getByLabel("说明").fill("现场看过，井盖平稳");
    await worker.shot("field-recheck");
    await recheck.getByRole("button", { name: "核查", exact: true }).click();

    // The dispatcher closes; whoever reported hears of it.
    await actions.getByRole("button", { name: "结案" }).click();
    await desk.page
      .getByRole("form", { name: "结案" })
      .getByLabel("说明")
      .fill("井盖已更换，谢谢您的提醒");
    await desk.page.keyboard.press("Control+Enter");
    await desk.page.getByText("结案：已完成").waitFor();
    await desk.shot("desk-closed");
    await phone.getByText("办得怎么样？").waitFor();
    expect(await status.innerText()).toContain("办结");
    await resident.shot("resident-track");
    await phone.getByText("5 星").check({ force: true });
    await phone.getByRole("button", { name: "提交评价" }).click();
    await phone.getByText("您的评价：5 星，满意").waitFor();
    await resident.shot("resident-rated");
    await desk.page.getByText(/5 星/).first().waitFor();

    expect(
      await Promise.all([desk, post, resident].map(({ page }) => wasNotReloaded(page))),
    ).toEqual([true, true, true]);
    expect([desk, post, worker, resident].flatMap(({ problems }) => problems)).toEqual([]);
    await Promise.all([desk, post, worker, resident].map((screen) => screen.close()));
  },
);
