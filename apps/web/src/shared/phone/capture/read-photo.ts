import type { Position } from "@gezhi/contract/units.ts";

export type PhotoData = { place: Position | null; takenAt: number | null };
const nothing: PhotoData = { place: null, takenAt: null };

/** Where and when a photo was taken, by its own data; a hint for the person, the server reads it again. */
export async function readPhoto(file: Blob): Promise<PhotoData> {
  if (!file.type.startsWith("image/")) return nothing;
  try {
    const { parse } = await import("exifr");
    const data = (await parse(file, {
      gps: true,
      exif: { pick: ["DateTimeOriginal"] },
    })) as unknown;
    return { place: placeOf(data), takenAt: momentOf(data) };
  } catch {
    // Not every picture has such data, and no report waits for it.
    return nothing;
  }
}

function placeOf(data: unknown): Position | null {
  const { latitude: lat, longitude: lon } = (data ?? {}) as Record<string, unknown>;
  if (typeof lat !== "number" || typeof lon !== "number") return null;
  const real = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0);
  return real ? { lon, lat } : null;
}

function momentOf(data: unknown): number | null {
  const { DateTimeOriginal: at } = (data ?? {}) as Record<string, unknown>;
  return at instanceof Date && !Number.isNaN(at.getTime()) ? at.getTime() : null;
}
