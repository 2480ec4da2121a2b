import { dispatcherOf } from "@gezhi/simulator/people.ts";
import { fallingObject } from "@gezhi/simulator/scenes/falling-object.ts";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { Stage } from "@gezhi/simulator/scenes/scene.ts";
import { launch } from "./browser.ts";
import { isLive, openAs } from "./people.ts";

const town = "500120104";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

test(
  "something falls from a house: the alarm pops up at the desk, its picture joins it there, and the alarm's page shows it",
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
    await desk.shot("clip-alarm");
    expect(desk.problems).toEqual([]);
    await desk.close();
  },
);
