import type { PositionSource } from "@gezhi/contract/reports.ts";
import { ancestorAt, type Position } from "@gezhi/contract/units.ts";
import { distanceM } from "../correlation/geometry-rules.ts";

/** What locating asks of the unit directory. */
export type Gazetteer = {
  locate: (lon: number, lat: number) => string | undefined;
  locateAddress: (text: string, within?: string) => { unit: string; matched: string } | undefined;
  path: (code: string) => { code: string; name: string }[];
  /** The unit that `code` is today; undefined when there never was one. */
  currentUnit: (code: string) => string | undefined;
};

export type StatedPlace = {
  /** Of the photos, in their order. */
  exif: readonly Position[];
  position: Position | null;
  positionSource: PositionSource;
  address: string;
  text: string;
  unit: string | null;
  reporterUnit: string | null;
  city: string;
};

export type Location = {
  position: Position | null;
  source: PositionSource;
  /** The deepest unit known. */
  unit: string;
  /** At least the town is known: somebody is responsible. */
  located: boolean;
  reasons: string[];
};

const farM = 3_000;

/** Photo, device, pin, address, stated unit – the first that lies in the city decides; nothing is ever dropped. */
export function locateReport(place: StatedPlace, units: Gazetteer): Location {
  const reasons: string[] = [];
  for (const { position, source } of positionsOf(place)) {
    const grid = units.locate(position.lon, position.lat);
    if (!grid) {
      reasons.push(
        `${sourceNames[source]}（${position.lon.toFixed(5)}，${position.lat.toFixed(5)}）不在本市范围内，未采用`,
      );
      continue;
    }
    reasons.push(`按${sourceNames[source]}，位于${nameOf(units, grid)}`);
    if (source === "exif" && place.position && distanceM(position, place.position) > farM)
      reasons.push(
        `照片位置与上报时的位置相距 ${Math.round(distanceM(position, place.position) / 1000)} 公里，以照片为准`,
      );
    return { position, source, unit: grid, located: true, reasons };
  }

  const stated = place.unit ? units.currentUnit(place.unit) : undefined;
  for (const text of [place.address, place.text]) {
    const found = text ? units.locateAddress(text, stated) : undefined;
    if (!found || !ancestorAt(found.unit, "town")) continue;
    reasons.push(`按文字中的“${found.matched}”，位于${nameOf(units, found.unit)}`);
    return { position: null, source: "address", unit: found.unit, located: true, reasons };
  }

  if (stated && ancestorAt(stated, "town")) {
    reasons.push(`按所填单位，位于${nameOf(units, stated)}`);
    return { position: null, source: "unit", unit: stated, located: true, reasons };
  }
  const holder = stated ?? place.reporterUnit ?? place.city;
  reasons.push(`位置不明，暂由${nameOf(units, holder)}定位`);
  return { position: null, source: "none", unit: holder, located: false, reasons };
}

const sourceNames: Record<PositionSource, string> = {
  exif: "照片自带位置",
  device: "手机定位",
  pin: "地图选点",
  address: "地址定位",
  unit: "所填单位",
  none: "所给位置",
};

/** What a client calls the photo's own position is at best its device's: only the server reads the photo. */
function positionsOf({
  exif,
  position,
  positionSource,
}: StatedPlace): { position: Position; source: PositionSource }[] {
  const given =
    positionSource === "exif" || positionSource === "none" || positionSource === "unit"
      ? "device"
      : positionSource;
  return [
    ...exif.map((found) => ({ position: found, source: "exif" as const })),
    ...(position ? [{ position, source: given }] : []),
  ];
}

const nameOf = (units: Gazetteer, code: string): string =>
  units
    .path(code)
    .map(({ name }) => name)
    .join("") || code;

/** 6 digits also for what no district is known of: the city's own. */
export const districtOf = (unit: string): string => unit.slice(0, 6).padEnd(6, "0");
