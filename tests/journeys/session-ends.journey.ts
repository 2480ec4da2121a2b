import { expect, test } from "vitest";
import { openAs, startBrowser } from "./people.ts";

const browser = startBrowser();

test("whose session ends while a list is asked for is told so, and goes on where it was", async () => {
  const { page, close } = await openAs(browser, "500103007-dispatcher-1", "desk", "/desk");
  await page.getByText("待办", { exact: true }).waitFor();
  await page.context().clearCookies();

  await page.getByText("全部", { exact: true }).first().click();
  await page.getByText("登录已失效，请重新登录。没有提交的内容已保存在本机。").waitFor();
  await page.getByLabel("用户名").fill("500103007-dispatcher-1");
  await page.getByLabel("密码", { exact: true }).fill("Gezhi-demo-1410");
  await page.keyboard.press("Enter");

  await page.getByRole("button", { name: "登记来电" }).waitFor();
  expect(new URL(page.url()).searchParams.get("list")).toBe("all");
  await close();
});

test("who signs out is not told that the session ended", async () => {
  const { page, close } = await openAs(browser, "500103007-dispatcher-1", "desk", "/desk");
  await page.getByRole("button", { name: "账号菜单" }).click();
  await page.getByRole("menuitem", { name: "退出登录" }).click();
  await page.getByLabel("用户名").waitFor();
  expect(await page.getByText("登录已失效").count()).toBe(0);
  await close();
});
