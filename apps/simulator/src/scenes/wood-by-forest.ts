import { workerOf } from "../people.ts";
import type { Scene } from "./scene.ts";

const town = "500102007";

/** The human half of G5: dead wood beside a forest, three posts in one act. */
export const woodByForest: Scene = {
  name: "wood-by-forest",
  title: "林区边堆放枯木：三岗联动（崇义街道）",
  play: async (stage) => {
    const grid = await stage.staffedGrid(town);
    const receipt = await stage.report(
      workerOf(grid.code),
      grid,
      "040107",
      "林区边上堆了大量枯木和废旧木板，天干物燥，有火灾隐患",
      "枯木堆放",
    );
    const incident = receipt.incident.id;
    await stage.toPost(town, incident, [`${town}/JJ07`, `${town}/PA07`]);
    await stage.workedOn(town, incident, "枯木已全部清运，业主已签收整改通知");
    await stage.checkedAndClosed(town, incident, grid.code);
  },
};
