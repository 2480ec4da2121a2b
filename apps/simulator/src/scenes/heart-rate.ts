import { heartRateShape } from "../heart-rate-shape.ts";
import { dispatcherOf } from "../people.ts";
import { Transmitter } from "../transmitter.ts";
import type { Scene } from "./scene.ts";
import { alarmOf, deviceOf, hold, tell, wait } from "./sensing.ts";

const town = "500103001";

/** G2: the heart rate of somebody who lives alone falls to 40; worker, doctor, ambulance, traffic police and family hear at once (R53). */
export const heartRate: Scene = {
  name: "heart-rate",
  title: "独居老人心率降到 40：网格员、医生、120、交巡警、家属同时接到（七星岗街道）",
  play: async (stage) => {
    const device = await deviceOf(stage, town, `SE33-${town}-01`);
    const transmitter = await Transmitter.connect(stage.broker, town, "heart-rate");
    const send = (value: number) =>
      transmitter.send(device.unit.code, device.code, {
        at: Date.now(),
        values: { heartRate: value, spo2: 96 },
      });
    try {
      for (const wander of heartRateShape.slice(0, 8)) {
        await send(62 + wander);
        await wait(150);
      }
      stage.say("心率降到 40 次/分");
      await hold(transmitter, device, { heartRate: 39, spo2: 93 }, 33);
      const alarm = await alarmOf(stage, town, device);
      tell(stage, alarm);
      const incident = alarm.incident!.id;
      await stage.toPost(town, incident);
      await stage.workedOn(town, incident, "已与医生到场，老人送医，生命体征平稳");
      for (const wander of heartRateShape.slice(8, 12)) await send(64 + wander);
      await stage.checkedAndClosed(town, incident, device.unit.code);
      stage.say(`结束：${(await stage.see(dispatcherOf(town), incident)).status}`);
    } finally {
      await transmitter.close();
    }
  },
};
