import { dispatcherOf, holderOf } from "../people.ts";
import { Transmitter } from "../transmitter.ts";
import type { Scene } from "./scene.ts";
import { alarmOf, deviceOf, hold, tell } from "./sensing.ts";

const town = "500120104";

/** G1: leakage of level one at a care centre; post and district hear at the same moment (R50). */
export const leakage: Scene = {
  name: "leakage",
  title: "养老服务中心一级漏电：岗位与区治理中心同时接到（大兴镇）",
  play: async (stage) => {
    const device = await deviceOf(stage, town, `SE01-${town}-01`);
    const transmitter = await Transmitter.connect(stage.broker, town, "leakage");
    try {
      await hold(transmitter, device, { residualCurrent: 120 }, 1);
      stage.say(`${device.name} 剩余电流升到 1,250 mA`);
      await hold(transmitter, device, { residualCurrent: 1250 }, 7);
      const alarm = await alarmOf(stage, town, device);
      tell(stage, alarm);
      const incident = alarm.incident!.id;
      await stage.toPost(town, incident);
      await stage.formsFilled(holderOf(`${town}/PA05`), incident, {
        EL01: { current: 1250, tripped: false, cause: "insulation", cut: true, affected: 34 },
      });
      await stage.workedOn(town, incident, "已断电检修，更换老化线路，绝缘测试合格");
      await hold(transmitter, device, { residualCurrent: 90 }, 1);
      await stage.checkedAndClosed(town, incident, device.unit.code);
      stage.say(`结束：${(await stage.see(dispatcherOf(town), incident)).status}`);
    } finally {
      await transmitter.close();
    }
  },
};
