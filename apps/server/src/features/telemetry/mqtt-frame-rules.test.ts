import fc from "fast-check";
import { generate } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { AckQueue } from "./ack-queue.ts";
import { codeInTopic, deviceOfTopic, nextFrame, publishParts } from "./mqtt-frame-rules.ts";

const codeIn = (topic: string): string | undefined => {
  const bytes = Buffer.from(topic);
  const code = codeInTopic(bytes, 0, bytes.length);
  return code && bytes.toString("utf8", code.codeStart, code.codeEnd);
};

const publish = (payload: string, version: 4 | 5 = 4) =>
  generate(
    {
      cmd: "publish",
      topic: "gezhi/v1/5001/d/telemetry",
      payload,
      qos: 1,
      messageId: 513,
      retain: false,
      dup: false,
    },
    { protocolVersion: version },
  );

test.each([4, 5] as const)("a PUBLISH of MQTT %s is found in its bytes", (version) => {
  const bytes = publish("x".repeat(200), version);
  const frame = nextFrame(bytes, 0, 65_536)!;
  expect(frame).toMatchObject({ kind: 3, end: bytes.length });
  const { topicStart, topicEnd, id, qos, payloadStart } = publishParts(bytes, frame, version === 5);
  expect(bytes.toString("utf8", topicStart, topicEnd)).toBe("gezhi/v1/5001/d/telemetry");
  expect({ id, qos, payload: frame.end - payloadStart }).toEqual({ id: 513, qos: 1, payload: 200 });
});

test("a packet that is not whole waits, one that is too long is refused by its header", () => {
  const bytes = publish("x".repeat(200));
  for (let length = 0; length < bytes.length; length++)
    expect(nextFrame(bytes.subarray(0, length), 0, 65_536)).toBeUndefined();
  expect(() => nextFrame(bytes.subarray(0, 4), 0, 100)).toThrow("oversized");
  expect(() => nextFrame(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 1]), 0, 1e9)).toThrow(
    "malformed",
  );
});

describe("a topic names a device", () => {
  test.each([
    ["gezhi/v1/5001/d/telemetry", "d"],
    ["gezhi/v1/5001/+/telemetry", undefined],
    ["gezhi/v1/#", undefined],
    ["$SYS/gezhi/v1/d/telemetry", undefined],
    ["gezhi/v1/5001/d/command", undefined],
    ["gezhi/v1/5001/d/telemetry/", undefined],
    ["gezhi/v1//d/telemetry", undefined],
  ])("%s: %s", (topic, device) => {
    expect(deviceOfTopic(topic, "telemetry")).toBe(device);
  });

  const parts = ["gezhi", "v1", "5001", "a-1", "+", "#", "\0", "", "telemetry", "command", "区"];
  test("read from its bytes it is the device that its text names, or is left to the text", () => {
    expect(codeIn("gezhi/v1/5001/d/telemetry")).toBe("d");
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts), { maxLength: 4 }),
        fc.constantFrom("gezhi/v1/", ""),
        fc.constantFrom("/telemetry", ""),
        (middle, start, end) => {
          const topic = start + middle.join("/") + end;
          const known = ["a-1", "5001", "v1"];
          const code = codeIn(topic);
          if (code !== undefined && known.includes(code))
            expect(deviceOfTopic(topic, "telemetry")).toBe(code);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test("acknowledgements leave in the order of their messages, whichever is committed first", async () => {
  const sent: number[] = [];
  const queue = new AckQueue((bytes) => {
    for (let at = 0; at < bytes.length; at += 4) sent.push(bytes.readUInt16BE(at + 2));
  });
  const [first, second, third] = [1, 2, 3].map((id) => queue.add(0x40, id));
  second!.settle();
  await Promise.resolve();
  expect(sent).toEqual([]);
  first!.settle();
  await Promise.resolve();
  expect(sent).toEqual([1, 2]);
  third!.settle();
  await Promise.resolve();
  expect({ sent, left: queue.length }).toEqual({ sent: [1, 2, 3], left: 0 });
});
