import { expect, test, vi } from "vitest";
import { aDevice, alarmsOf, aSignal } from "../features/alarms/alarm-testing.ts";
import { createHinter, signalChannel } from "../features/live/live-hint.ts";
import { startTestServer } from "../platform/testing/server.ts";
import { startJobs } from "./jobs.ts";

test("the jobs process turns a waiting signal into an alarm, hinted or not", async () => {
  const server = await startTestServer();
  const stop = await startJobs(server.context, server.url, { jobs: true });
  const hinter = createHinter(server.url, server.context.log, signalChannel);
  try {
    const [hinted, silent] = [await aDevice(server, "SE01"), await aDevice(server, "SE31")];
    await aSignal(server, hinted, { rule: "SE01" });
    hinter.hint();
    await aSignal(server, silent, { rule: "SE31", value: 1, threshold: 1 });

    const raised = async () =>
      (await alarmsOf(server, hinted)).length + (await alarmsOf(server, silent)).length;
    await vi.waitFor(async () => expect(await raised()).toBe(2), { timeout: 20_000, interval: 50 });
  } finally {
    await hinter.close();
    await stop();
    await server.close();
  }
});
