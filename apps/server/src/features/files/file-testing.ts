import { crc32 } from "node:zlib";
import sharp from "sharp";

/** A photo as a phone takes it, with place, time and camera in its EXIF. */
export const aPhoto = (place?: { lat: string; lon: string }, tint = 128): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: { r: tint, g: 90, b: 60 } } })
    .jpeg()
    .withExif({
      IFD0: { Make: "GezhiTestCamera" },
      IFD2: { DateTimeOriginal: "2026:11:20 08:15:00" },
      ...(place
        ? {
            IFD3: {
              GPSLatitudeRef: "N",
              GPSLatitude: place.lat,
              GPSLongitudeRef: "E",
              GPSLongitude: place.lon,
            },
          }
        : {}),
    })
    .toBuffer();

/** Degrees as EXIF writes them, to a millionth. */
export const degrees = (value: number): string =>
  `${Math.round(value * 1_000_000)}/1000000 0/1 0/1`;

/** A few bytes that claim to be a picture of that size. */
export function aBomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", Buffer.from("789c010000ffff00000001", "hex")),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const box = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
};

/** The frame of an MP4 with its place in it, twice as phones write it, and so many bytes of picture. */
export const aVideo = (pictureBytes: number): Buffer =>
  Buffer.concat([
    box("ftyp", Buffer.from("isom\x00\x00\x02\x00isomiso2mp41", "latin1")),
    box("mdat", Buffer.alloc(pictureBytes, 7)),
    box(
      "moov",
      box("mvhd", Buffer.alloc(100, 1)),
      box(
        "trak",
        box("tkhd", Buffer.alloc(84, 2)),
        box("udta", box("©xyz", Buffer.from("+29.5501+106.5702/"))),
      ),
      box(
        "udta",
        box("meta", Buffer.from("com.apple.quicktime.location.ISO6709+29.5501+106.5702/")),
      ),
    ),
  ]);
