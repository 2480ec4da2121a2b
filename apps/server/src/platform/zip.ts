import { Zip, ZipPassThrough } from "fflate";

/** A file of an archive. */
export type ZipPart = {
  name: string;
  size: number;
  bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

const nothing = new Uint8Array();

/** Stored, not compressed: pictures and films are so already. A part that is not as long as was said breaks off. */
export async function* zipOf(parts: readonly ZipPart[], at: Date): AsyncGenerator<Uint8Array> {
  let made: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    made.push(chunk);
  });
  const taken = () => {
    const chunks = made;
    made = [];
    return chunks;
  };
  for (const { name, size, bytes } of parts) {
    const entry = new ZipPassThrough(name);
    entry.mtime = at;
    zip.add(entry);
    let sent = 0;
    for await (const chunk of bytes()) {
      sent += chunk.length;
      entry.push(chunk);
      yield* taken();
    }
    if (sent !== size) throw new Error(`${name} changed while it was sent`);
    entry.push(nothing, true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}
