import { beforeAll, expect, test } from "vitest";
import { openAs, openStage, startBrowser } from "./people.ts";

const town = "500103001";
const grid = "500103001015001";
const stage = openStage();

const browser = startBrowser();
let incident = "";
let number = "";
beforeAll(async () => {
  const place = await stage.staffedGrid(grid);
  const receipt = await stage.report(
    undefined,
    place,
    "040106",
    "沿街商铺占道堆放，盲道被堵",
    "占道",
  );
  incident = receipt.incident.id;
  number = receipt.incident.number;
});

test("the city asks for one matter, the district approves, the city reads it, and loses it when that is revoked", async () => {
  const city = await openAs(browser, "50-operator", "desk", "/approvals");
  const centre = await openAs(browser, "500103-centre-1", "desk", "/approvals");

  await city.page.getByLabel("事件编号").fill(number);
  await city.page.getByLabel("理由（记入审计）").fill("核对占道问题是否反复发生");
  await city.page.getByRole("button", { name: "提交申请" }).click();
  const asked = centre.page.getByRole("row", { name: new RegExp(number) });
  await asked.getByRole("button", { name: "批准", exact: true }).click();
  await centre.page.getByRole("tooltip").getByRole("button", { name: "批准" }).click();

  await city.page.getByRole("link", { name: number }).click();
  await city.page.getByText("经审批限时查看").waitFor();
  await city.page.getByText("沿街商铺占道堆放，盲道被堵").first().waitFor();
  await city.shot("approvals-city-reads");

  await centre.page.getByText("已决定", { exact: true }).click();
  await asked.getByRole("button", { name: "撤销" }).click();
  await centre.page.getByRole("tooltip").getByRole("button", { name: "确定" }).click();
  await asked.getByText("已撤销").waitFor();
  await city.page.reload();
  await city.page.getByText(/没有找到事件/).waitFor();
  expect(centre.problems).toEqual([]);
  await Promise.all([city.close(), centre.close()]);
});

test("a matter sent to a deputy comes back with an answer in its timeline", async () => {
  const desk = await openAs(
    browser,
    `${town}-dispatcher-1`,
    "desk",
    `/desk?incident=${incident}&act=sendToDeputy`,
  );
  await desk.page.getByRole("combobox", { name: "送给哪位代表" }).click();
  await desk.page.getByRole("option").first().waitFor({ state: "attached" });
  await desk.page.keyboard.press("Enter");
  await desk.page.getByLabel("给代表的话").fill("请您关注");
  await desk.page.getByRole("button", { name: "送人大代表" }).last().click();
  await desk.page.getByText("送人大代表：请您关注").waitFor();

  const deputy = await openAs(browser, `${town}-deputy-1`, "phone", "/deputy");
  await deputy.page.getByRole("button", { name: new RegExp(number) }).click();
  await deputy.page.getByLabel("不满意").check();
  await deputy.page.getByLabel("2 星").check();
  await deputy.page.getByLabel("意见").fill("希望明确整改时间");
  await deputy.page.getByRole("button", { name: "提交答复" }).click();
  await deputy.page.getByText(/已送达镇街指挥中心/).waitFor();
  await deputy.shot("deputy-answers");

  await desk.page.getByText("人大代表答复：不满意，2 星：希望明确整改时间").waitFor();
  expect([...desk.problems, ...deputy.problems]).toEqual([]);
  await Promise.all([desk.close(), deputy.close()]);
});
