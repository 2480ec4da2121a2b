import { expect, test } from "vitest";
import { openAs, startBrowser } from "./people.ts";

const browser = startBrowser();

test("a category's limit changes as a new version that history and audit show", async () => {
  const admin = await openAs(
    browser,
    "50-sysadmin",
    "desk",
    "/admin/configuration/catalogue?q=050103",
  );
  const { page } = admin;
  await page.getByRole("heading", { name: "事件目录", level: 1 }).waitFor();
  await page.getByRole("button", { name: "修改", exact: true }).click();
  await page.getByRole("button", { name: /^修改 050103/ }).click();
  const row = page.getByRole("form", { name: /^修改 050103/ });
  const hours = row.getByLabel("处置（时）");
  const before = Number(await hours.inputValue());
  await hours.fill(String(before + 4));
  await admin.shot("administration-row");
  await row.getByRole("button", { name: "完成" }).click();
  await page.getByText("1 处改动").waitFor();
  await page.getByRole("button", { name: "发布…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("事由").fill("按年度评估放宽井盖修复时限");
  await admin.shot("administration-publish");
  await dialog.getByRole("button", { name: "发布新版本" }).click();
  const published = await page.getByText(/第 \d+ 版已发布/).innerText();
  await page.getByText("按年度评估放宽井盖修复时限").first().waitFor();
  await admin.shot("administration-catalogue");
  const version = /第 (\d+) 版/.exec(published)?.[1];
  await page.getByRole("button", { name: "历次版本" }).click();
  await page.getByText(`第 ${version} 版`).first().waitFor();
  await admin.shot("administration-versions");

  await page.goto("/audit");
  const entry = page.getByRole("row", { name: /发布配置/ }).first();
  await entry.getByText("按年度评估放宽井盖修复时限").waitFor();
  await admin.shot("audit");
  expect(Number(version)).toBeGreaterThan(1);
  expect(admin.problems).toEqual([]);
  await admin.close();
});

test("the units of the whole city can be walked down to a grid", async () => {
  const admin = await openAs(browser, "50-sysadmin", "desk", "/admin/units?unit=500103001017");
  const { page } = admin;
  await page
    .getByRole("heading", { name: /捍卫路社区/ })
    .first()
    .waitFor();
  const tree = page.getByRole("tree", { name: "区划树" });
  await tree.getByRole("treeitem", { name: /捍卫路社区/ }).press("ArrowRight");
  await tree.getByRole("treeitem", { name: /500103001017001/ }).click();
  await page.getByText("边界近似").first().waitFor();
  await admin.shot("administration-units");
  expect(await tree.getByRole("treeitem", { selected: true }).innerText()).toContain("第一网格");
  expect(admin.problems).toEqual([]);
  await admin.close();
});
