import { expect, test } from "vitest";
import { isLive, markPage, openAs, openStage, wasNotReloaded, startBrowser } from "./people.ts";

const town = "500103003";
/** No other journey reports here. */
const villages = [`${town}017`, `${town}018`] as const;
const stage = openStage();

const browser = startBrowser();

/** A registered incident of the town that waits to be dispatched. */
async function registered(text: string): Promise<string> {
  const grid = await stage.staffedGrid(villages[0]);
  const { incident } = await stage.report(undefined, grid, "050103", text, "井盖松动");
  const now = await stage.see(`${town}-dispatcher-1`, incident.id);
  if (now.actions.some(({ act }) => act === "verify"))
    await stage.act(`${town}-dispatcher-1`, incident.id, { act: "verify", result: "confirmed" });
  return incident.id;
}

test("two dispatchers on one incident see each other, the second dispatch is refused and what was typed stays", async () => {
  const incident = await registered("人行道井盖松动，走上去会晃");
  const path = `/desk?incident=${incident}`;
  const [one, other] = await Promise.all([
    openAs(browser, `${town}-dispatcher-1`, "desk", path),
    openAs(browser, `${town}-dispatcher-2`, "desk", path),
  ]);
  await Promise.all([one, other].map(({ page }) => page.getByText("正在查看").waitFor()));
  const forms = [one, other].map(({ page }) => page.getByRole("form", { name: "派遣" }));
  await Promise.all([one, other].map(({ page }) => page.keyboard.press("d")));
  await forms[0]!.getByLabel("要求").fill("请先围挡");
  await other.page.getByText("正在填写").waitFor();
  await other.shot("two-dispatchers-typing");
  await forms[1]!.getByLabel("要求").fill("请今晚处置，注意夜间照明");

  await one.page.keyboard.press("Control+Enter");
  await one.page.getByText("派遣：已完成").waitFor();
  const [answer] = await Promise.all([
    other.page.waitForResponse((response) => response.url().endsWith("/acts")),
    other.page.keyboard.press("Control+Enter"),
  ]);
  expect(answer.status()).toBe(409);
  await forms[1]!.getByText("您填写期间，已有人派给解放碑街道城市管理岗").waitFor();
  await forms[1]!.getByText("您写的内容已保留，没有丢失。").waitFor();
  expect(await forms[1]!.getByLabel("要求").inputValue()).toBe("请今晚处置，注意夜间照明");
  await other.shot("two-dispatchers-conflict");

  await other.page.keyboard.press("Control+Enter");
  await other.page.getByText("派遣：已完成").waitFor();
  expect(one.problems).toEqual([]);
  await Promise.all([one.close(), other.close()]);
});

test("a desk that lost its connection says so and goes on where it stopped, without a reload", async () => {
  const desk = await openAs(browser, `${town}-dispatcher-3`, "desk", "/desk");
  await isLive(desk.page);
  await markPage(desk.page);
  await desk.page.context().setOffline(true);
  await desk.page.getByText("实时连接已断开").waitFor();
  await desk.shot("desk-lost");
  const grid = await stage.staffedGrid(villages[1]);
  const { incident } = await stage.report(undefined, grid, "050101", "雨水井盖不见了", "井盖缺失");
  await desk.page.context().setOffline(false);
  await desk.page.getByText(incident.number).first().waitFor();
  await desk.page.getByText("实时连接已断开").waitFor({ state: "detached" });
  await isLive(desk.page);
  expect(await wasNotReloaded(desk.page)).toBe(true);
  await desk.close();
});
