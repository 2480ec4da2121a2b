import { type Device, DevicePage } from "@gezhi/contract/devices.ts";
import { heartRateShape } from "../heart-rate-shape.ts";
import { dutyOfficerOf } from "../people.ts";
import { Transmitter } from "../transmitter.ts";
import type { Scene, Stage } from "./scene.ts";
import { alarmsOf, wait } from "./sensing.ts";

const towns = ["500103012", "500103001", "500103003"];
const hidden = 12;
const speed = 100;
const hours = 8;
/** As long as it takes at that speed. */
const lastsMs = (hours * 3_600_000) / speed;

/** A kind of device, how it rests, how it makes noise, and what is truly alarming and how long it lasts. */
type Kind = {
  metric: string;
  rest: (step: number) => number;
  noise: number;
  truth: number;
  holdSeconds: number;
};
const kinds: Record<string, Kind> = {
  SE01: {
    metric: "residualCurrent",
    rest: (step) => 80 + (step % 7) * 9,
    noise: 1400,
    truth: 1300,
    holdSeconds: 5,
  },
  SE05: { metric: "heat", rest: (step) => 24 + (step % 5), noise: 90, truth: 82, holdSeconds: 10 },
  SE06: {
    metric: "methaneHome",
    rest: (step) => (step % 3) * 0.4,
    noise: 40,
    truth: 28,
    holdSeconds: 5,
  },
  SE33: {
    metric: "heartRate",
    rest: (step) => 62 + (heartRateShape[step % heartRateShape.length] ?? 0),
    noise: 30,
    truth: 38,
    holdSeconds: 30,
  },
};

export type NightResult = { hits: number; truths: number; trueDevices: string[]; wrong: number };

/** Eight hours of a night in five minutes: spikes shorter than any hold, and twelve alarms that are true (F6). */
export const night: Scene = {
  name: "night",
  title: `夜班 ${hours} 小时（${speed} 倍速）：噪声里藏着 ${hidden} 次真告警`,
  play: async (stage) => {
    const { hits, truths, wrong } = await playNight(stage);
    stage.say(`真告警 ${hits}/${truths}，误报 ${wrong}`);
    if (hits < truths) throw new Error(`Only ${hits} of ${truths} true alarms were raised.`);
  },
};

/** What the night found: true alarms that were raised, and others that were not true. */
export async function playNight(stage: Stage): Promise<NightResult> {
  const watched = await Promise.all(towns.map((town) => watch(stage, town)));
  const truths = chosen(
    stage,
    watched.flatMap(({ devices }) => devices),
  );
  try {
    const started = Date.now();
    for (let step = 0; Date.now() - started < lastsMs; step++) {
      const passedMs = Date.now() - started;
      await Promise.all(
        watched.flatMap(({ transmitter, devices }) =>
          devices.map((device, index) => {
            const { metric } = kindOf(device);
            const value = valueAt(stage, device, step + index, passedMs, truths.get(device.code));
            const values = { [metric]: value };
            return transmitter.send(device.unit.code, device.code, { at: Date.now(), values });
          }),
        ),
      );
      await wait(1000);
    }
    // A last reading that was a spike, with none after it, would stand.
    await Promise.all(
      watched.flatMap(({ transmitter, devices }) =>
        devices.map((device) => {
          const { metric, rest } = kindOf(device);
          const values = { [metric]: rest(0) };
          return transmitter.send(device.unit.code, device.code, { at: Date.now(), values });
        }),
      ),
    );
    await wait(5000);
  } finally {
    await Promise.all(watched.map(({ transmitter }) => transmitter.close()));
  }
  const all = (await Promise.all(towns.map((town) => alarmsOf(stage, town, "all")))).flat();
  // One that was there before and came back within its window is the same alarm, once more.
  const known = new Map(watched.flatMap(({ before }) => before));
  const raised = all.filter(({ id, returns }) => returns > (known.get(id) ?? -1));
  const found = new Set(raised.map(({ device }) => device.code));
  return {
    hits: [...truths.keys()].filter((code) => found.has(code)).length,
    truths: truths.size,
    trueDevices: [...truths.keys()],
    wrong: raised.filter(({ device }) => !truths.has(device.code)).length,
  };
}

const kindOf = (device: Device): Kind => kinds[device.profile.code]!;

async function watch(stage: Stage, town: string) {
  const duty = await stage.cast.get(dutyOfficerOf(town));
  const path = `/api/devices?unit=${town}&limit=200`;
  const { items } = await duty.request(DevicePage, "GET", path);
  return {
    devices: items.filter(({ profile }) => kinds[profile.code]),
    before: (await alarmsOf(stage, town, "all")).map(({ id, returns }) => [id, returns] as const),
    transmitter: await Transmitter.connect(stage.broker, town, "night"),
  };
}

/** Which devices truly alarm, and when after the start. */
function chosen(stage: Stage, devices: readonly Device[]): Map<string, number> {
  const left = [...devices];
  const truths = new Map<string, number>();
  while (truths.size < hidden && left.length) {
    const [device] = left.splice(stage.dice.below(left.length), 1);
    truths.set(device!.code, (0.05 + stage.dice.next() * 0.7) * lastsMs);
  }
  return truths;
}

function valueAt(
  stage: Stage,
  device: Device,
  step: number,
  passedMs: number,
  truthAt: number | undefined,
): number {
  const { rest, noise, truth, holdSeconds } = kindOf(device);
  if (truthAt !== undefined && passedMs >= truthAt && passedMs < truthAt + (holdSeconds + 6) * 1000)
    return truth;
  // A spike of one reading: shorter than every hold.
  return stage.dice.chance(0.02) ? noise : rest(step);
}
