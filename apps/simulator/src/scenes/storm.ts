import { DeviceImportResult } from "@gezhi/contract/devices.ts";
import { dutyOfficerOf } from "../people.ts";
import { Transmitter } from "../transmitter.ts";
import type { Scene, Stage } from "./scene.ts";
import { alarmsOf, wait } from "./sensing.ts";

const town = "500108102";
const many = 3000;
const seconds = 60;
const heading = "编码,名称,类型,单位,经度,纬度,保护对象,网关";

/** Three thousand level gauges along a river rise within a minute: one incident per cause, a handful of pop-ups. */
export const storm: Scene = {
  name: "storm",
  title: `江边街道 ${many.toLocaleString("zh-CN")} 台水位计一分钟内越限（涂山镇）`,
  play: async (stage) => {
    const devices = await gauges(stage);
    stage.say(`${devices.length} 台水位计已登记`);
    const transmitter = await Transmitter.connect(stage.broker, town, "storm");
    const levelled = async ({ code, unit }: Gauge, waterlogging: number) =>
      transmitter.send(unit, code, { at: Date.now(), values: { waterlogging } });
    try {
      const started = performance.now();
      const every = (seconds * 1000) / devices.length;
      const sent: Promise<void>[] = [];
      for (const [index, device] of devices.entries()) {
        sent.push(levelled(device, 20 + (index % 30)));
        const due = started + (index + 1) * every;
        if (due > performance.now()) await wait(due - performance.now());
      }
      await Promise.all(sent);
      // Held for a minute, as the rule asks.
      await wait(seconds * 1000);
      await Promise.all(devices.map((device, index) => levelled(device, 20 + (index % 30))));
      const alarms = await allRaised(stage);
      const incidents = new Set(alarms.flatMap(({ incident }) => incident?.id ?? []));
      stage.say(`${alarms.length} 条告警，${incidents.size} 件事件`);
    } finally {
      await transmitter.close();
    }
  },
};

const patienceMs = 90_000;

/** The alarms of the gauges, once each has one or they have had their time. */
async function allRaised(stage: Stage) {
  const until = Date.now() + patienceMs;
  for (;;) {
    await wait(5000);
    const alarms = (await alarmsOf(stage, town, "open")).filter(({ device }) =>
      device.code.startsWith("STORM-"),
    );
    if (alarms.length >= many || Date.now() > until) return alarms;
  }
}

type Gauge = { code: string; unit: string };

/** Registered by the town's duty officer from a file, as a town would; safe to repeat. */
async function gauges(stage: Stage): Promise<Gauge[]> {
  const grids = await stage.places.grids(town);
  const devices = Array.from({ length: many }, (_, index) => {
    const grid = grids[index % Math.min(grids.length, 6)]!;
    return { code: `STORM-${index + 1}`, unit: grid.code, grid };
  });
  const lines = devices.map(({ code, unit, grid }) =>
    [code, "积水水位计", "SE12", unit, grid.lon, grid.lat, "沿江低洼处", `GW01-${town}-01`].join(
      ",",
    ),
  );
  const form = new FormData();
  form.set("file", new Blob([[heading, ...lines].join("\n")], { type: "text/csv" }), "storm.csv");
  const duty = await stage.cast.get(dutyOfficerOf(town));
  const { problems } = await duty.request(
    DeviceImportResult,
    "POST",
    "/api/devices/import?dryRun=false",
    form,
  );
  if (problems.length) throw new Error(problems.map(({ message }) => message).join("; "));
  return devices;
}
