import type { Position } from "@gezhi/contract/units.ts";
import type { Dice } from "./dice.ts";

const metresPerDegree = 111_320;

const shift = ({ lon, lat }: Position, eastM: number, northM: number): Position => ({
  lon: lon + eastM / metresPerDegree / Math.cos((lat * Math.PI) / 180),
  lat: lat + northM / metresPerDegree,
});

export const metresBetween = (a: Position, b: Position): number =>
  Math.hypot((a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180), a.lat - b.lat) * metresPerDegree;

/** Where somebody is who went `metres` of the way, not quite straight; who has arrived moves about the spot. */
export function towards(from: Position, to: Position, metres: number, dice: Dice): Position {
  const far = metresBetween(from, to);
  const wobble = () => (dice.next() - 0.5) * 10;
  if (far <= metres) return shift(to, wobble(), wobble());
  const part = metres / far;
  const on = {
    lon: from.lon + (to.lon - from.lon) * part,
    lat: from.lat + (to.lat - from.lat) * part,
  };
  return shift(on, wobble(), wobble());
}

/** A round through a grid, back to where it began. */
export function roundThrough(grid: Position, points: number, dice: Dice): Position[] {
  const turn = dice.next() * 2 * Math.PI;
  const radius = 70 + dice.next() * 50;
  return Array.from({ length: points + 1 }, (_, index) => {
    const angle = turn + ((index % points) / points) * 2 * Math.PI;
    const far = radius * (0.8 + 0.2 * Math.sin(3 * angle));
    return shift(grid, Math.cos(angle) * far, Math.sin(angle) * far);
  });
}
