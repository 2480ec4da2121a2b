import { Deputies } from "@gezhi/contract/deputies.ts";
import { z } from "zod";
import { centreOf, commanderOf, dispatcherOf, dutyOfficerOf, workerOf } from "./people.ts";
import { bringInLedger, manholes } from "./scenes/manholes.ts";
import type { Stage } from "./scenes/scene.ts";

const district = "500103";
const town = "500103001";
const grid = "500103001017001";
const asking = "500108006";
const asked = "500108102";
const hub = centreOf(district);

type Opening = (stage: Stage) => Promise<void>;

/**
 * One matter for each screen that everyday reports never reach: the district's centre and its departments, a deputy, the
 * police liaison, another town's request, the city's unplaced reports and the approvals.
 */
const openings: readonly Opening[] = [
  async (stage) => {
    const incident = await dispatched(stage, "070205", "堡坎裂了一指宽的缝，下面就是公交站");
    const { number } = await raised(stage, incident, [
      "设围挡并派人值守",
      "镇街建设岗两次现场查看，无鉴定资质",
    ]);
    await (
      await stage.cast.get("50-operator")
    ).request(z.unknown(), "POST", "/api/approvals", {
      number,
      opens: "detail",
      reason: "汛期边坡隐患抽查",
    });
  },
  async (stage) => {
    const incident = await dispatched(stage, "060110", "人行天桥伸缩缝翘起，走上去晃");
    await raised(stage, incident, ["已贴警示并封闭一侧通行"]);
    const { requests } = await stage.see(hub, incident);
    const request = requests.find(
      ({ kind, status }) => kind === "escalation" && status === "pending",
    );
    if (request)
      await stage.act(hub, incident, {
        act: "decideEscalation",
        request: request.id,
        approve: true,
        note: "区级受理",
      });
    await stage.act(hub, incident, {
      act: "dispatch",
      lead: `${district}/D32`,
      instructions: "请今日内派桥梁养护队检测",
    });
  },
  async (stage) => {
    const incident = await dispatched(stage, "050401", "健身器材的踏板断了，老人天天在用");
    const dispatcher = await stage.cast.get(dispatcherOf(town));
    const { items } = await dispatcher.request(Deputies, "GET", `/api/deputies?town=${town}`);
    const deputy = items[0];
    if (deputy)
      await stage.act(dispatcherOf(town), incident, {
        act: "sendToDeputy",
        deputy: deputy.account,
        note: "您上次接待日群众提到过这一处",
      });
  },
  async (stage) => {
    await dispatched(stage, "060204", "放学时校门口两边都停满了车，娃儿只能走路中间", [
      `${town}/D23`,
    ]);
  },
  async (stage) => {
    const incident = await dispatched(stage, "020105", "药店招牌一角脱开了，风一吹就晃");
    await stage.workedOn(town, incident, "招牌已加固，螺栓全部更换");
  },
  async (stage) => {
    const place = await stage.staffedGrid(asking);
    const { incident } = await stage.report(
      workerOf(place.code),
      place,
      "010303",
      "河对岸有人架网电鱼，我们过不去",
      "江岸巡查",
    );
    await stage.toPost(asking, incident.id);
    const centre = [dispatcherOf(asking), dutyOfficerOf(asking), commanderOf(asking)];
    const asker = await stage.whoMay(centre, incident.id, "requestCrossTown");
    await stage.act(asker, incident.id, {
      act: "requestCrossTown",
      to: [asked],
      need: "请贵镇派人到对岸查看并劝离",
    });
  },
  async (stage) => {
    await stage.reportOfNowhere("巷子口的路灯好几天不亮了，什么时候来修？");
  },
];

/**
 * Before anything is reported: hot spots of a ledger, open for whoever tries them (渝中区), and the same worked through
 * to a batch replacement (荣昌区).
 */
const histories: readonly Opening[] = [
  (stage) => bringInLedger(stage, town, Date.now()).then(() => undefined),
  (stage) => manholes.play(stage),
];
export const playHistories = (stage: Stage): Promise<void> => playAll(histories, stage);

/** Plays all of them; one that is refused leaves its screen empty and the others as they are. */
export const playOpenings = (stage: Stage): Promise<void> => playAll(openings, stage);

async function playAll(some: readonly Opening[], stage: Stage): Promise<void> {
  for (const open of some) {
    try {
      await open(stage);
    } catch (error) {
      stage.say(error instanceof Error ? error.message : String(error));
    }
  }
}

async function dispatched(
  stage: Stage,
  category: string,
  text: string,
  coHandlers: string[] = [],
): Promise<string> {
  const place = (await stage.places.grids(grid))[0];
  if (!place) throw new Error(`There is no grid ${grid}.`);
  const receipt = await stage.report(workerOf(grid), place, category, text, text.slice(0, 12));
  await stage.toPost(town, receipt.incident.id, coHandlers);
  return receipt.incident.id;
}

async function raised(stage: Stage, incident: string, tried: string[]) {
  const raiser = await stage.whoMay([dispatcherOf(town), commanderOf(town)], incident, "escalate");
  return stage.act(raiser, incident, {
    act: "escalate",
    tried,
    reason: "超出镇街能力，需区级部门鉴定处置",
  });
}
