import { type Alarm, AlarmDetail, AlarmPage } from "@gezhi/contract/alarms.ts";
import { type Device, DevicePage } from "@gezhi/contract/devices.ts";
import type { Telemetry } from "@gezhi/contract/telemetry.ts";
import { dutyOfficerOf } from "../people.ts";
import type { Transmitter } from "../transmitter.ts";
import type { Stage } from "./scene.ts";

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The nth device of a profile in a demo town. */
export async function deviceOf(stage: Stage, town: string, code: string): Promise<Device> {
  const duty = await stage.cast.get(dutyOfficerOf(town));
  const { items } = await duty.request(DevicePage, "GET", `/api/devices?unit=${town}&q=${code}`);
  const [device] = items;
  if (!device) throw new Error(`${town} has no device ${code}.`);
  return device;
}

/** Sends a value every second for so long; the last acknowledgement says that all of it is kept. */
export async function hold(
  transmitter: Transmitter,
  device: Device,
  values: Telemetry["values"],
  seconds: number,
): Promise<void> {
  for (let second = 0; second <= seconds; second++) {
    await transmitter.send(device.unit.code, device.code, { at: Date.now(), values });
    if (second < seconds) await wait(1000);
  }
}

/** The newest open alarm of the device once there is one. */
export async function alarmOf(
  stage: Stage,
  town: string,
  device: Device,
  patienceMs = 20_000,
): Promise<AlarmDetail> {
  const duty = await stage.cast.get(dutyOfficerOf(town));
  const until = Date.now() + patienceMs;
  for (;;) {
    const path = `/api/alarms?list=open&device=${device.id}`;
    const [alarm] = (await duty.request(AlarmPage, "GET", path)).items;
    if (alarm?.incident) return duty.request(AlarmDetail, "GET", `/api/alarms/${alarm.id}`);
    if (Date.now() > until) throw new Error(`No alarm of ${device.code} opened an incident.`);
    await wait(200);
  }
}

/** Says an alarm, who was told and how fast. */
export function tell(
  stage: Stage,
  { number, level, reading, told, calls, raisedAt }: AlarmDetail,
): void {
  stage.say(`告警 ${number}：${level} ${reading}`);
  for (const one of told)
    stage.say(
      `  已通知 ${one.office} ${one.who}（${Date.parse(one.at) - Date.parse(raisedAt)} 毫秒）`,
    );
  for (const call of calls)
    stage.say(`  已呼叫 ${call.name}${call.simulated ? "（模拟）" : ""}：${call.status}`);
}

/** Those that are open, or all there ever were. */
export const alarmsOf = async (
  stage: Stage,
  town: string,
  list: "open" | "all",
): Promise<Alarm[]> => {
  const duty = await stage.cast.get(dutyOfficerOf(town));
  const all: Alarm[] = [];
  for (let after = ""; ;) {
    const { items, next } = await duty.request(
      AlarmPage,
      "GET",
      `/api/alarms?list=${list}&unit=${town}&limit=200${after}`,
    );
    all.push(...items);
    if (!next) return all;
    after = `&after=${encodeURIComponent(next)}`;
  }
};
