import type { Position } from "@gezhi/contract/units.ts";
import * as exifr from "exifr";
import sharp from "sharp";
import { invalid } from "../../platform/problems.ts";
import { exifFacts } from "./exif-rules.ts";

export type Photo = {
  bytes: Buffer;
  type: string;
  thumbnail: Buffer;
  width: number;
  height: number;
  position: Position | null;
  takenAt: Date | null;
};

/** A photo of more points than any phone takes is a bomb. */
const mostPoints = 120_000_000;
const longestSide = 4096;
const thumbnailSide = 480;
const secondsForOne = 30;

// One photo at a time keeps the server answering while many are uploaded.
sharp.concurrency(1);
const places = 2;
let busy = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= places) await new Promise<void>((resolve) => waiting.push(resolve));
  else busy += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
}

/**
 * Reads where and when the photo was taken, then draws it anew: what is kept holds no metadata, no second file hidden
 * behind the first, and nothing that was not a picture.
 */
export const readPhoto = (path: string, type: string): Promise<Photo> =>
  inTurn(async () => {
    const input = { limitInputPixels: mostPoints, failOn: "error", sequentialRead: true } as const;
    try {
      const { exif } = await sharp(path, input).metadata();
      const facts = exif ? exifFacts(await readExif(exif)) : { position: null, takenAt: null };
      const upright = sharp(path, input).timeout({ seconds: secondsForOne }).autoOrient().resize({
        width: longestSide,
        height: longestSide,
        fit: "inside",
        withoutEnlargement: true,
      });
      const drawn =
        type === "image/jpeg" ? upright.jpeg({ quality: 85 }) : upright.webp({ quality: 85 });
      const { data, info } = await drawn.toBuffer({ resolveWithObject: true });
      const thumbnail = await sharp(data)
        .resize({
          width: thumbnailSide,
          height: thumbnailSide,
          fit: "inside",
          withoutEnlargement: true,
        })
        .webp({ quality: 70 })
        .toBuffer();
      return {
        bytes: data,
        type: `image/${info.format}`,
        thumbnail,
        width: info.width,
        height: info.height,
        ...facts,
      };
    } catch (error) {
      if (error instanceof Error && /pixel limit/i.test(error.message))
        throw invalid("照片尺寸过大，请缩小到 1 亿像素以内后重新上传");
      throw invalid("照片已损坏或不完整，请重新拍摄或选择其他照片");
    }
  });

const marker = Buffer.from("Exif\0\0", "latin1");
const fields = [
  "GPSLatitude",
  "GPSLatitudeRef",
  "GPSLongitude",
  "GPSLongitudeRef",
  "DateTimeOriginal",
  "OffsetTimeOriginal",
];

/** Whatever is wrong with the metadata, the photo itself still counts. */
async function readExif(block: Buffer): Promise<Record<string, unknown> | undefined> {
  const tiff = block.subarray(0, marker.length).equals(marker)
    ? block.subarray(marker.length)
    : block;
  return (await exifr.default
    .parse(tiff, {
      pick: fields,
      reviveValues: false,
      translateValues: false,
    })
    .catch(() => undefined)) as Record<string, unknown> | undefined;
}
