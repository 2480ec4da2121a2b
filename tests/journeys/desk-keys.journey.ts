import { expect, test } from "vitest";
import { openAs, openStage, startBrowser } from "./people.ts";

const town = "500103003";
const stage = openStage();

const browser = startBrowser();

/** Each matter has a community of its own, so that none becomes a report of another. */
const villages = ["013", "016", "019", "020", "018"].map((village) => `${town}${village}`);

async function registered(text: string, category = "050103"): Promise<string> {
  const grid = await stage.staffedGrid(villages.shift() ?? town);
  const { incident } = await stage.report(undefined, grid, category, text, "现场");
  const now = await stage.see(`${town}-dispatcher-1`, incident.id);
  if (now.actions.some(({ act }) => act === "verify"))
    await stage.act(`${town}-dispatcher-1`, incident.id, { act: "verify", result: "confirmed" });
  return incident.id;
}

test("a letter acts on the incident that is open, though the list shows others, and a row is chosen by keys alone", async () => {
  const incident = await registered("巷口井盖松动，走上去会晃");
  const { page, problems, shot, close } = await openAs(
    browser,
    `${town}-dispatcher-1`,
    "desk",
    `/desk?urgency=red&incident=${incident}`,
  );
  await page.getByRole("button", { name: /^派遣/ }).waitFor();

  await page.keyboard.press("d");
  await page.getByRole("form", { name: "派遣" }).waitFor();

  expect(new URL(page.url()).searchParams.get("incident")).toBe(incident);
  await shot("desk-keys-dispatch");

  await registered("巷尾井盖缺了一角");
  await page.goto("/desk");
  await page.locator(".queue-list [data-id]").nth(1).waitFor();
  await page.keyboard.press("x");
  await page.getByText(/已选 1/).waitFor();
  const all = page.getByRole("button", { name: /^选中列出的 \d+ 件$/ });
  const listed = /\d+/.exec(await all.innerText())?.[0];
  await all.click();
  await page.getByText(`已选 ${listed} 件`).waitFor();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "按键" });
  await help.waitFor();
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  await page.keyboard.press("Enter");
  await page.locator(".queue-row-open").waitFor();
  expect(problems).toEqual([]);
  await close();
});

test("Enter in a field confirms what stands there and sends nothing that is not finished", async () => {
  const incident = await registered("人行道井盖塌了半边");
  const user = `${town}-duty-officer-1`;
  const { page, problems, close } = await openAs(
    browser,
    user,
    "desk",
    `/incidents/${incident}?act=pin`,
  );
  const form = page.getByRole("form", { name: "置顶" });
  await form.getByLabel("置顶到").fill("2099-11-28 09:00");
  await page.keyboard.press("Enter");
  await form.getByText("留空则取消置顶").waitFor();

  await page.keyboard.press("Control+Enter");

  // Thirty days are the most, which the server says: only now was anything sent.
  await form.getByText("您写的内容已保留，没有丢失。").waitFor();
  expect((await stage.see(user, incident)).pinned).toBe(false);
  expect(problems.filter((line) => !/ 40[09] /.test(line))).toEqual([]);
  await close();
});

test("the board shows what is open by its next step, and a card opens at the desk", async () => {
  const incident = await registered("电线杆上贴满了小广告", "020101");
  const { page, problems, shot, close } = await openAs(
    browser,
    `${town}-dispatcher-1`,
    "desk",
    "/desk",
  );
  await page.getByRole("button", { name: "按环节分栏看" }).click();
  const lane = page.getByRole("region", { name: /待派遣/ });
  await lane.locator(".lane-card").first().waitFor();
  await shot("desk-board");
  const { number } = await stage.see(`${town}-dispatcher-1`, incident);
  await page.getByLabel("搜索", { exact: true }).fill(number);
  await page.waitForURL(/q=/);
  await expect.poll(() => page.locator(".lane-card").count(), { timeout: 20_000 }).toBe(1);
  await lane.locator(".lane-card").click();
  await page.waitForURL(new RegExp(`incident=${incident}`));
  await page.getByRole("button", { name: /^派遣/ }).waitFor();
  await page.goBack();
  await lane.locator(".lane-card").waitFor();
  expect(problems).toEqual([]);
  await close();
});

test("a post accepts with the letter that its button shows", async () => {
  const incident = await registered("路口井盖响，车一过就晃");
  await stage.act(`${town}-dispatcher-1`, incident, { act: "dispatch", lead: `${town}/MS09` });
  const { page, problems, close } = await openAs(
    browser,
    `${town}-MS09-a`,
    "desk",
    `/inbox?incident=${incident}`,
  );
  await page.locator(".queue-row-open").waitFor();
  await page.getByRole("button", { name: /^签收/ }).first().waitFor();

  await page.keyboard.press("a");

  await page.getByText("签收：已完成").waitFor();
  expect(problems).toEqual([]);
  await close();
});
