import type { Device } from "@gezhi/contract/devices.ts";
import type { MapPoint } from "@gezhi/contract/map.ts";
import type { MapPlace, PlaceKind } from "@gezhi/contract/places.ts";

/** Kinds of places that are houses (R61). */
export const buildingKinds = [
  "highRise",
  "school",
  "kindergarten",
  "hospital",
  "elderlyHome",
  "shopping",
  "market",
  "station",
] as const satisfies readonly PlaceKind[];
export const isBuilding = (kind: PlaceKind): boolean =>
  (buildingKinds as readonly PlaceKind[]).includes(kind);

/** Further out a house is smaller than its sign. */
export const nearestZoom = 14;
/** The most that are drawn and asked about, those nearest to the middle of the window. */
export const mostBuildings = 120;
export const storeyM = 3;
/** Where no tag says how many floors there are. */
export const assumedFloors = 6;
/** Half a side of the square: outlines are not known. */
const halfM = 20;
const metresPerDegree = 111_320;

/** Worst first: an open alarm says more than a state. */
export const looks = [
  "red",
  "orange",
  "yellow",
  "blue",
  "offline",
  "late",
  "silent",
  "online",
  "none",
] as const;
export type Look = (typeof looks)[number];
export const alarmLooks: readonly Look[] = ["red", "orange", "yellow", "blue"];

export type Building = {
  place: MapPlace;
  floors: number | null;
  devices: readonly Device[];
  /** Open alarms of these devices, now or at the instant that is shown. */
  alarms: number;
  look: Look;
};

/** "32层" among the tags. */
export function floorsOf(tags: readonly string[]): number | null {
  const found = tags.flatMap((tag) => /^(\d{1,3}) ?层$/.exec(tag)?.[1] ?? []).map(Number)[0];
  return found && found <= 200 ? found : null;
}

export const heightOf = (floors: number | null): number => (floors ?? assumedFloors) * storeyM;

/** A square around the point. */
export function squareAround({ lon, lat }: { lon: number; lat: number }): [number, number][] {
  const up = halfM / metresPerDegree;
  const across = up / Math.cos((lat * Math.PI) / 180);
  return [
    [lon - across, lat - up],
    [lon + across, lat - up],
    [lon + across, lat + up],
    [lon - across, lat + up],
    [lon - across, lat - up],
  ];
}

const townOf = (unit: string) => unit.slice(0, 9);

/**
 * What a device's place says after the name of a house: "" for the house itself, undefined for another one, so that
 * "云栖大厦二期" is no part of "云栖大厦".
 */
export function partOf(name: string, place: string): string | undefined {
  if (name === "" || !place.startsWith(name)) return undefined;
  const rest = place.slice(name.length);
  const part = rest.trim();
  const named = /^[\s,，、·\-—(（]/.test(rest) || floorOf(part) !== null;
  return rest === "" || named ? part : undefined;
}

const digits = "一二三四五六七八九";
function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const [tens, ones] = text.includes("十") ? text.split("十") : ["0", text];
  const of = (one: string | undefined, empty: number) => (one ? digits.indexOf(one) + 1 : empty);
  return (tens === "0" ? 0 : of(tens, 1) * 10) + of(ones, 0);
}

/** The floor a part of a house names; below the ground it is negative. */
export function floorOf(part: string): number | null {
  const below = /(?:地下|负)(\d{1,2}|[一二三四五六七八九十]{1,3})[层楼]?|\bB(\d)\b/i.exec(part);
  if (below) return -numberOf(below[1] ?? below[2]!);
  const above = /(\d{1,3}|[一二三四五六七八九十]{1,3}) ?(?:层|楼|F\b)/i.exec(part);
  return above ? numberOf(above[1]!) : null;
}

/** The houses nearest to the middle; the rest is not drawn. */
export function nearest(
  places: readonly MapPlace[],
  middle: { lon: number; lat: number },
): MapPlace[] {
  const narrow = Math.cos((middle.lat * Math.PI) / 180);
  const distance = ({ position }: MapPlace) =>
    ((position.lon - middle.lon) * narrow) ** 2 + (position.lat - middle.lat) ** 2;
  return places
    .filter(({ kind }) => isBuilding(kind))
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, mostBuildings);
}

