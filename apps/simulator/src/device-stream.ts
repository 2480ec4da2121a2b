import { setTimeout } from "node:timers/promises";
import { type Device, DevicePage } from "@gezhi/contract/devices.ts";
import type { Telemetry } from "@gezhi/contract/telemetry.ts";
import { Cast } from "./client.ts";
import { Dice } from "./dice.ts";
import { heartRateShape } from "./heart-rate-shape.ts";
import { dutyOfficerOf } from "./people.ts";
import { Transmitter } from "./transmitter.ts";
import { demoTowns } from "./world.ts";

export type DeviceStreamOptions = {
  base: string;
  broker: string;
  seed: number;
  signal: AbortSignal;
  say?: (line: string) => void;
};

/** Every device speaks about once in this time. */
const roundMs = 60_000;
/** One round in so many, some device crosses a level for a while. */
const crossingChance = 0.12;

const wave = (step: number, from: number, to: number) =>
  Math.round((from + ((to - from) * (1 + Math.sin(step / 9))) / 2) * 100) / 100;
const wander = (step: number) => heartRateShape[step % heartRateShape.length] ?? 0;

/** How each kind of device rests, and what it says when something is wrong. */
const kinds: Record<
  string,
  { rest: (step: number) => Telemetry["values"]; wrong: Telemetry["values"] }
> = {
  GW01: { rest: (step) => ({ signal: -wave(step, 58, 71) }), wrong: { signal: -96 } },
  SE01: {
    rest: (step) => ({ residualCurrent: wave(step, 60, 180) }),
    wrong: { residualCurrent: 620 },
  },
  SE04: { rest: () => ({ smoke: 0 }), wrong: { smoke: 0 } },
  SE05: {
    rest: (step) => ({ heat: wave(step, 17, 31), smoke: 0, sounding: 0 }),
    wrong: { heat: 48, smoke: 0, sounding: 1 },
  },
  SE06: { rest: (step) => ({ methaneHome: wave(step, 0, 1.5) }), wrong: { methaneHome: 6 } },
  SE08: { rest: (step) => ({ septicMethane: wave(step, 1, 6) }), wrong: { septicMethane: 13 } },
  SE11: {
    rest: (step) => ({ fireWaterPressure: wave(step, 0.2, 0.34) }),
    wrong: { fireWaterPressure: 0.12 },
  },
  SE12: { rest: () => ({ waterlogging: 0 }), wrong: { waterlogging: 17 } },
  SE13: { rest: (step) => ({ riverLevel: wave(step, -4.2, -2.1) }), wrong: { riverLevel: -0.8 } },
  SE19: { rest: (step) => ({ crackRate: wave(step, 0, 0.6) }), wrong: { crackRate: 2.4 } },
  SE27: { rest: (step) => ({ manholeTilt: wave(step, 0, 2) }), wrong: { manholeTilt: 12 } },
  SE29: { rest: (step) => ({ binFill: wave(step, 10, 74) }), wrong: { binFill: 88 } },
  SE31: { rest: () => ({ elevatorTrap: 0 }), wrong: { elevatorTrap: 0 } },
  SE33: {
    rest: (step) => ({ heartRate: 66 + wander(step), spo2: 96 + (step % 3) }),
    wrong: { heartRate: 49, spo2: 95 },
  },
  SE36: { rest: () => ({ sosButton: 0 }), wrong: { sosButton: 0 } },
  AC01: { rest: () => ({ doorForced: 0 }), wrong: { doorForced: 75 } },
  VA02: { rest: (step) => ({ crowdDensity: wave(step, 0, 0.8) }), wrong: { crowdDensity: 2.2 } },
  VA05: { rest: () => ({ fireLaneBlocked: 0 }), wrong: { fireLaneBlocked: 95 } },
};

/** Every second wristband of a town lies in a drawer, nearly empty: somebody has to call. */
const isInDrawer = ({ profile, code }: Device): boolean =>
  profile.code === "SE33" && code.endsWith("-02");

type Town = { transmitter: Transmitter; devices: Device[] };

/** The demo's devices at their everyday, over real MQTT; now and then one crosses a low level. */
export async function streamDevices(options: DeviceStreamOptions): Promise<void> {
  const { signal, say, seed } = options;
  const dice = new Dice(seed);
  const towns = await Promise.all(demoTowns.map((town) => open(options, town)));
  try {
    for (let step = seed % 1000; !signal.aborted; step++) {
      const wrong = dice.chance(crossingChance) ? dice.pick(towns) : undefined;
      const crossing = wrong && dice.pick(wrong.devices).code;
      const rounds = towns.map((town) => round(town, step, crossing, signal));
      for (const done of await Promise.allSettled(rounds))
        if (done.status === "rejected") say?.(String(done.reason));
    }
  } finally {
    await Promise.all(towns.map(({ transmitter }) => transmitter.close()));
  }
}

async function open({ base, broker }: DeviceStreamOptions, town: string): Promise<Town> {
  const duty = await new Cast(base).get(dutyOfficerOf(town));
  const page = await duty.request(DevicePage, "GET", `/api/devices?unit=${town}&limit=200`);
  const devices = page.items.filter(({ profile, simulated }) => simulated && kinds[profile.code]);
  return { devices, transmitter: await Transmitter.connect(broker, town) };
}

/** Each device once, spread over the round; the one that crosses stays there for all of it. */
async function round(
  { transmitter, devices }: Town,
  step: number,
  crossing: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const each = roundMs / Math.max(1, devices.length);
  for (const [index, device] of devices.entries()) {
    if (signal.aborted) return;
    const kind = kinds[device.profile.code];
    if (!kind) continue;
    const inDrawer = isInDrawer(device);
    const everyday = inDrawer ? { worn: 0, steps: 0 } : kind.rest(step + index * 7);
    await transmitter.send(device.unit.code, device.code, {
      at: Date.now(),
      values: device.code === crossing && !inDrawer ? kind.wrong : everyday,
      battery: inDrawer ? 14 : 60 + ((step + index) % 40),
    });
    await setTimeout(each, undefined, { signal }).catch(() => undefined);
  }
}
