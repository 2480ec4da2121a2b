import type { TelemetryBatch, TelemetryBatchResult } from "@gezhi/contract/telemetry.ts";
import type { z } from "zod";
import type { DeviceTable } from "./device-table.ts";
import { wordsOf } from "./fault-words-rules.ts";
import type { IntakeDesk } from "./intake-desk.ts";
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
export function takeBatch(
  { username, password, messages }: GatewayBatch,
  { desk, devices }: { desk: IntakeDesk; devices: DeviceTable },
): Promise<BatchOutcome> {
  const gateway = devices.byCode(username);
  if (!gateway || gateway.retired || !isPasswordOf(gateway, password))
    return Promise.resolve({ failed: "denied" });
  if (desk.counts.paused) return Promise.resolve({ failed: "busy" });
  return new Promise((resolve) => {
    const refused: TelemetryBatchResult["refused"] = [];
    let waiting = messages.length;
    const refuse = (index: number, found: Found) =>
      refused.push({ index, fault: found.fault, message: wordsOf(found) });
    const done = () => {
      waiting -= 1;
      if (waiting === 0)
        resolve({ result: { accepted: messages.length - refused.length, refused } });
    };
    messages.forEach(({ device: code, payload }, index) => {
      const device = devices.byCode(code);
      if (!device || (device !== gateway && device.gateway !== gateway.code)) {
        const fault = device ? "foreignTopic" : "unknownDevice";
        desk.fault(gateway, fault);
        refuse(index, { fault });
        return done();
      }
      // Answered before `take` returns: nothing of it is kept.
      let atOnce = true;
      let kept = true;
      const message = {
        settle: () => {
          if (atOnce) kept = false;
          else done();
        },
      };
      const faults = desk.take(device, Buffer.from(JSON.stringify(payload ?? null)), message);
      atOnce = false;
      if (kept) return;
      refuse(index, faults?.[0] ?? { fault: "malformed" });
      done();
    });
  });
}
