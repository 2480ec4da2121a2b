import {
  centreOf,
  dispatcherOf,
  dutyOfficerOf,
  commanderOf,
  workerOf,
  holderOf,
} from "../people.ts";
import type { Scene } from "./scene.ts";

const town = "500108102";
const neighbour = "500108006";
const district = "500108";

/** G8: a town asks its neighbour, then the district; the district's department answers and it comes back. */
export const crossTown: Scene = {
  name: "cross-town",
  title: "跨镇街协同再上报区级（涂山镇）",
  play: async (stage) => {
    const grid = await stage.staffedGrid(town);
    const receipt = await stage.report(
      workerOf(grid.code),
      grid,
      "010302",
      "河道两岸都有人倾倒渣土，对岸是邻近街道，镇里单独管不住",
      "河道倾倒",
    );
    const incident = receipt.incident.id;
    await stage.toPost(town, incident);
    const centre = [dispatcherOf(town), dutyOfficerOf(town), commanderOf(town)];
    const asker = await stage.whoMay(centre, incident, "requestCrossTown");
    const asked = await stage.act(asker, incident, {
      act: "requestCrossTown",
      to: [neighbour],
      need: "请对岸同步设卡值守三天",
    });
    const request = asked.requests.find(
      (one) => one.kind === "crossTown" && one.status === "pending",
    );
    if (!request) throw new Error("the request for help was not recorded");
    const decider = (await stage.cast.find(dispatcherOf(neighbour)))
      ? dispatcherOf(neighbour)
      : dutyOfficerOf(neighbour);
    await stage.act(decider, incident, {
      act: "decideCrossTown",
      request: request.id,
      approve: true,
      note: "今晚起设卡",
    });
    const raiser = (await stage.offered(dispatcherOf(town), incident, "escalate"))
      ? dispatcherOf(town)
      : commanderOf(town);
    const raised = await stage.act(raiser, incident, {
      act: "escalate",
      tried: ["镇综合执法岗巡查三次", "与对岸街道联合设卡"],
      reason: "渣土来源在两镇之外，需区级部门溯源",
    });
    const escalation = raised.requests.find(
      (one) => one.kind === "escalation" && one.status === "pending",
    );
    const hub = centreOf(district);
    if (escalation)
      await stage.act(hub, incident, {
        act: "decideEscalation",
        request: escalation.id,
        approve: true,
        note: "区级受理",
      });
    const offers = (await stage.see(hub, incident)).actions.map((action) => action.act);
    stage.say(`区治理中心可做：${offers.join("、")}`);
    if (offers.includes("deescalate"))
      await stage.act(hub, incident, {
        act: "deescalate",
        answer: "区水利局已锁定两处源头并立案，请镇街继续巡查",
      });
    const back = await stage.see(dispatcherOf(town), incident);
    const lead = back.workOrders.find(
      (order) => order.part === "lead" && order.status !== "done" && order.status !== "withdrawn",
    );
    stage.say(`退回镇街：${back.status}${lead ? `，主办 ${holderOf(lead.handler)}` : ""}`);
  },
};
