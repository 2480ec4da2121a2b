/** The fixed header of MQTT: kind of packet and length of what follows. */
export const kinds = {
  connect: 1,
  publish: 3,
  pubrel: 6,
  subscribe: 8,
  unsubscribe: 10,
  pingreq: 12,
  disconnect: 14,
};

export type Frame = { kind: number; flags: number; start: number; end: number };

/** undefined: more bytes are needed. Throws what the sender did wrong, before what is too long has been read. */
export function nextFrame(bytes: Buffer, from: number, mostLength: number): Frame | undefined {
  if (bytes.length - from < 2) return undefined;
  let length = 0;
  let at = from + 1;
  for (let shift = 0; ; shift += 7) {
    if (at >= bytes.length) return undefined;
    const byte = bytes[at]!;
    at += 1;
    length += (byte & 0x7f) << shift;
    if (byte < 0x80) break;
    if (shift === 21) throw new ProtocolError("malformed");
  }
  if (length > mostLength) throw new ProtocolError("oversized");
  if (bytes.length - at < length) return undefined;
  return { kind: bytes[from]! >> 4, flags: bytes[from]! & 15, start: at, end: at + length };
}

const root = "gezhi/v1/";
/** Wildcards have no place in the name of a topic. */
// oxlint-disable-next-line no-control-regex
const forbidden = /[+#\0]/;

export class ProtocolError extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

export type Publish = {
  topicStart: number;
  topicEnd: number;
  qos: number;
  id: number;
  payloadStart: number;
};

/** Where the parts of a PUBLISH lie; `properties`: MQTT 5. */
export function publishParts(
  bytes: Buffer,
  { flags, start, end }: Frame,
  properties: boolean,
): Publish {
  const qos = (flags >> 1) & 3;
  const topicStart = start + 2;
  if (qos === 3 || topicStart > end) throw new ProtocolError("malformed");
  const topicEnd = topicStart + ((bytes[start]! << 8) | bytes[start + 1]!);
  let at = topicEnd;
  let id = 0;
  if (qos > 0) {
    if (at + 2 > end) throw new ProtocolError("malformed");
    id = (bytes[at]! << 8) | bytes[at + 1]!;
    at += 2;
    if (id === 0) throw new ProtocolError("malformed");
  }
  if (properties) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 21) throw new ProtocolError("malformed");
      const byte = bytes[at]!;
      at += 1;
      length += (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    at += length;
  }
  if (at > end) throw new ProtocolError("malformed");
  return { topicStart, topicEnd, qos, id, payloadStart: at };
}

/** `gezhi/v1/{unit}/{device}/{telemetry|command}`; undefined: another topic. */
export function deviceOfTopic(topic: string, last: "telemetry" | "command"): string | undefined {
  if (!topic.startsWith(root) || !topic.endsWith(last)) return undefined;
  const unitEnd = topic.indexOf("/", root.length);
  const end = topic.length - last.length - 1;
  if (unitEnd <= root.length || end <= unitEnd + 1) return undefined;
  if (topic.indexOf("/", unitEnd + 1) !== end || forbidden.test(topic)) return undefined;
  return topic.slice(unitEnd + 1, end);
}

const rootBytes = Buffer.from(root);
const telemetryBytes = Buffer.from("/telemetry");
const slash = 0x2f;
const stands = (part: Buffer, bytes: Buffer, start: number): boolean => {
  for (let at = 0; at < part.length; at++) if (bytes[start + at] !== part[at]) return false;
  return true;
};
/** Digits, letters and what lies between them; a unit with other bytes is read as text. */
const isPlain = (byte: number): boolean => byte > slash && byte < 0x7b;

/** The bytes of the code in a topic of readings as devices write it; undefined: to be read as text. */
export function codeInTopic(
  bytes: Buffer,
  start: number,
  end: number,
): { codeStart: number; codeEnd: number } | undefined {
  const codeEnd = end - telemetryBytes.length;
  const unitStart = start + rootBytes.length;
  if (codeEnd <= unitStart) return undefined;
  if (!stands(rootBytes, bytes, start) || !stands(telemetryBytes, bytes, codeEnd)) return undefined;
  let at = unitStart;
  while (at < codeEnd && isPlain(bytes[at]!)) at += 1;
  if (at === unitStart || at === codeEnd || bytes[at] !== slash) return undefined;
  return { codeStart: at + 1, codeEnd };
}

/** Bytes so far and bytes that come now; what came whole is not copied. */
export const joined = (rest: Buffer | undefined, chunk: Buffer): Buffer =>
  rest ? Buffer.concat([rest, chunk]) : chunk;
