import { drawFall, type PathPoint } from "../picture.ts";
import { gatewayOf, Transmitter } from "../transmitter.ts";
import { dutyOfficerOf } from "../people.ts";
import type { Scene } from "./scene.ts";
import { alarmOf, deviceOf, tell } from "./sensing.ts";

const town = "500120104";

/** From the seventh floor down, a point every tenth of a second. */
const fall: PathPoint[] = Array.from({ length: 12 }, (_one, step) => ({
  x: 0.42 + step * 0.008,
  y: 0.18 + (step / 11) ** 2 * 0.66,
  ms: step * 120,
}));

/** R4, R55: a camera sees something fall; the alarm goes first, its picture joins it. */
export const fallingObject: Scene = {
  name: "falling-object",
  title: "高空抛物：告警先到，画面随后到达（大兴镇）",
  play: async (stage) => {
    const device = await deviceOf(stage, town, `VA04-${town}-01`);
    const transmitter = await Transmitter.connect(stage.broker, town, "falling-object");
    try {
      const at = Date.now();
      stage.say(`${device.name} 识别到一次抛物`);
      const values = { fallingObject: 3 };
      await transmitter.send(device.unit.code, device.code, { at, values });
      const alarm = await alarmOf(stage, town, device);
      tell(stage, alarm);
      const duty = await stage.cast.get(dutyOfficerOf(town));
      const image = await drawFall(fall, "高空抛物，人员已遮挡");
      const trace = { points: fall, from: { building: "3栋", unit: "2单元", floor: 7 } };
      const about = { device: device.code, at, masked: true, trace };
      await duty.sendClip(gatewayOf(town), about, image);
      stage.say("画面已到达告警（人员已遮挡）");
    } finally {
      await transmitter.close();
    }
  },
};
