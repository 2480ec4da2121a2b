/** Alarms within so long of each other may have one cause. */
export const stormMs = 10 * 60_000;
/** So many devices of one building, grid or gateway are a storm. */
export const stormDevices = 3;
/** Alarms of a storm that pop up before graver ones: with orange, red and the reminder of an unheard red, five at most. */
export const stormPopups = 2;

/** What strikes a whole town at once: weather, water, ground, and the failure of what connects the devices. */
const townWide = [/^11/, /^060103/, /^2201/];
export const strikesTown = (category: string): boolean =>
  townWide.some((one) => one.test(category));

export type Earlier = {
  id: string;
  device: number;
  unit: string;
  place: string;
  gateway: string | null;
  town: string | null;
  incident: string;
  raisedAt: number;
  category: string;
};

export type Struck = Pick<Earlier, "device" | "unit" | "place" | "gateway" | "town" | "category">;

/** Earlier alarms of the same cause, the eldest first; empty while there are too few devices for a storm. */
export function stormOf(alarm: Struck, earlier: readonly Earlier[]): Earlier[] {
  const ways: [because: string, same: (other: Earlier) => boolean][] = [
    ["gateway", (other) => alarm.gateway !== null && other.gateway === alarm.gateway],
    [
      "building",
      (other) => alarm.place !== "" && other.place === alarm.place && sameVillage(alarm, other),
    ],
    ["grid", (other) => alarm.unit.length >= 15 && other.unit === alarm.unit],
    [
      "town",
      (other) => strikesTown(alarm.category) && alarm.town !== null && other.town === alarm.town,
    ],
  ];
  for (const [, same] of ways) {
    const alike = earlier.filter((other) => other.device !== alarm.device && same(other));
    const devices = new Set([alarm.device, ...alike.map(({ device }) => device)]);
    if (devices.size >= stormDevices) return alike.toSorted((a, b) => a.raisedAt - b.raisedAt);
  }
  return [];
}

const sameVillage = (one: Struck, other: Struck): boolean =>
  one.unit.slice(0, 12) === other.unit.slice(0, 12);

/** The timeline hears of a growing storm now and then, not three thousand times. */
export const worthALine = (alarms: number): boolean =>
  alarms === stormDevices || [10, 30, 100, 300, 1000, 3000, 10_000].includes(alarms);
