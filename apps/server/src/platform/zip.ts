/** A file of an archive whose checksum is known before its bytes are sent again. */
export type ZipPart = {
  /** ASCII. */
  name: string;
  size: number;
  crc: number;
  bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

const most = 2 ** 32 - 1;
const [localBytes, centralBytes, endBytes] = [30, 46, 22];

export const zipLength = (parts: readonly ZipPart[]): number =>
  endBytes +
  parts.reduce(
    (sum, { name, size }) => sum + size + localBytes + centralBytes + 2 * name.length,
    0,
  );

/** Stored, not compressed: pictures and films are so already. No ZIP64: 4 GB and 65,535 files at most. */
export async function* zipOf(parts: readonly ZipPart[], at: Date): AsyncGenerator<Uint8Array> {
  if (zipLength(parts) > most || parts.length > 0xffff)
    throw new RangeError("too much for one archive");
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const head = headOf(part, at);
    const name = Buffer.from(part.name, "ascii");
    directory.push(centralOf(head, offset), name);
    yield Buffer.concat([signature(0x04034b50), head, name]);
    let sent = 0;
    for await (const chunk of part.bytes()) {
      sent += chunk.length;
      yield chunk;
    }
    if (sent !== part.size) throw new Error(`${part.name} changed while it was sent`);
    offset += localBytes + name.length + part.size;
  }
  const list = Buffer.concat(directory);
  yield Buffer.concat([list, endOf(parts.length, list.length, offset)]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** What stands equally before the file and in the directory. */
function headOf({ name, size, crc }: ZipPart, at: Date): Buffer {
  // The format knows local time only: that of the place, China Standard Time.
  const local = new Date(at.getTime() + 8 * 3_600_000);
  const head = Buffer.alloc(localBytes - 4);
  head.writeUInt16LE(20, 0);
  head.writeUInt16LE(
    (local.getUTCHours() << 11) | (local.getUTCMinutes() << 5) | (local.getUTCSeconds() >> 1),
    6,
  );
  head.writeUInt16LE(
    ((local.getUTCFullYear() - 1980) << 9) | ((local.getUTCMonth() + 1) << 5) | local.getUTCDate(),
    8,
  );
  head.writeUInt32LE(crc, 10);
  head.writeUInt32LE(size, 14);
  head.writeUInt32LE(size, 18);
  head.writeUInt16LE(name.length, 22);
  return head;
}

function centralOf(head: Buffer, offset: number): Buffer {
  const madeBy = Buffer.from([20, 0]);
  const tail = Buffer.alloc(centralBytes - 4 - madeBy.length - head.length);
  tail.writeUInt32LE(offset, tail.length - 4);
  return Buffer.concat([signature(0x02014b50), madeBy, head, tail]);
}

function endOf(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(endBytes);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
