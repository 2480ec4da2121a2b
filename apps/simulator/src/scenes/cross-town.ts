import { centreOf, commanderOf, dispatcherOf, dutyOfficerOf, workerOf } from "../people.ts";
import type { Scene, Stage } from "./scene.ts";

const town = "500108102";
const neighbour = "500108006";
const district = "500108";
const hub = centreOf(district);
const waterBureau = `${district}/D34`;
const waterOfficer = `${district}-D34`;

/** G8: a town asks its neighbour, then the district; the district's department acts, it comes back, and each rates the other. */
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
    await helpedByNeighbour(stage, incident);
    await raisedToDistrict(stage, incident);
    await solvedByDepartment(stage, incident);
    await answeredAndClosed(stage, incident, grid.code);
    await ratedBothWays(stage, incident);
  },
};

async function helpedByNeighbour(stage: Stage, incident: string): Promise<void> {
  const centre = [dispatcherOf(town), dutyOfficerOf(town), commanderOf(town)];
  const asker = await stage.whoMay(centre, incident, "requestCrossTown");
  const asked = await stage.act(asker, incident, {
    act: "requestCrossTown",
    to: [neighbour],
    need: "请对岸同步设卡值守三天",
  });
  await stage.act(dispatcherOf(neighbour), incident, {
    act: "decideCrossTown",
    request: pending(asked.requests, "crossTown"),
    approve: true,
    note: "今晚起设卡",
  });
}

async function raisedToDistrict(stage: Stage, incident: string): Promise<void> {
  const raiser = await stage.whoMay([dispatcherOf(town), commanderOf(town)], incident, "escalate");
  const raised = await stage.act(raiser, incident, {
    act: "escalate",
    tried: ["镇综合执法岗巡查三次", "与对岸街道联合设卡"],
    reason: "渣土来源在两镇之外，需区级部门溯源",
  });
  await stage.act(hub, incident, {
    act: "decideEscalation",
    request: pending(raised.requests, "escalation"),
    approve: true,
    note: "区级受理",
  });
}

async function solvedByDepartment(stage: Stage, incident: string): Promise<void> {
  await stage.act(hub, incident, {
    act: "dispatch",
    lead: waterBureau,
    instructions: "请查清渣土来源并立案，清运河道",
  });
  const order = await stage.orderOf(waterOfficer, incident, waterBureau);
  await stage.act(waterOfficer, incident, { act: "accept", workOrder: order });
  await stage.act(waterOfficer, incident, {
    act: "feedback",
    workOrder: order,
    result: "锁定两处源头并立案，河道渣土已清运",
    before: [await stage.picture(waterOfficer, "清运前")],
    after: [await stage.picture(waterOfficer, "清运后")],
  });
}

/** The district answers and hands it back; the town checks on site and closes. */
async function answeredAndClosed(stage: Stage, incident: string, grid: string): Promise<void> {
  await stage.act(hub, incident, {
    act: "deescalate",
    answer: "区水利局已锁定两处源头并立案，河道已清运，请镇街核查并继续巡查",
  });
  await stage.checkedAndClosed(town, incident, grid);
}

async function ratedBothWays(stage: Stage, incident: string): Promise<void> {
  for (const [who, side, comment] of [
    [dispatcherOf(town), "townRatesDepartment", "到场快，问题解决了"],
    [waterOfficer, "departmentRatesTown", "情况清楚，前期已设卡"],
    [dispatcherOf(town), "townRatesTown", "对岸当晚就设了卡"],
    [dispatcherOf(neighbour), "townRatesTown", "信息给得及时"],
  ] as const)
    await stage.act(who, incident, { act: "rate", side, satisfied: true, stars: 5, comment });
}

type Asked = { id: string; kind: string; status: string };

function pending<A extends Asked>(requests: readonly A[], kind: string): A["id"] {
  const request = requests.find((one) => one.kind === kind && one.status === "pending");
  if (!request) throw new Error(`no request of the kind ${kind} waits`);
  return request.id;
}
