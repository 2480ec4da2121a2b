import {
  HotSpotPage,
  IssueClassDetail,
  PastCaseImportResult,
  type HotSpot,
  type IssueClassAct,
} from "@gezhi/contract/hot-spots.ts";
import type { Position } from "@gezhi/contract/units.ts";
import type { z } from "zod";
import { dutyOfficerOf, holderOf } from "../people.ts";
import { Places } from "../world.ts";
import { wait } from "./sensing.ts";
import type { Scene, Stage } from "./scene.ts";

const category = "050102";
const streets = ["昌龙大道", "滨河路", "桂园路"] as const;
/** Month of the five before this one, and day: four of each street, three of them within 30 days. */
const days: readonly (readonly [month: number, day: number])[][] = [
  [
    [0, 3],
    [0, 18],
    [0, 29],
    [1, 20],
  ],
  [
    [2, 2],
    [2, 14],
    [2, 27],
    [3, 16],
  ],
  [
    [3, 25],
    [4, 6],
    [4, 15],
    [4, 27],
  ],
];
const months = 5;
const patienceMs = 60_000;
const apartM = 700;

/** G9, R65: what a ledger of five months says of broken resin covers becomes cards, one class and a batch replacement. */
export const manholes: Scene = {
  name: "manholes",
  title: "井盖破损：历史台账生成热点卡片，转为一类事，批量更换（昌州街道）",
  play: (stage) => playManholes(stage, "500153002", Date.now()),
};

/** Dates of the past come in as what they are: an import of history by the duty officer, not reports with a turned-back clock. */
export async function bringInLedger(stage: Stage, town: string, now: number): Promise<number> {
  const officer = dutyOfficerOf(town);
  const lead = await stage.cast.get(officer);
  const form = new FormData();
  form.set("file", new Blob([await manholeLedger(stage, town, now)]), "井盖台账.csv");
  const path = "/api/past-cases/import?dryRun=false";
  const taken = await lead.request(PastCaseImportResult, "POST", path, form);
  const [problem] = taken.problems;
  if (problem) throw new Error(`line ${problem.line}: ${problem.column} ${problem.message}`);
  stage.say(`${officer} 导入历史台账：新增 ${taken.created} 条，已有 ${taken.unchanged} 条`);
  return taken.created;
}

export async function playManholes(stage: Stage, town: string, now: number): Promise<void> {
  if ((await bringInLedger(stage, town, now)) === 0) return;
  const officer = dutyOfficerOf(town);
  const lead = await stage.cast.get(officer);
  const cards = await cardsOf(stage, town, streets);
  for (const { number, street, members, because } of cards)
    stage.say(`自动生成热点卡片 ${number}：${street} ${members} 件（${because}）`);
  const owner = `${town}/MS09`;
  let made = await lead.request(IssueClassDetail, "POST", "/api/issue-classes", {
    name: "树脂井盖破损",
    hypothesis: "三条道路的树脂井盖承载不足，重车碾压后开裂",
    unit: town,
    category,
    owner,
    hotSpots: cards.map(({ id }) => id),
  });
  stage.say(`${officer} 建立一类事 ${made.number}，由${made.owner.name}负责`);

  const holder = holderOf(owner);
  const act = async (as: string, body: Act): Promise<void> => {
    const client = await stage.cast.get(as);
    const whole = { ...body, version: made.version };
    made = await client.request(
      IssueClassDetail,
      "POST",
      `/api/issue-classes/${made.id}/acts`,
      whole,
    );
    stage.say(`${as} ${body.act}：${"text" in body ? body.text : made.status}`);
  };
  const change = (text: string, status: "done" | "planned", chosen: boolean, result: string) => {
    const measure = made.measures.find((one) => one.text === text)?.id ?? "";
    return act(holder, { act: "changeMeasure", measure, status, chosen, result });
  };
  const [verify, resin, iron, project] = [
    "逐一核查三条道路的井盖",
    "原样更换为树脂井盖",
    "更换为铸铁井盖",
    "三条道路井盖批量更换为铸铁",
  ];
  await act(officer, { act: "addMeasure", kind: "verify", text: verify, quantity: 47 });
  await change(verify, "done", false, "47 个均为树脂井盖，19 个有裂纹");
  const option = { act: "addMeasure", kind: "option", quantity: 47 } as const;
  await act(holder, { ...option, text: resin, unitCost: 320, years: 2 });
  await act(holder, { ...option, text: iron, unitCost: 680, years: 15 });
  await change(iron, "planned", true, "单价高，按年折算更省");
  await act(holder, {
    act: "addMeasure",
    kind: "project",
    text: project,
    quantity: 47,
    unitCost: 680,
    years: 15,
  });
  await act(officer, { act: "advance", to: "acting" });
  await change(project, "done", false, "47 个全部更换，已逐一验收");
  await act(officer, { act: "advance", to: "watching", note: "今天起观察成效" });
  const before = made.effect.cards?.before;
  stage.say(`措施前每 30 天 ${before?.per30 ?? "—"} 件（${before?.n ?? 0} 件），今天起观察成效`);
}

type EachAct<T> = T extends unknown ? Omit<T, "version"> : never;
type Act = EachAct<z.input<typeof IssueClassAct>>;

/** Three places of the town far enough from each other to be hot spots of their own. */
async function threePlaces({ places }: Stage, town: string): Promise<Position[]> {
  const found: Position[] = [];
  for (const grid of await places.grids(town)) {
    const far = found.every(
      (one) => Math.hypot((one.lon - grid.lon) * 97_000, (one.lat - grid.lat) * 111_320) > apartM,
    );
    if (far) found.push(grid);
    if (found.length === streets.length) return found;
  }
  throw new Error(`${town} has no three places that far apart.`);
}

/** Twelve broken covers on three streets in the five months before this one. */
export async function manholeLedger(stage: Stage, town: string, now: number): Promise<string> {
  const places = await threePlaces(stage, town);
  const { dice } = stage;
  const rows = days.flatMap((ofStreet, street) =>
    ofStreet.map(([month, day], index) => {
      const { lon, lat } = Places.near(places[street]!, dice, 60);
      const date = dateOf(now, month, day);
      const number = `JG-${town}-${date.slice(0, 7)}-${street + 1}${index + 1}`;
      const address = `${streets[street]}${8 + dice.below(172)}号`;
      return `历史台账,${number},${category},${date} 09:30,${lon.toFixed(6)},${lat.toFixed(6)},${address},是`;
    }),
  );
  return `来源系统,编号,事件类别,发生时间,经度,纬度,地址,模拟\n${rows.join("\n")}\n`;
}

/** A day in one of the five months before this one: in November, of June to October. */
function dateOf(now: number, month: number, day: number): string {
  const today = new Date(now + 8 * 3_600_000);
  const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months + month, day);
  return new Date(first).toISOString().slice(0, 10);
}

/** The job raises them by itself; whoever waits looks again. */
async function cardsOf(stage: Stage, town: string, names: readonly string[]): Promise<HotSpot[]> {
  const lead = await stage.cast.get(dutyOfficerOf(town));
  const until = Date.now() + patienceMs;
  for (;;) {
    const path = `/api/hot-spots?unit=${town}&category=${category}&limit=200`;
    const { items } = await lead.request(HotSpotPage, "GET", path);
    const found = items.filter(({ street, simulated }) => simulated && names.includes(street));
    const complete = found.reduce((sum, { members }) => sum + members, 0) === days.flat().length;
    if (found.length === names.length && complete) return found;
    if (Date.now() > until) throw new Error(`Only ${found.length} hot spots were raised.`);
    await wait(200);
  }
}
