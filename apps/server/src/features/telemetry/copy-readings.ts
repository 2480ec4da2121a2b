import { finished } from "node:stream/promises";
import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Row } from "./known-device.ts";
import { encodeReadings, readingColumns } from "./reading-copy-rules.ts";

const text = `copy readings (${readingColumns}) from stdin (format binary)`;

export async function copyReadings(client: Client, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const stream = client.query(copyFrom(text));
  stream.end(encodeReadings(rows));
  await finished(stream);
}
