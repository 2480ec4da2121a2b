import { AlarmPage } from "@gezhi/contract/alarms.ts";
import { DeviceImportResult } from "@gezhi/contract/devices.ts";
import { dispatcherOf, dutyOfficerOf } from "@gezhi/simulator/people.ts";
import { deviceOf } from "@gezhi/simulator/scenes/sensing.ts";
import { expect, test } from "vitest";
import { publish } from "./devices.ts";
import { isLive, openAs, openStage, startBrowser } from "./people.ts";

const town = "500120104";
const district = "500120";
const stage = openStage();
const reading = "剩余电流 1,250 mA ≥ 1,000 mA";

const browser = startBrowser();

test(
  "leakage measured by a device pops up at the desk and the district centre, is accepted with one key, and reaches the phone of the fire post",
  { timeout: 240_000 },
  async () => {
    const [desk, centre, phone] = await Promise.all([
      openAs(browser, `${town}-dispatcher-1`, "desk", "/desk"),
      openAs(browser, `${district}-centre-1`, "desk", "/district"),
      openAs(browser, `${town}-PA05-a`, "phone", "/field"),
    ]);
    await Promise.all([desk, centre].map(({ page }) => isLive(page)));
    await phone.page.getByRole("button", { name: /^我的任务/ }).waitFor();
    // A muted desk says so until somebody switches the sound on.
    await desk.page.getByText("声音已关闭，告警来时不会响。").waitFor();
    await desk.page.getByRole("button", { name: "打开声音" }).click();
    await desk.page.getByText("声音已关闭，告警来时不会响。").waitFor({ state: "hidden" });
    await desk.page.evaluate(`
      globalThis.tones = 0;
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...given) {
        globalThis.tones += 1;
        return start.apply(this, given);
      };
    `);

    const device = await deviceOf(stage, town, `SE01-${town}-01`);
    await publish(device, "residualCurrent", [120, ...Array<number>(8).fill(1250)]);

    const popups = [desk, centre].map(({ page }) =>
      page.getByRole("article", { name: /剩余电流探测器/ }),
    );
    for (const popup of popups) {
      await popup.getByText(reading, { exact: true }).waitFor();
      await popup.getByText(/^养老服务中心配电间/).waitFor();
      await popup.getByText(/^已告知/).waitFor();
      await popup.getByText(/外部：供电单位/).waitFor();
    }
    await expect.poll(() => desk.page.evaluate("globalThis.tones > 0")).toBe(true);
    await desk.shot("alarm-popup");
    await centre.shot("alarm-popup-district");

    // One key, also while somebody types; it ends the pop-up on both screens.
    await desk.page.getByRole("searchbox", { name: "搜索" }).fill("养老");
    await desk.page.keyboard.press("F8");
    for (const popup of popups) await popup.waitFor({ state: "hidden" });

    const dispatcher = await stage.cast.get(dispatcherOf(town));
    const path = `/api/alarms?list=open&device=${device.id}`;
    const [alarm] = (await dispatcher.request(AlarmPage, "GET", path)).items;
    expect(alarm?.status).toBe("acknowledged");
    const incident = alarm?.incident?.id ?? "";
    const { workOrders } = await stage.see(`${town}-dispatcher-1`, incident);
    expect(workOrders.map(({ handler }) => handler)).toContain(`${town}/PA05`);

    const order = phone.page.getByRole("alertdialog");
    await order.getByText(/漏电/).waitFor();
    await phone.shot("alarm-red-order");
    await order.getByRole("button", { name: "我已出发" }).click();
    await order.waitFor({ state: "hidden" });
    await expect
      .poll(async () => (await stage.see(`${town}-dispatcher-1`, incident)).status, {
        timeout: 30_000,
      })
      .toBe("accepted");

    // The alarm leads to its incident, and the incident back.
    await desk.page.goto("/alarms");
    await desk.page.getByRole("link", { name: "剩余电流探测器" }).first().click();
    await desk.page.getByRole("heading", { name: "经过" }).waitFor();
    await desk.shot("alarm-page");
    await desk.page.getByRole("link", { name: /^打开事件/ }).click();
    await desk.page.getByRole("heading", { name: "设备告警" }).waitFor();
    await desk.page.getByRole("link", { name: "剩余电流探测器" }).click();
    await desk.page.getByRole("link", { name: /SE01-500120104-01/ }).click();
    await desk.page.getByRole("img", { name: /的剩余电流，24 小时/ }).waitFor();
    await desk.shot("device-page");

    expect([desk, centre, phone].flatMap(({ problems }) => problems)).toEqual([]);
    await Promise.all([desk, centre, phone].map((screen) => screen.close()));
  },
);

