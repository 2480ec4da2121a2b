import { LaneStops } from "@gezhi/contract/fire-lanes.ts";
import { LaneStopId } from "@gezhi/contract/ids.ts";
import { z } from "zod";
import { holderOf } from "../people.ts";
import { Transmitter } from "../transmitter.ts";
import type { Scene } from "./scene.ts";
import { alarmOf, deviceOf, tell } from "./sensing.ts";

const town = "500103012";
const noted = z.object({ id: LaneStopId });

/** A car stands in a fire lane for ten minutes: post and property manager hear of it, its owner is called, it leaves (R56). */
export const fireLane: Scene = {
  name: "fire-lane",
  title: "消防通道违停：隐私号联系车主、派清障、驶离后解除（大坪街道）",
  play: async (stage) => {
    const device = await deviceOf(stage, town, `VA05-${town}-01`);
    const transmitter = await Transmitter.connect(stage.broker, town, "fire-lane");
    const say = async (secondsAgo: number, dwell: number) => {
      const at = Date.now() - secondsAgo * 1000;
      await transmitter.send(device.unit.code, device.code, {
        at,
        values: { fireLaneBlocked: dwell },
      });
    };
    try {
      // The camera's own record of the last minutes, so that nobody waits for them.
      for (let dwell = 0; dwell <= 420; dwell += 20) await say(420 - dwell, dwell);
      const alarm = await alarmOf(stage, town, device);
      tell(stage, alarm);
      const incident = alarm.incident!.id;
      await stage.toPost(town, incident);
      const post = await stage.cast.get(holderOf(`${town}/PA05`));
      const { id } = await post.request(noted, "POST", `/api/incidents/${incident}/lane-stops`, {
        plate: "渝A00000",
      });
      await post.request(z.unknown(), "POST", `/api/lane-stops/${id}/owner-calls`);
      const list = async () =>
        (await post.request(LaneStops, "GET", `/api/incidents/${incident}/lane-stops`)).items.find(
          (one) => one.id === id,
        )!;
      stage.say(`已登记 ${(await list()).plate}，通过隐私号联系车主（模拟）`);
      await post.request(z.unknown(), "POST", `/api/lane-stops/${id}/tows`);
      const { tow } = await list();
      stage.say(`已派清障：${tow?.contact ?? "未登记清障单位"}，${tow?.dueAt ?? ""} 前完成`);
      await say(0, 0);
      const until = Date.now() + 20_000;
      while (!(await list()).gone) {
        if (Date.now() > until) throw new Error("The vehicle left and nobody noticed.");
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      stage.say("摄像机：车辆已驶离，通道恢复畅通");
      await stage.workedOn(town, incident, "车主已驶离，通道恢复畅通，已告知物业加强巡查");
      await stage.checkedAndClosed(town, incident, device.unit.code);
      stage.say(`结束：${(await stage.see(holderOf(`${town}/PA05`), incident)).status}`);
    } finally {
      await transmitter.close();
    }
  },
};
