import type { TelemetryBatch, TelemetryBatchResult } from "@gezhi/contract/telemetry.ts";
import type { z } from "zod";
import type { DeviceTable } from "./device-table.ts";
import { wordsOf } from "./fault-words-rules.ts";
import type { IntakeDesk } from "./intake-desk.ts";
import type { KnownDevice } from "./known-device.ts";
import { isPasswordOf } from "./mqtt-connection.ts";
import type { Found } from "./payload-values-rules.ts";

export type GatewayBatch = {
  username: string;
  password: string;
  messages: z.infer<typeof TelemetryBatch>["messages"];
};
/** `denied`: the credentials are wrong; `busy`: senders must wait. */
export type BatchOutcome = { result: TelemetryBatchResult } | { failed: "denied" | "busy" };

/** A gateway's messages, each by itself; answered when all that is kept is committed. */
export async function takeBatch(
  { username, password, messages }: GatewayBatch,
  { desk, devices }: { desk: IntakeDesk; devices: DeviceTable },
): Promise<BatchOutcome> {
  const signIn = () => {
    const gateway = devices.byCode(username);
    return gateway && !gateway.retired && isPasswordOf(gateway, password) ? gateway : undefined;
  };
  let gateway = signIn();
  if (!gateway) {
    await desk.ask(username);
    gateway = signIn();
  }
  if (!gateway) return { failed: "denied" };
  if (desk.counts.paused) return { failed: "busy" };
  return takeAll(gateway, messages, { desk, devices });
}

function takeAll(
  gateway: KnownDevice,
  messages: GatewayBatch["messages"],
  { desk, devices }: { desk: IntakeDesk; devices: DeviceTable },
): Promise<BatchOutcome> {
  return new Promise((resolve) => {
    const refused: TelemetryBatchResult["refused"] = [];
    let waiting = messages.length;
    const done = (index: number, found: Found | undefined) => {
      if (found) refused.push({ index, fault: found.fault, message: wordsOf(found) });
      waiting -= 1;
      if (waiting > 0) return;
      refused.sort((a, b) => a.index - b.index);
      resolve({ result: { accepted: messages.length - refused.length, refused } });
    };
    const take = (code: string, payload: Buffer, index: number): void => {
      const device = devices.byCode(code);
      if (device && (device === gateway || device.gateway === gateway.code))
        return desk.take(device, payload, { settle: (faults) => done(index, faults?.[0]) });
      if (desk.later(code, payload, (kept) => take(code, kept, index))) return;
      const fault = device ? "foreignTopic" : "unknownDevice";
      desk.fault(gateway, fault);
      done(index, { fault });
    };
    messages.forEach(({ device, payload }, index) =>
      take(device, Buffer.from(JSON.stringify(payload ?? null)), index),
    );
  });
}
