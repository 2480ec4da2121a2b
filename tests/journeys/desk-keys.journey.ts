import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser.ts";
import { openAs, openStage } from "./people.ts";

const town = "500103003";
const stage = openStage();

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function registered(text: string): Promise<string> {
  const grid = await stage.staffedGrid(town);
  const { incident } = await stage.report(undefined, grid, "050103", text, "井盖松动");
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

  await page.goto("/desk");
  await page.locator(".queue-list [data-id]").first().waitFor();
  await page.keyboard.press("x");
  await page.getByText(/已选 1/).waitFor();
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
