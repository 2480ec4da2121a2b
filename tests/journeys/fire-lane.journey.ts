import { AlarmPage } from "@gezhi/contract/alarms.ts";
import { deviceOf } from "@gezhi/simulator/scenes/sensing.ts";
import { expect, test } from "vitest";
import { publish } from "./devices.ts";
import { openAs, openStage, startBrowser } from "./people.ts";

const town = "500103012";
const post = `${town}-PA05-a`;
const stage = openStage();

const browser = startBrowser();

test(
  "a car in a fire lane: the post notes it, calls its owner without a number, orders a tow, and the camera says when it left",
  { timeout: 240_000 },
  async () => {
    const device = await deviceOf(stage, town, `VA05-${town}-01`);
    await publish(
      device,
      "fireLaneBlocked",
      Array.from({ length: 250 }, (_, second) => second),
    );
    const officer = await stage.cast.get(`${town}-dispatcher-1`);
    const alarmed = async () => {
      const path = `/api/alarms?list=open&device=${device.id}`;
      return (await officer.request(AlarmPage, "GET", path)).items[0];
    };
    await expect
      .poll(async () => (await alarmed())?.incident?.id, { timeout: 30_000 })
      .toBeTruthy();
    const incident = (await alarmed())!.incident!.id;
    await stage.toPost(town, incident);

    const desk = await openAs(browser, post, "desk", `/incidents/${incident}`);
    const { page } = desk;
    await page.getByRole("heading", { name: "占道车辆" }).waitFor();
    await page.getByRole("textbox", { name: "车牌" }).fill("12345");
    await page.getByRole("button", { name: "登记车辆" }).click();
    await page
      .getByText(/车牌号形如/)
      .first()
      .waitFor();
    await page.getByRole("textbox", { name: "车牌" }).fill("渝A·00045");
    await page.getByRole("button", { name: "登记车辆" }).click();
    const car = page.getByRole("article", { name: "车辆 渝A***45" });
    await car.getByText("仍在通道").waitFor();
    // The tow comes after the owner was called.
    expect(await car.getByRole("button", { name: /^派清障/ }).count()).toBe(0);
    await car.getByRole("button", { name: /^联系车主/ }).click();
    await car.getByText("模拟").waitFor();
    await car.getByRole("button", { name: /^派清障/ }).click();
    await page
      .getByRole("tooltip")
      .getByRole("button", { name: /确\s?定/ })
      .click();
    await car.getByText(/已通知演示清障救援/).waitFor();
    await desk.shot("fire-lane-incident");

    await car.getByRole("button", { name: "查看完整车牌" }).click();
    await page.getByRole("textbox", { name: "事由" }).fill("现场核对");
    // While it still opens, what is pressed is elsewhere when it is let go.
    const dialog = page.getByRole("dialog");
    await expect.poll(() => dialog.getAttribute("class")).not.toMatch(/zoom/);
    await dialog.getByRole("button", { name: /查\s?看/ }).click();
    await car.getByText("渝A00045").waitFor();

    await publish(device, "fireLaneBlocked", [0]);
    await car.getByText(/已驶离（摄像机）/).waitFor();
    await page
      .getByText(/车辆已驶离，消防通道恢复畅通/)
      .first()
      .waitFor();

    await page.getByRole("link", { name: "查看屡次占道的车辆和通道" }).click();
    await page.getByRole("heading", { name: "消防通道违停" }).waitFor();
    await page.getByText("现在占道 0 辆").waitFor();
    await page.getByRole("cell", { name: "1", exact: true }).first().waitFor();
    await desk.shot("fire-lanes");
    expect(desk.problems.filter((problem) => !/400/.test(problem))).toEqual([]);
    await desk.close();
  },
);
