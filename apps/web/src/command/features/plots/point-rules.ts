/** Longitude and latitude as people copy them: parted by a comma, a space or 、. Undefined: no point on the globe. */
export function readPoint(text: string): [lon: number, lat: number] | undefined {
  const parts = text
    .normalize("NFKC")
    .trim()
    .split(/[\s,、;]+/);
  const [lon, lat] = parts.map((part) => (part === "" ? NaN : Number(part)));
  if (parts.length !== 2 || lon === undefined || lat === undefined) return undefined;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 85 ? [lon, lat] : undefined;
}
