import type { Row } from "./known-device.ts";

/** PostgreSQL counts from here. */
const epoch2000 = 946_684_800_000;
const two32 = 2 ** 32;
const float4 = 700;
const signature = Buffer.from([
  0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
]);

/** The columns that `encodeReadings` writes, in its order. */
export const readingColumns = `district, device, at, received_at, "values"`;

/** Rows as the binary format of COPY: a third of the work of text on both sides. */
export function encodeReadings(rows: readonly Row[]): Buffer {
  let most = signature.length + 2;
  for (const { values } of rows) most += 72 + 8 * values.length + 8;
  const out = Buffer.allocUnsafe(most);
  let at = signature.copy(out);
  for (const row of rows) at = encodeReading(out, at, row);
  return out.subarray(0, out.writeInt16BE(-1, at));
}

function encodeReading(out: Buffer, start: number, row: Row): number {
  const { device, values } = row;
  let at = out.writeInt16BE(5, start);
  at = out.writeInt32BE(device.district.length, at);
  at += out.write(device.district, at, "latin1");
  at = out.writeInt32BE(8, at);
  at = writeInt64(out, at, device.number);
  at = out.writeInt32BE(8, at);
  at = writeInt64(out, at, (row.at - epoch2000) * 1000 + row.offset);
  at = out.writeInt32BE(8, at);
  at = writeInt64(out, at, (row.receivedAt - epoch2000) * 1000);
  // Metrics that are not given at the end take no room.
  let count = values.length;
  while (count > 0 && values[count - 1] !== values[count - 1]) count -= 1;
  const length = at;
  at += 4;
  at = out.writeInt32BE(1, at);
  const nulls = at;
  at += 4;
  at = out.writeInt32BE(float4, at);
  at = out.writeInt32BE(count, at);
  at = out.writeInt32BE(1, at);
  let missing = 0;
  for (let index = 0; index < count; index++) {
    const value = values[index]!;
    if (value === value) {
      at = out.writeInt32BE(4, at);
      at = out.writeFloatBE(value, at);
    } else {
      missing = 1;
      at = out.writeInt32BE(-1, at);
    }
  }
  out.writeInt32BE(missing, nulls);
  out.writeInt32BE(at - length - 4, length);
  return at;
}

function writeInt64(out: Buffer, at: number, value: number): number {
  const high = Math.floor(value / two32);
  out.writeInt32BE(high, at);
  return out.writeUInt32BE(value - high * two32, at + 4);
}

/** The same instant as text, with its microseconds. */
export const instantText = ({ at, offset }: Row): string =>
  `${new Date(at).toISOString().slice(0, -1)}${String(offset).padStart(3, "0")}Z`;
