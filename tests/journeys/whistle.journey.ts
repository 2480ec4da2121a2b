import { expect, test } from "vitest";
import { isLive, openAs, openStage, startBrowser } from "./people.ts";

const town = "500103004";
const department = "500103-D32";
const stage = openStage();

const browser = startBrowser();

test("a grid worker whistles by phone, the department checks in at its desk, and the town sees how it answers", async () => {
  const grid = await stage.staffedGrid(town);
  const { incident } = await stage.report(
    undefined,
    grid,
    "050303",
    "水管爆裂，路面积水",
    "管网破损",
  );
  await stage.toPost(town, incident.id);
  const [phone, desk] = await Promise.all([
    openAs(browser, `${grid.code}-worker`, "phone", `/field/incidents/${incident.id}`),
    openAs(browser, `${town}-duty-officer-1`, "desk", `/incidents/${incident.id}`),
  ]);
  await isLive(desk.page);
  await phone.page.getByRole("button", { name: "其他操作" }).click();
  await phone.page.getByRole("button", { name: "吹哨", exact: true }).click();
  await phone.page.getByLabel("应急哨：30 分钟内到场").check();
  await phone.page.getByRole("combobox", { name: "请谁报到" }).click();
  await phone.page.getByRole("combobox", { name: "请谁报到" }).fill("城市管理");
  await phone.page.locator(".ant-select-item-option-content").first().click();
  await phone.page.keyboard.press("Escape");
  await phone.page.getByLabel("需要做什么").fill("请关阀抢修并疏导交通");
  await phone.shot("whistle-phone");
  await phone.page.locator("button[type=submit]").click();
  await phone.page.getByRole("heading", { name: "吹哨报到" }).waitFor();

  await desk.page.getByText("应急哨", { exact: true }).first().waitFor();
  const called = await openAs(browser, department, "desk", `/incidents/${incident.id}`);
  await called.page.getByRole("button", { name: "报到", exact: true }).click();
  await called.page.getByRole("form", { name: "报到" }).waitFor();
  await called.shot("whistle-check-in");
  await called.page.keyboard.press("Control+Enter");
  await called.page.getByText("报到：已完成").waitFor();

  await phone.page.getByText("已报到").first().waitFor();
  await phone.shot("whistle-phone-answered");
  await desk.page.getByText("到场报到").first().waitFor();
  await desk.shot("whistle-desk");
  await desk.page.goto("/whistles?period=today");
  await desk.page.getByRole("table", { name: "被吹哨单位" }).getByText("100%").first().waitFor();
  await desk.shot("whistle-figures");
  expect([phone, desk, called].flatMap(({ problems }) => problems)).toEqual([]);
  await Promise.all([phone.close(), desk.close(), called.close()]);
});
