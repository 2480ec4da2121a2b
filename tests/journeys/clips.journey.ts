import { dispatcherOf, dutyOfficerOf } from "@gezhi/simulator/people.ts";
import { drawFall } from "@gezhi/simulator/picture.ts";
import { fallingObject } from "@gezhi/simulator/scenes/falling-object.ts";
import { gatewayOf } from "@gezhi/simulator/transmitter.ts";
import { expect, inject, test } from "vitest";
import { Stage } from "@gezhi/simulator/scenes/scene.ts";
import { isLive, openAs, startBrowser } from "./people.ts";

const town = "500120104";

const browser = startBrowser();

test(
  "something falls from a house: the alarm pops up at the desk, its picture joins it there, the alarm's page shows whence it seems to come, a sealed one opens when another person has approved it, the evidence goes out as one file, and the month counts it",
  { timeout: 180_000 },
  async () => {
    const desk = await openAs(browser, dispatcherOf(town), "desk", "/desk");
    await isLive(desk.page);
    const said: string[] = [];
    const stage = new Stage(
      inject("gezhiUrl"),
      1,
      (line) => said.push(line),
      inject("gezhiBroker"),
    );

    await fallingObject.play(stage);

    expect(said.at(-1)).toContain("画面已到达");
    const popup = desk.page.getByRole("article", { name: /高空抛物/ });
    await popup.getByRole("img", { name: /的设备画面/ }).waitFor();
    await popup.getByText(/人员已遮挡/).waitFor();
    await desk.shot("clip-popup");

    await popup.getByRole("link", { name: "详情" }).click();
    await desk.page.getByRole("heading", { level: 1, name: /高空抛物/ }).waitFor();
    await desk.page.getByText("画面到达").waitFor();
    await desk.page
      .locator(".alarm-page")
      .getByText(/疑似来自 3栋 2单元 7 层/)
      .waitFor();
    await desk.shot("clip-alarm");
    const alarm = new URL(desk.page.url()).pathname;

    const sender = await stage.cast.get(dutyOfficerOf(town));
    const image = await drawFall([], "高空抛物，人员未遮挡");
    const about = { device: `VA04-${town}-01`, at: Date.now(), masked: false };
    await sender.sendClip(gatewayOf(town), about, image);
    await desk.page
      .locator(".alarm-page")
      .getByText(/人员未遮挡，不在此显示/)
      .waitFor();
    expect(desk.problems).toEqual([]);
    await desk.close();

    const officer = await openAs(browser, dutyOfficerOf(town), "desk", alarm);
    await officer.page.getByRole("button", { name: "申请查看未遮挡画面" }).click();
    await officer.page.getByLabel("事由").fill("核实抛物楼层，移交派出所");
    await officer.shot("clip-reason");
    await officer.page.getByRole("button", { name: "提交申请" }).click();
    await officer.page.getByText("已申请查看，等待他人批准。").waitFor();
    await officer.shot("clip-waiting");

    const commander = await openAs(browser, `${town}-commander`, "desk", "/approvals?list=decide");
    const asked = commander.page.getByRole("row", { name: /核实抛物楼层，移交派出所/ });
    await asked.getByText("未遮挡画面").waitFor();
    await commander.shot("clip-approval");
    await asked.getByRole("button", { name: /^批\s*准$/ }).click();
    await commander.page
      .getByRole("tooltip")
      .getByRole("button", { name: /^批\s*准$/ })
      .click();
    await asked.waitFor({ state: "hidden" });
    expect(commander.problems).toEqual([]);
    await commander.close();

    // The asker's page hears of it.
    await officer.page.getByRole("button", { name: "查看未遮挡画面" }).click();
    await officer.page
      .getByRole("img", { name: /的设备画面/ })
      .nth(1)
      .waitFor();
    await officer.page.getByText("查看未遮挡画面：核实抛物楼层，移交派出所").waitFor();
    await officer.shot("clip-opened");

    await officer.page.getByRole("button", { name: "导出证据包" }).click();
    const coming = officer.page.waitForEvent("download");
    await officer.page.getByRole("link", { name: "下载证据包" }).click();
    const pack = await coming;
    expect(pack.suggestedFilename()).toMatch(/^evidence-G500120-\d+\.zip$/);
    expect(await pack.failure()).toBeNull();
    await officer.page.getByText("导出证据包：核实抛物楼层，移交派出所").waitFor();
    await officer.shot("clip-pack");

    await officer.page.goto(`/falls?unit=${town}`);
    await officer.page.getByText("本月 1 起，目标 0 起").waitFor();
    await officer.page.getByRole("row", { name: /山王村第四网格\s*3栋/ }).waitFor();
    await officer.shot("falls");
    expect(officer.problems).toEqual([]);
    await officer.close();
  },
);
