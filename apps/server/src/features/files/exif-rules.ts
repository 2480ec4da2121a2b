import type { Position } from "@gezhi/contract/units.ts";

export type ExifFacts = { position: Position | null; takenAt: Date | null };

/** Where and when, from raw EXIF fields; anything implausible is as good as absent. */
export function exifFacts(fields: Record<string, unknown> | undefined): ExifFacts {
  if (!fields) return { position: null, takenAt: null };
  const lat = degrees(fields.GPSLatitude, fields.GPSLatitudeRef, "S");
  const lon = degrees(fields.GPSLongitude, fields.GPSLongitudeRef, "W");
  return {
    position: plausible(lon, lat),
    takenAt: instant(fields.DateTimeOriginal, fields.OffsetTimeOriginal),
  };
}

function degrees(parts: unknown, side: unknown, negative: string): number {
  if (!Array.isArray(parts)) return Number.NaN;
  const [whole = Number.NaN, minutes = 0, seconds = 0] = parts.map(Number);
  const size = whole + minutes / 60 + seconds / 3600;
  return side === negative ? -size : size;
}

/** A camera without a fix writes zeros. */
const plausible = (lon: number, lat: number): Position | null =>
  Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && (lon !== 0 || lat !== 0) ? { lon, lat } : null;

/** `2026:11:22 10:20:30`; cameras that name no offset run on the clock of China. */
function instant(written: unknown, offset: unknown): Date | null {
  const match =
    typeof written === "string" && /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(written);
  if (!match) return null;
  const zone = typeof offset === "string" && /^[+-]\d\d:\d\d$/.test(offset) ? offset : "+08:00";
  const at = new Date(`${match[1]}-${match[2]}-${match[3]}T${match[4]}${zone}`);
  return Number.isNaN(at.getTime()) ? null : at;
}
