import { expect, test } from "vitest";
import { isLive, openAs, openStage, startBrowser } from "./people.ts";

const town = "500103004";
const neighbour = "500103005";
const duty = `${town}-duty-officer-1`;
const stage = openStage();

const browser = startBrowser();

/** Each matter has a community of its own, so that none becomes a report of another. */
const villages = [`${town}003`, `${town}010`];

async function atItsPost(text: string): Promise<string> {
  const grid = await stage.staffedGrid(villages.shift() ?? town);
  const { incident } = await stage.report(undefined, grid, "050303", text, "管网破损");
  await stage.toPost(town, incident.id);
  return incident.id;
}

test("what a town cannot solve reaches the district with what was tried and comes back with an answer", async () => {
  const incident = await atItsPost("雨污管网破裂，污水外溢，涉及两条市政主管");
  const [desk, centre] = await Promise.all([
    openAs(browser, duty, "desk", `/desk?incident=${incident}&act=escalate`),
    openAs(browser, "500103-centre-1", "desk", "/district"),
  ]);
  await Promise.all([desk, centre].map(({ page }) => isLive(page)));
  const escalate = desk.page.getByRole("form", { name: "上报升级" });
  await escalate
    .getByLabel("本级已做过什么")
    .fill("已封堵井口并设围挡\n已联系管线权属单位，未能到场");
  await escalate.getByLabel("理由").fill("主管属市政，需区级部门协调开挖");
  await desk.page.keyboard.press("Control+Enter");
  await desk.page.getByText("上报升级：已完成").waitFor();

  const { number } = await stage.see(duty, incident);
  const row = centre.page.locator(".escalation").filter({ hasText: number });
  await row.click();
  const brief = centre.page.getByRole("region", { name: "上报说明" });
  await brief.getByText("已联系管线权属单位，未能到场").waitFor();
  await centre.page.getByRole("button", { name: "受理上报" }).waitFor();
  await centre.shot("district");
  await centre.page.getByRole("button", { name: "受理上报" }).click();
  const decide = centre.page.getByRole("form", { name: "受理上报" });
  await decide.getByLabel("同意", { exact: true }).check();
  await decide.getByLabel("批语").fill("同意，由区里协调");
  await centre.page.keyboard.press("Control+Enter");
  await centre.page.getByText("受理上报：已完成").waitFor();
  await centre.page.getByRole("button", { name: "答复下达" }).click();
  await centre.page
    .getByRole("form", { name: "答复下达" })
    .getByLabel("答复")
    .fill("区住建委今晚开挖，请街道配合交通疏导");
  await centre.page.keyboard.press("Control+Enter");
  await centre.page.getByText("答复下达：已完成").waitFor();

  await desk.page.getByText("区住建委今晚开挖，请街道配合交通疏导").first().waitFor();
  await desk.shot("district-answered");
  expect([desk, centre].flatMap(({ problems }) => problems)).toEqual([]);
  await Promise.all([desk.close(), centre.close()]);
});

test("a town asked to help sees the incident without persons and original words, others see nothing", async () => {
  const text = "排水沟堵塞，水漫到隔壁街道，联系张女士";
  const incident = await atItsPost(text);
  await stage.act(duty, incident, {
    act: "requestCrossTown",
    to: [neighbour],
    need: "请协助在下游一侧抽排",
  });
  const [asked, stranger] = await Promise.all([
    openAs(browser, `${neighbour}-duty-officer-1`, "desk", `/incidents/${incident}`),
    openAs(browser, "500103007-dispatcher-1", "desk", `/incidents/${incident}`),
  ]);
  await asked.page.getByText("部分内容已按权限遮蔽").first().waitFor();
  await stranger.page.getByText("可能已移走，或不在您的范围内。").waitFor();
  await asked.shot("incident-masked");
  await stranger.shot("incident-not-mine");
  expect(await asked.page.locator("body").innerText()).not.toContain("张女士");
  await Promise.all([asked.close(), stranger.close()]);
});
