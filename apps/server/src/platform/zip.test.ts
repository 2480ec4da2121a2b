import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { zipOf, type ZipPart } from "./zip.ts";

const part = (name: string, ...chunks: Buffer[]): ZipPart => ({
  name,
  size: Buffer.concat(chunks).length,
  bytes: () => chunks,
});
const written = async (parts: readonly ZipPart[]) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of zipOf(parts, new Date("2026-11-26T16:30:20Z"))) chunks.push(chunk);
  return Buffer.concat(chunks);
};

test("what was packed is unpacked, also a file of nothing and one that came in pieces", async () => {
  const archive = await written([
    part("a.json", Buffer.from("{}")),
    part("empty.txt"),
    part("b.txt", Buffer.from("one "), Buffer.from("two")),
  ]);
  const files = Object.entries(unzipSync(new Uint8Array(archive)));
  expect(files.map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
    ["a.json", "{}"],
    ["empty.txt", ""],
    ["b.txt", "one two"],
  ]);
});

test("a part that is not as long as was said breaks off instead of lying", async () => {
  await expect(written([{ ...part("a.bin", Buffer.alloc(3)), size: 4 }])).rejects.toThrow(
    /changed/,
  );
});
