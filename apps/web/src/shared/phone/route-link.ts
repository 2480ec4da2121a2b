import type { Position } from "@gezhi/contract/units.ts";

/**
 * Opens the phone's own map with the way to a place. Positions are WGS-84: `geo:` means that, and maps in China shift
 * them to GCJ-02 themselves. Apple's phones know no `geo:`.
 */
export function routeLink({ lon, lat }: Position, label: string, userAgent: string): string {
  const place = `${lat.toFixed(6)},${lon.toFixed(6)}`;
  return /iPhone|iPad|Macintosh/.test(userAgent)
    ? `https://maps.apple.com/?daddr=${place}&dirflg=w`
    : `geo:${place}?q=${place}(${encodeURIComponent(label)})`;
}
