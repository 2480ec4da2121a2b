import { open, type FileHandle } from "node:fs/promises";

/** A box of an MP4 or MOV file: its type stands at `at + 4`. */
type Box = { at: number; type: string; body: number; end: number };

const containers = new Set(["moov", "trak", "mdia", "moof", "traf"]);
/** Where phones write place, owner and model. */
const telling = new Set(["udta", "meta", "uuid", "©xyz"]);
const mostBoxes = 10_000;
const free = Buffer.from("free");

/**
 * The bytes of an MP4 or MOV with every metadata box declared free space and emptied, so that place, owner and device
 * are gone while picture and sound stay where they are. Other files pass unchanged.
 */
export async function* withoutMetadata(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const boxes = await tellingBoxes(file, 0, size, { left: mostBoxes });
    for (let at = 0; at < size;) {
      const chunk = Buffer.alloc(Math.min(1 << 20, size - at));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) return;
      for (const box of boxes) blank(chunk.subarray(0, bytesRead), at, box);
      yield chunk.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

function blank(chunk: Buffer, at: number, box: Box): void {
  for (let index = 0; index < free.length; index += 1) {
    const place = box.at + 4 + index - at;
    if (place >= 0 && place < chunk.length) chunk[place] = free[index] ?? 0;
  }
  const from = Math.max(0, box.body - at);
  const to = Math.min(chunk.length, box.end - at);
  if (from < to) chunk.fill(0, from, to);
}

async function tellingBoxes(
  file: FileHandle,
  from: number,
  end: number,
  budget: { left: number },
): Promise<Box[]> {
  const found: Box[] = [];
  for (let at = from; at + 8 <= end && budget.left > 0;) {
    budget.left -= 1;
    const box = await boxAt(file, at, end);
    if (!box) break;
    if (telling.has(box.type)) found.push(box);
    else if (containers.has(box.type))
      found.push(...(await tellingBoxes(file, box.body, box.end, budget)));
    at = box.end;
  }
  return found;
}

async function boxAt(file: FileHandle, at: number, end: number): Promise<Box | undefined> {
  const head = Buffer.alloc(16);
  const { bytesRead } = await file.read(head, 0, 16, at);
  if (bytesRead < 8) return undefined;
  const type = head.toString("latin1", 4, 8);
  const short = head.readUInt32BE(0);
  const long = short === 1 && bytesRead === 16;
  const size = long ? Number(head.readBigUInt64BE(8)) : short === 0 ? end - at : short;
  const body = at + (long ? 16 : 8);
  return size < body - at || at + size > end ? undefined : { at, type, body, end: at + size };
}
