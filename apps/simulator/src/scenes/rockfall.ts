import { dispatcherOf, holderOf } from "../people.ts";
import type { Scene } from "./scene.ts";

const town = "500116116";

/** G6: rockfall on a road, cleared at once and netted, checked, rated (R15). */
export const rockfall: Scene = {
  name: "rockfall",
  title: "公路落石：先清障，再装防护网（先锋镇）",
  play: async (stage) => {
    const grid = await stage.staffedGrid(town);
    const receipt = await stage.report(
      undefined,
      grid,
      "060108",
      "去公墓的路上掉了几块大石头，车过不去",
      "公路落石",
    );
    const incident = receipt.incident.id;
    const seen = await stage.toPost(town, incident);
    const lead = seen.workOrders.find(
      (order) => order.part === "lead" && order.status !== "withdrawn",
    );
    if (!lead) throw new Error("the rockfall was not dispatched");
    const post = holderOf(lead.handler);
    await stage.act(post, incident, { act: "accept", workOrder: lead.id });
    await stage.act(post, incident, { act: "arrive", workOrder: lead.id });
    await stage.act(post, incident, {
      act: "progress",
      workOrder: lead.id,
      stage: "firstAction",
      note: "落石已清理，半幅通车，设警示",
    });
    await stage.act(post, incident, {
      act: "progress",
      workOrder: lead.id,
      stage: "permanentFix",
      note: "主动防护网安装完成",
    });
    const before = await stage.picture(post, "落石");
    const after = await stage.picture(post, "防护网");
    await stage.act(post, incident, {
      act: "feedback",
      workOrder: lead.id,
      result: "落石清理完毕，已加装防护网，道路恢复通行",
      before: [before],
      after: [after],
    });
    await stage.checkedAndClosed(town, incident, grid.code);
    await stage.rate(receipt, "两个小时就通了，还装了网");
    stage.say(`结束：${(await stage.see(dispatcherOf(town), incident)).status}`);
  },
};
