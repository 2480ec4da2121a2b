import { sql } from "kysely";
import { type Client, startTestServer } from "../../platform/testing/server.ts";
import { aDevice, alarmOf, grid, signalled, type TestDevice, town } from "./alarm-testing.ts";

export type AlarmDesk = Awaited<ReturnType<typeof openAlarmDesk>>;

/** A server with the town's dispatcher and a grid worker, and houses whose devices alarm. */
export async function openAlarmDesk() {
  const here = await startTestServer();
  const idOf = async (device: TestDevice) => `500103-${(await alarmOf(here, device)).id}`;
  let houses = 0;
  return {
    here,
    desk: await here.signIn(`${town}-dispatcher-1`),
    worker: await here.signIn(`${grid}-worker`),
    idOf,
    act: async (client: Client, device: TestDevice, name: string, reason = "") =>
      client.post(`/api/alarms/${await idOf(device)}/acts`, { act: name, reason }),
    /** Each in a house of its own, so that no two are one matter. */
    async leaking(level: "red" | "yellow" = "red"): Promise<TestDevice> {
      houses += 1;
      const device = await aDevice(here, "SE31", { place: `${houses}号楼`, unit: grid });
      await signalled(here, device, { rule: "SE31", level, value: 1, threshold: 1 });
      return device;
    },
    async settle(): Promise<void> {
      here.setNow(undefined);
      // Long enough ago to be no storm with what comes.
      await sql`update alarms set raised_at = raised_at - interval '1 hour'`.execute(here.owner);
    },
  };
}