/** The names to ask about, by the town the houses lie in: names recur elsewhere. */
export function namesByTown(places: readonly MapPlace[]): [town: string, names: string[]][] {
  const towns = new Map<string, Set<string>>();
  for (const { unit, name } of places) {
    const town = townOf(unit.code);
    towns.set(town, (towns.get(town) ?? new Set()).add(name));
  }
  return [...towns].map(([town, names]) => [town, [...names].toSorted()]);
}

/** Those whose names were asked about: of the others nobody knows yet what stands in them. */
export const askedAbout = (
  places: readonly MapPlace[],
  towns: ReturnType<typeof namesByTown>,
): MapPlace[] => {
  const names = new Map(towns.map(([town, all]) => [town, new Set(all)]));
  return places.filter(({ unit, name }) => names.get(townOf(unit.code))?.has(name));
};

export const worstOf = (all: readonly Look[]): Look =>
  looks.find((look) => all.includes(look)) ?? "none";

/** An open alarm of a device, else its state. */
const lookOf = ({ worst, state }: Device): Look => worst ?? (state === "retired" ? "none" : state);

/** Places of devices and alarms come from one column, and so are equal. */
const spotOf = ({ lon, lat }: { lon: number; lat: number }) => `${lon},${lat}`;

/** Alarms of an instant by where they stand. */
export const bySpot = (alarms: readonly MapPoint[]): Map<string, MapPoint[]> =>
  Map.groupBy(alarms, spotOf);

/** Those that stand where one of these devices does. */
export function alarmsAt(
  devices: readonly Device[],
  alarms: ReadonlyMap<string, MapPoint[]>,
): MapPoint[] {
  const spots = new Set(devices.flatMap(({ position }) => (position ? [spotOf(position)] : [])));
  return [...spots].flatMap((spot) => alarms.get(spot) ?? []);
}

/** The devices that stand in a house by what is written of them; the longest name that fits is meant. */
export function devicesByPlace(
  places: readonly MapPlace[],
  devices: readonly Device[],
): Map<string, Device[]> {
  const longest = places.toSorted((a, b) => b.name.length - a.name.length);
  const found = new Map<string, Device[]>();
  for (const device of devices) {
    const town = townOf(device.unit.code);
    const of = longest.find(
      ({ name, unit }) => townOf(unit.code) === town && partOf(name, device.place) !== undefined,
    );
    if (!of) continue;
    const own = found.get(of.id);
    if (own) own.push(device);
    else found.set(of.id, [device]);
  }
  return found;
}

/** `then`: alarms of an instant that is over, of which no states of devices are known. */
export function buildingsOf(
  places: readonly MapPlace[],
  devices: readonly Device[],
  then?: readonly MapPoint[],
): Building[] {
  const byPlace = devicesByPlace(places, devices);
  const alarms = then && bySpot(then);
  return places.map((place) => {
    const own = byPlace.get(place.id) ?? [];
    const past = alarms && alarmsAt(own, alarms);
    return {
      place,
      floors: floorsOf(place.tags),
      devices: own,
      alarms: past ? past.length : own.reduce((sum, { openAlarms }) => sum + openAlarms, 0),
      look: worstOf(past ? past.map(({ worst }) => worst as Look) : own.map(lookOf)),
    };
  });
}

export type Storey = { floor: number | null; devices: Device[] };

/** From the top down; what names no floor comes last. */
export function byFloor(name: string, devices: readonly Device[]): Storey[] {
  const storeys = new Map<number | null, Device[]>();
  for (const device of devices) {
    const floor = floorOf(partOf(name, device.place) ?? "");
    storeys.set(floor, [...(storeys.get(floor) ?? []), device]);
  }
  return [...storeys]
    .map(([floor, of]) => ({ floor, devices: of }))
    .toSorted((a, b) => (b.floor ?? -Infinity) - (a.floor ?? -Infinity));
}
