import type { PositionSource } from "@gezhi/contract/reports.ts";
import { ancestorAt, type Position, unplacedDistrict } from "@gezhi/contract/units.ts";
import { distanceM } from "../correlation/geometry-rules.ts";
import type { AddressMatch } from "../units/unit-name-rules.ts";

/** What locating asks of the unit directory. */
export type Gazetteer = {
  locate: (lon: number, lat: number) => string | undefined;
  locateAddress: (text: string, within?: string) => AddressMatch | undefined;
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
  /** A device tells where it was registered, not where a phone is. */
  sensed?: boolean;
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
    const name = source === "device" && place.sensed ? "设备登记的位置" : sourceNames[source];
    const grid = units.locate(position.lon, position.lat);
    if (!grid) {
      reasons.push(
        `${name}（${position.lon.toFixed(5)}，${position.lat.toFixed(5)}）不在本市范围内，未采用`,
      );
      continue;
    }
    reasons.push(`按${name}，位于${nameOf(units, grid)}`);
    if (source === "exif" && place.position && distanceM(position, place.position) > farM)
      reasons.push(
        `照片位置与上报时的位置相距 ${Math.round(distanceM(position, place.position) / 1000)} 公里，以照片为准`,
      );
    return { position, source, unit: grid, located: true, reasons };
  }

  const stated = place.unit ? units.currentUnit(place.unit) : undefined;
  if (place.unit && !stated) reasons.push(`所填单位编码 ${place.unit} 不存在，未采用`);
  const found = placeInWords(place, stated, units);
  const named = found && ancestorAt(found.unit, "town") ? found : undefined;
  // 七星岗街道12号 says less than the community that was stated with it.
  if (named && !stated?.startsWith(named.unit)) {
    reasons.push(
      named.presumed
        ? `按文字中的“${named.matched}”，推定在${nameOf(units, named.unit)}，请核对`
        : `按文字中的“${named.matched}”，位于${nameOf(units, named.unit)}`,
    );
    return { position: null, source: "address", unit: named.unit, located: true, reasons };
  }

  if (stated && ancestorAt(stated, "town")) {
    reasons.push(`按所填单位，位于${nameOf(units, stated)}`);
    return { position: null, source: "unit", unit: stated, located: true, reasons };
  }
  const holder = stated ?? place.reporterUnit ?? found?.unit ?? place.city;
  reasons.push(`位置不明，暂由${nameOf(units, holder)}定位`);
  return { position: null, source: "none", unit: holder, located: false, reasons };
}

/** Shorter names than this in free text are words of every day: 和平, 人民. */
const telling = 3;

/**
 * The unit that the address, or else the text, names. Inside the stated unit if there is one; else of several places of
 * one name the one in the reporter's own town or district is meant, unless another town is named.
 */
function placeInWords(
  { address, text, reporterUnit }: StatedPlace,
  stated: string | undefined,
  units: Gazetteer,
): AddressMatch | undefined {
  let coarse: AddressMatch | undefined;
  for (const words of [address, text]) {
    if (!words) continue;
    if (stated) {
      const found = units.locateAddress(words, stated);
      if (found && ancestorAt(found.unit, "town")) return found;
      coarse ??= found;
      continue;
    }
    const home = reporterUnit ? units.currentUnit(reporterUnit) : undefined;
    for (const within of [home && ancestorAt(home, "town"), home && ancestorAt(home, "district")]) {
      const near = within ? units.locateAddress(words, within) : undefined;
      if (!near || !ancestorAt(near.unit, "village")) continue;
      if (words === address || near.matched.length >= telling) return near;
    }
    const found = units.locateAddress(words);
    if (found && ancestorAt(found.unit, "town")) return found;
    coarse ??= found;
  }
  return coarse;
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
export const districtOf = (unit: string): string => unplacedDistrict(unit.slice(0, 6));
