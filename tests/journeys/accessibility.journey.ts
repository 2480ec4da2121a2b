import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { alarmOf, deviceOf } from "@gezhi/simulator/scenes/sensing.ts";
import { publish } from "./devices.ts";
import { openScreen, type sizes } from "./browser.ts";
import { openAs, openStage, standingIn, startBrowser } from "./people.ts";

const town = "500103001";
const grid = "500103001017004";
const village = "500103001017";
const stage = openStage();
/** Where a device leaks current, away from the other visits. */
const sensed = "500108102";
const leaking = [120, ...Array<number>(8).fill(600)];

const browser = startBrowser();
let incident = "";
let track = "";
let device = "";
let alarm = "";
beforeAll(async () => {
  const place = await stage.staffedGrid(grid);
  const receipt = await stage.report(undefined, place, "040106", "占道堆放建材，行人绕行", "占道");
  const fire = await stage.report(
    undefined,
    place,
    undefined,
    "楼道里堆满纸箱，堵住消防通道",
    "楼道",
  );
  await stage.toPost(town, receipt.incident.id);
  await stage.toPost(town, fire.incident.id);
  incident = receipt.incident.id;
  const sensor = await deviceOf(stage, sensed, `SE01-${sensed}-01`);
  await publish(sensor, "residualCurrent", leaking);
  device = sensor.id;
  alarm = (await alarmOf(stage, sensed, sensor)).id;
  track = `/r/receipts/${receipt.number}#${receipt.token}`;
});

/** A colour on its way from one to another is judged when it has arrived. */
const settled = (page: Page) =>
  page.evaluate(`Promise.allSettled(
    document
      .getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
      .map(({ finished }) => finished),
  )`);

async function faultsOf(page: Page): Promise<string[]> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