test("a pop-up folds to one line over the list, unfolds when its alarm turns graver, and is called false with a reason", async () => {
  const desk = await openAs(browser, `${town}-dispatcher-1`, "desk", "/alarms");
  await isLive(desk.page);
  const device = await deviceOf(stage, town, `SE01-${town}-02`);
  await publish(device, "residualCurrent", [120, ...Array<number>(8).fill(600)]);
  const popup = desk.page.getByRole("article", { name: /老旧小区 3 号楼配电箱/ });
  await popup.getByText(/^已告知/).waitFor();
  await popup.getByRole("button", { name: "收起" }).click();
  await popup.getByText(/^已告知/).waitFor({ state: "hidden" });
  await desk.shot("alarm-popup-folded");
  // One line: its buttons stand beside what it says.
  const accept = await popup.getByRole("button", { name: /^接警/ }).boundingBox();
  expect((await popup.boundingBox())!.height).toBeLessThan(2 * accept!.height);
  await publish(device, "residualCurrent", Array<number>(8).fill(1250));
  await popup.getByText("剩余电流 1,250 mA ≥ 1,000 mA", { exact: true }).waitFor();
  await popup.getByText(/^已告知/).waitFor();
  await desk.page.keyboard.press("F9");
  await popup.getByRole("button", { name: "传感器故障" }).click();
  await popup.getByRole("button", { name: "判为误报" }).click();
  await popup.waitFor({ state: "hidden" });
  await desk.page.goto("/alarms?list=all&status=false");
  await desk.page.getByRole("cell", { name: /老旧小区 3 号楼配电箱/ }).waitFor();
  expect(desk.problems).toEqual([]);
  await desk.close();
});

/** Level gauges behind one gateway, registered from a file as a town does it. */
async function floodGauges(many: number) {
  const duty = await stage.cast.get(dutyOfficerOf(town));
  const [grid] = await stage.places.grids(town);
  const codes = Array.from({ length: many }, (_, index) => `FLOOD-${index + 1}`);
  const lines = codes.map((code) =>
    [
      code,
      "积水水位计",
      "SE12",
      grid!.code,
      grid!.lon,
      grid!.lat,
      "沿江低洼处",
      `GW01-${town}-01`,
    ].join(","),
  );
  const heading = "编码,名称,类型,单位,经度,纬度,保护对象,网关";
  const form = new FormData();
  form.set("file", new Blob([[heading, ...lines].join("\n")], { type: "text/csv" }), "flood.csv");
  await duty.request(DeviceImportResult, "POST", "/api/devices/import?dryRun=false", form);
  return Promise.all(codes.map((code) => deviceOf(stage, town, code)));
}

test(
  "a storm is one pop-up that one key accepts whole, and all its alarms are called false with one reason",
  { timeout: 240_000 },
  async () => {
    const gauges = await floodGauges(4);
    const desk = await openAs(browser, `${town}-dispatcher-1`, "desk", "/desk");
    await isLive(desk.page);
    const dispatcher = await stage.cast.get(dispatcherOf(town));
    const open = async () =>
      (
        await dispatcher.request(AlarmPage, "GET", `/api/alarms?list=open&unit=${town}&rule=SE12`)
      ).items.map(({ status }) => status);
    // Ingest hears of a new device within moments; what it said before that is not kept.
    for (const [index, gauge] of gauges.entries())
      await expect
        .poll(
          async () => {
            await publish(gauge, "waterlogging", Array<number>(64).fill(30));
            return (await open()).length;
          },
          { timeout: 60_000, interval: 500 },
        )
        .toBe(index + 1);

    const popup = desk.page.getByRole("article", { name: /低洼积水水位计 沿江低洼处/ });
    await popup.getByText("共 4 个告警").waitFor();
    await popup.getByRole("button", { name: /^全部接警/ }).waitFor();
    await desk.shot("alarm-storm");
    await desk.page.keyboard.press("F8");
    await popup.waitFor({ state: "hidden" });

    expect(await open()).toEqual(Array<string>(4).fill("acknowledged"));

    await desk.page.goto("/alarms?rule=SE12");
    await desk.page.getByRole("link", { name: "低洼积水水位计" }).first().click();
    await desk.page.getByRole("link", { name: /^打开事件/ }).click();
    await desk.page.getByText("建议启动预案 PL01 强降雨与内涝防汛预案").first().waitFor();
    await desk.shot("alarm-plan");

    await desk.page.goto("/alarms?rule=SE12");
    await desk.page.getByRole("link", { name: "低洼积水水位计" }).first().click();
    await desk.page.getByRole("button", { name: "全部判为误报" }).click();
    await desk.page.getByRole("button", { name: "检修或测试" }).click();
    await desk.shot("alarm-storm-false");
    await desk.page
      .getByRole("form", { name: "全部判为误报" })
      .getByRole("button", { name: "全部判为误报" })
      .click();
    await expect.poll(open).toEqual([]);
    expect(desk.problems).toEqual([]);
    await desk.close();
  },
);
