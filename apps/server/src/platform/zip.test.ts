import { crc32 } from "node:zlib";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { zipLength, zipOf, type ZipPart } from "./zip.ts";

const part = (name: string, ...chunks: Buffer[]): ZipPart => {
  const whole = Buffer.concat(chunks);
  return { name, size: whole.length, crc: crc32(whole), bytes: () => chunks };
};
const at = new Date("2026-11-26T16:30:20Z");
const written = async (parts: readonly ZipPart[]) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of zipOf(parts, at)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

test("another program reads what was written", async () => {
  const parts = [
    part("a.json", Buffer.from("{}")),
    part("empty.txt"),
    part("b.txt", Buffer.from("one "), Buffer.from("two")),
  ];
  const archive = await written(parts);
  expect(archive).toHaveLength(zipLength(parts));
  const files = Object.entries(unzipSync(new Uint8Array(archive)));
  expect(files.map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
    ["a.json", "{}"],
    ["empty.txt", ""],
    ["b.txt", "one two"],
  ]);
});

test("file and directory carry the checksum and the time of the place", async () => {
  const archive = await written([part("a.json", Buffer.from("{}"))]);
  const directory = archive.readUInt32LE(archive.length - 6);
  expect(archive.readUInt32LE(directory)).toBe(0x02014b50);
  for (const head of [4, directory + 6]) {
    expect(archive.readUInt32LE(head + 10)).toBe(crc32("{}"));
    // 00:30:20 on 27 November 2026.
    expect(archive.readUInt16LE(head + 6)).toBe((0 << 11) | (30 << 5) | 10);
    expect(archive.readUInt16LE(head + 8)).toBe((46 << 9) | (11 << 5) | 27);
  }
});

test("a part that is not as long as was said breaks off instead of lying", async () => {
  await expect(written([{ ...part("a.bin", Buffer.alloc(3)), size: 4 }])).rejects.toThrow(
    /changed/,
  );
});

test("more than the format holds is refused", async () => {
  await expect(written([{ ...part("a.bin"), size: 2 ** 32 }])).rejects.toThrow(/too much/);
});
