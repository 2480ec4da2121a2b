import { workerOf } from "../people.ts";
import type { Scene } from "./scene.ts";

const town = "500110007";
const community = "500107003";

/** R69: a broken sewer by the river, led by the construction post. */
export const sewer: Scene = {
  name: "sewer",
  title: "河边雨污管网破损：村镇建设岗牵头修复（通惠街道）",
  play: async (stage) => {
    const grid = await stage.staffedGrid(town);
    const receipt = await stage.report(
      workerOf(grid.code),
      grid,
      "050303",
      "入户走访时发现河边雨污管网破裂，污水直排入河",
      "管网破裂",
    );
    await stage.toPost(town, receipt.incident.id);
    await stage.workedOn(town, receipt.incident.id, "破损管段已更换，闭水试验合格");
    await stage.checkedAndClosed(town, receipt.incident.id, grid.code);
  },
};

/** R70: residents ask for lamps, the town adds nine. */
export const streetLamps: Scene = {
  name: "street-lamps",
  title: "增设路灯：居民反映到新装九盏（谢家湾街道）",
  play: async (stage) => {
    const grid = await stage.staffedGrid(community);
    const receipt = await stage.report(
      undefined,
      grid,
      "050202",
      "这一段梯坎晚上没有灯，老人容易摔跤，希望加装路灯",
      "无灯路段",
    );
    await stage.toPost(community, receipt.incident.id);
    await stage.workedOn(community, receipt.incident.id, "新装路灯九盏，已通电");
    await stage.checkedAndClosed(community, receipt.incident.id, grid.code);
    await stage.rate(receipt, "亮堂了");
  },
};
