import { readFile } from "node:fs/promises";
import { inflateSync } from "node:zlib";

export type FontFiles = Record<"regular" | "regularLatin" | "bold" | "boldLatin", Buffer>;
let loaded: Promise<FontFiles> | undefined;

/** Noto Serif SC, read once: the Chinese of it and, in files of their own, digits and Latin letters. */
export const fontFiles = (): Promise<FontFiles> => (loaded ??= load());

async function load(): Promise<FontFiles> {
  const file = async (part: string) =>
    sfntOf(
      await readFile(
        new URL(
          import.meta.resolve(`@fontsource/noto-serif-sc/files/noto-serif-sc-${part}-normal.woff`),
        ),
      ),
    );
  const [regular, regularLatin, bold, boldLatin] = await Promise.all([
    file("chinese-simplified-400"),
    file("latin-400"),
    file("chinese-simplified-700"),
    file("latin-700"),
  ]);
  return { regular, regularLatin, bold, boldLatin };
}

const woffHeader = 44;
const woffEntry = 20;
const sfntHeader = 12;
const sfntEntry = 16;

/**
 * The font inside a WOFF file, whose tables are only compressed. The PDF library reads WOFF by itself, but unpacks
 * a table anew for each letter: ten seconds for a page.
 */
export function sfntOf(woff: Buffer): Buffer {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("no WOFF file");
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(sfntHeader + sfntEntry * count);
  const power = Math.floor(Math.log2(count));
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(2 ** power * 16, 6);
  head.writeUInt16BE(power, 8);
  head.writeUInt16BE((count - 2 ** power) * 16, 10);
  const parts: Buffer[] = [head];
  let at = head.length;
  for (let n = 0; n < count; n += 1) {
    const entry = woffHeader + woffEntry * n;
    const [offset, packed, length, checksum] = [4, 8, 12, 16].map((of) =>
      woff.readUInt32BE(entry + of),
    ) as [number, number, number, number];
    const raw = woff.subarray(offset, offset + packed);
    const table = packed < length ? inflateSync(raw) : raw;
    const to = sfntHeader + sfntEntry * n;
    woff.copy(head, to, entry, entry + 4);
    head.writeUInt32BE(checksum, to + 4);
    head.writeUInt32BE(at, to + 8);
    head.writeUInt32BE(length, to + 12);
    const padding = Buffer.alloc((4 - (length % 4)) % 4);
    parts.push(table, padding);
    at += table.length + padding.length;
  }
  return Buffer.concat(parts);
}