type Visit = { as?: string; size: keyof typeof sizes; path: () => string; see: string | RegExp };
const visits: Record<string, Visit> = {
  desk: {
    as: `${town}-dispatcher-1`,
    size: "desk",
    path: () => `/desk?incident=${incident}`,
    see: "全过程",
  },
  "desk-wall": {
    as: `${town}-dispatcher-1`,
    size: "wall",
    path: () => `/desk?incident=${incident}`,
    see: "全过程",
  },
  incident: {
    as: `${town}-duty-officer-1`,
    size: "desk",
    path: () => `/incidents/${incident}`,
    see: "全过程",
  },
  map: {
    as: `${town}-dispatcher-1`,
    size: "desk",
    path: () => `/map?chosen=incident:${incident}&list=open&layers=incidents&layers=forces`,
    see: "最近可派",
  },
  "map-playback": {
    as: `${town}-dispatcher-1`,
    size: "desk",
    path: () =>
      `/map?list=open&layers=incidents&layers=heat&layers=people&at=${new Date(Date.now() - 600_000).toISOString()}`,
    see: "这是过去的情况，不是现在",
  },
  "map-buildings": {
    as: `${town}-dispatcher-1`,
    size: "desk",
    path: () => "/map?buildings=on&list=open",
    see: "近似图形：",
  },
  "map-drawing": {
    as: `${town}-dispatcher-1`,
    size: "desk",
    path: () => `/map?chosen=plot:new-${incident}&list=open&places=hydrant&places=pond`,
    see: /在地图上依次点出各角/,
  },
  "map-print": {
    as: `${town}-dispatcher-1`,
    size: "wall",
    path: () => `/map/print?places=hydrant`,
    see: "图例",
  },
  inbox: {
    as: `${town}-MS09-a`,
    size: "desk",
    path: () => "/inbox",
    see: /为什么派给我/,
  },
  "new-report": {
    as: `${town}-dispatcher-1`,
    size: "desk",
    path: () => "/reports/new",
    see: "登记来电或热线工单",
  },
  community: {
    as: `${village}-secretary`,
    size: "desk",
    path: () => "/community",
    see: /捍卫路社区/,
  },
  "district-home": { as: "500103-centre-1", size: "desk", path: () => "/district", see: /上报件/ },
  "district-list": {
    as: "500103-centre-1",
    size: "desk",
    path: () => "/district/incidents",
    see: "全区事件",
  },
  "admin-people": {
    as: "50-sysadmin",
    size: "desk",
    path: () => `/admin/people?unit=${town}`,
    see: "人员账号",
  },
  "admin-appointments": {
    as: "50-sysadmin",
    size: "desk",
    path: () => `/admin/appointments?unit=${town}`,
    see: "岗位与席位",
  },
  "admin-units": {
    as: "50-sysadmin",
    size: "desk",
    path: () => `/admin/units?unit=${town}`,
    see: /七星岗街道/,
  },
  "admin-limits": {
    as: "50-sysadmin",
    size: "desk",
    path: () => "/admin/configuration/limits",
    see: "环节时限",
  },
  "admin-calendar": {
    as: "50-sysadmin",
    size: "desk",
    path: () => "/admin/configuration/calendar",
    see: "每周工作时间",
  },
  wall: { as: `${town}-commander`, size: "wall", path: () => "/wall", see: "四板块负荷" },
  "wall-emergency": {
    as: `${town}-commander`,
    size: "wall",
    path: () => "/wall?mode=emergency",
    see: "值守力量",
  },
  "wall-city": { as: "50-operator", size: "wall", path: () => "/wall", see: "下级单位" },
  briefs: {
    as: `${town}-commander`,
    size: "desk",
    path: () => "/briefs",
    see: "五、四板块办理情况",
  },
  statistics: {
    as: `${town}-commander`,
    size: "desk",
    path: () => "/statistics?kpi=onTime",
    see: "按期办结数 ÷ 应办结数",
  },
  "admin-wall": {
    as: "50-sysadmin",
    size: "desk",
    path: () => "/admin/configuration/wall",
    see: "此刻指标",
  },
  city: { as: "50-operator", size: "desk", path: () => "/city", see: "重庆市事件汇总" },
  "city-asks": {
    as: "50-operator",
    size: "desk",
    path: () => "/approvals",
    see: "只能查看编号对应的这一件事",
  },
  approvals: {
    as: "500103-centre-1",
    size: "desk",
    path: () => "/approvals?list=granted",
    see: "正在生效的可以随时撤销。",
  },
  duty: {
    as: `${town}-commander`,
    size: "desk",
    path: () => "/duty",
    see: "值班长",
  },
  deputy: { as: `${town}-deputy-1`, size: "desk", path: () => "/deputy", see: /镇街送给您的事项/ },
  "deputy-phone": {
    as: `${town}-deputy-2`,
    size: "phone",
    path: () => "/deputy",
    see: /镇街送给您的事项/,
  },
  "audit-list": { as: "50-auditor", size: "desk", path: () => "/audit", see: /做了什么/ },
  outbox: { as: `${town}-dispatcher-1`, size: "desk", path: () => "/outbox", see: /模拟/ },
  "alarm-popup-open": {
    as: `${sensed}-dispatcher-1`,
    size: "desk",
    path: () => "/desk",
    see: /600 mA ≥ 500 mA/,
  },
  "alarm-list": { as: `${sensed}-dispatcher-1`, size: "desk", path: () => "/alarms", see: "规则" },
  "alarm-detail": {
    as: `${sensed}-dispatcher-1`,
    size: "desk",
    path: () => `/alarms/${alarm}`,
    see: "已告知",
  },
  "alarm-precision": {
    as: `${sensed}-duty-officer-1`,
    size: "desk",
    path: () => "/alarms/precision",
    see: /SE01/,
  },
  "outside-contacts": {
    as: `${sensed}-duty-officer-1`,
    size: "desk",
    path: () => "/alarms/contacts",
    see: "120 急救",
  },
  "device-list": {
    as: `${sensed}-duty-officer-1`,
    size: "desk",
    path: () => "/devices",
    see: "剩余电流探测器",
  },
  "device-detail": {
    as: `${sensed}-duty-officer-1`,
    size: "desk",
    path: () => `/devices/${device}`,
    see: "以表格查看",
  },
  "device-form": {
    as: `${sensed}-duty-officer-1`,
    size: "desk",
    path: () => `/devices/${device}/edit`,
    see: "本设备的阈值",
  },
  "place-list": {
    as: `${sensed}-duty-officer-1`,
    size: "desk",
    path: () => "/places",
    see: "加油加气站",
  },
  "place-form": {
    as: `${sensed}-duty-officer-1`,
    size: "desk",
    path: () => "/places/new",
    see: "所在网格由位置得出",
  },
  "admin-device-types": {
    as: "50-sysadmin",
    size: "desk",
    path: () => "/admin/configuration/deviceProfiles",
    see: "剩余电流探测器",
  },
  "admin-alarm-rules": {
    as: "50-sysadmin",
    size: "desk",
    path: () => "/admin/configuration/alarmRules?q=SE01",
    see: "剩余电流探测器",
  },
  "admin-case-forms": {
    as: "50-sysadmin",
    size: "desk",
    path: () => "/admin/configuration/caseForms?q=RS01",
    see: "转移安置台账",
  },
  "admin-scenarios": {
    as: "50-sysadmin",
    size: "desk",
    path: () => "/admin/scenarios",
    see: "电气火灾一件事",
  },
  "field-home-page": {
    as: `${grid}-worker`,
    size: "phone",
    path: () => "/field",
    see: "我的任务",
  },
  "field-report": { as: `${grid}-worker`, size: "phone", path: () => "/field/report", see: "说明" },
  "field-tasks": {
    as: `${grid}-worker`,
    size: "phone",
    path: () => "/field/tasks",
    see: "我的网格",
  },
  "field-act": {
    as: `${grid}-worker`,
    size: "phone",
    path: () => `/field/incidents/${incident}/note`,
    see: "记什么",
  },
  "field-settings": {
    as: `${grid}-worker`,
    size: "phone",
    path: () => "/field/notices?part=settings",
    see: "大字显示",
  },
  "care-list": { as: "500103001-MS02-a", size: "desk", path: () => "/care", see: "向阳巷" },
  "care-visits": {
    as: "500103001016001-worker",
    size: "phone",
    path: () => "/field/tasks?list=visits",
    see: "向阳巷",
  },
  "field-patrol": {
    as: `${grid}-worker`,
    size: "phone",
    path: () => "/field/tasks?list=patrol",
    see: "开始巡查",
  },
  "map-patrols": {
    as: `${town}-dispatcher-1`,
    size: "desk",
    path: () => "/map?patrols=on&list=open",
    see: "久无信号",
  },
  "door-list": {
    as: "500103001-duty-officer-1",
    size: "desk",
    path: () => "/doors",
    see: "和平花园",
  },
  "resident-visitors": { size: "phone", path: () => "/r/visitors", see: "先验证手机号" },
  "resident-start": { size: "phone", path: () => "/r", see: "随手拍" },
  "resident-form": { size: "phone", path: () => "/r/report", see: "说明" },
  "resident-progress": { size: "phone", path: () => track, see: "办理经过" },
};

test("the sign-in page has no serious accessibility fault", async () => {
  const screen = await openScreen(browser, "desk", "/");
  await screen.page.getByText("选一个岗位，一键进入。").waitFor();
  await screen.shot("sign-in");
  expect(await faultsOf(screen.page)).toEqual([]);
  await screen.close();
});

test.each(Object.entries(visits))(
  "%s has no serious accessibility fault and no error in the console",
  async (name, { as, size, path, see }) => {
    const place = await standingIn(grid);
    const screen = as
      ? await openAs(browser, as, size, path(), place)
      : await openScreen(browser, size, path(), place);
    await screen.page.getByText(see).filter({ visible: true }).first().waitFor();
    await expect
      .poll(() => screen.page.evaluate("document.fonts.status"), { timeout: 20_000 })
      .toBe("loaded");
    await screen.shot(name);
    expect(await faultsOf(screen.page)).toEqual([]);
    expect(screen.problems).toEqual([]);
    await screen.close();
  },
);
