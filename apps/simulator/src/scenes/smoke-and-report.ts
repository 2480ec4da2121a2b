import { dispatcherOf, workerOf } from "../people.ts";
import { Transmitter } from "../transmitter.ts";
import type { Scene } from "./scene.ts";
import { alarmOf, deviceOf, hold, tell } from "./sensing.ts";

const town = "500103012";

/** G7: a smoke detector and a grid worker see the same fire; one incident comes of it (R52). */
export const smokeAndReport: Scene = {
  name: "smoke-and-report",
  title: "烟感报警与网格员上报同一处火情：并为一件（大坪街道）",
  play: async (stage) => {
    const device = await deviceOf(stage, town, `SE04-${town}-01`);
    const transmitter = await Transmitter.connect(stage.broker, town, "smoke");
    try {
      await hold(transmitter, device, { smoke: 1 }, 1);
      const alarm = await alarmOf(stage, town, device);
      tell(stage, alarm);
      const worker = workerOf(device.unit.code);
      const reporter = (await stage.cast.find(worker)) ? worker : undefined;
      if (!device.position) throw new Error(`${device.code} has no position.`);
      const receipt = await stage.report(
        reporter,
        device.position,
        "090101",
        "二楼窗户冒浓烟，有明火",
        "二楼冒烟",
      );
      const same = receipt.incident.id === alarm.incident!.id;
      stage.say(
        same
          ? `已并入同一事件 ${receipt.incident.number}`
          : `没有并案：${receipt.incident.number} 与 ${alarm.incident!.number}`,
      );
      if (!same) throw new Error("The report and the alarm are two incidents.");
      const incident = receipt.incident.id;
      const leftAt = new Date().toISOString();
      await stage.formsFilled(dispatcherOf(town), incident, {
        FI01: { dead: 0, injured: 0, evacuated: 5, area: 12, outAt: leftAt },
        RS01: {
          households: ["赵某", "钱某"].map((name, index) => ({
            id: String(index + 1),
            values: {
              name,
              people: 2 + index,
              from: `1 栋 ${index + 2} 层`,
              leftAt,
              to: "社区活动室",
              settledAt: leftAt,
            },
          })),
        },
      });
    } finally {
      await transmitter.close();
    }
  },
};
