import type { PlaceGeometry } from "@gezhi/contract/places.ts";
import type { Position } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import { read } from "../../platform/database/scope.ts";
import { boxAround, distanceToLineM } from "../correlation/geometry-rules.ts";
import { listKeyPlaces, type KeyPlaceRow } from "./place-queries.ts";
import { farthestPriorityM, type NearPlace } from "./priority-rules.ts";

/** Every key place in memory by the cells it lies in: who asks looks into the few cells around a position. */
export type KeyPlaceDirectory = {
  /** Those that stand on the day, nearest first. */
  near(position: Position, at: number): NearPlace[];
  /** What lies in these grids is read anew. */
  reload(grids: readonly string[]): Promise<void>;
};

type KeyPlace = Omit<KeyPlaceRow, "geometry"> & { line: Position[]; cells: number[] };

/** About 500 m: with the longest distance at most nine cells. */
const cellDegrees = 0.005;
const cellsRound = 100_000;
const index = (degrees: number): number => Math.floor(degrees / cellDegrees);

function cellsOfBox(box: { west: number; east: number; south: number; north: number }): number[] {
  const cells: number[] = [];
  for (let row = index(box.south); row <= index(box.north); row += 1)
    for (let column = index(box.west); column <= index(box.east); column += 1)
      cells.push(row * cellsRound + column);
  return cells;
}

/** A line lies in the cells of the boxes of its pieces. */
function cellsOfLine(line: readonly Position[]): number[] {
  const cells = new Set<number>();
  line.forEach((point, at) => {
    const before = line[at - 1] ?? point;
    const box = {
      west: Math.min(before.lon, point.lon),
      east: Math.max(before.lon, point.lon),
      south: Math.min(before.lat, point.lat),
      north: Math.max(before.lat, point.lat),
    };
    for (const cell of cellsOfBox(box)) cells.add(cell);
  });
  return [...cells];
}

const lineOf = ({ type, coordinates }: PlaceGeometry): Position[] =>
  (type === "Point" ? [coordinates] : coordinates).map(([lon, lat]) => ({ lon, lat }));

export async function loadKeyPlaces(db: Db): Promise<KeyPlaceDirectory> {
  const known = new Map<string, KeyPlace>();
  const cells = new Map<number, Set<KeyPlace>>();

  const forget = (place: KeyPlace): void => {
    for (const cell of place.cells) {
      const there = cells.get(cell);
      there?.delete(place);
      if (there?.size === 0) cells.delete(cell);
    }
  };
  const keep = ({ geometry, ...row }: KeyPlaceRow): void => {
    const line = lineOf(geometry);
    const place = { ...row, line, cells: cellsOfLine(line) };
    const before = known.get(row.id);
    if (before) forget(before);
    known.set(row.id, place);
    for (const cell of place.cells) {
      const there = cells.get(cell);
      if (there) there.add(place);
      else cells.set(cell, new Set([place]));
    }
  };
  const load = async (grids?: readonly string[]): Promise<void> => {
    for (const row of await read(db, "system", (tx) => listKeyPlaces(tx, grids))) keep(row);
  };
  await load();

  // One after another, so that an older answer never replaces a newer one.
  let loading = Promise.resolve();
  return {
    near: (position, at) => {
      const today = civilDateAt(at);
      const there = new Set<KeyPlace>();
      for (const cell of cellsOfBox(boxAround(position, farthestPriorityM)))
        for (const place of cells.get(cell) ?? []) there.add(place);
      return [...there]
        .filter((one) => one.valid_from <= today && (one.valid_to === null || today < one.valid_to))
        .map(({ name, kind, tags, line }) => ({
          name,
          kind,
          tags,
          metres: distanceToLineM(position, line),
        }))
        .filter(({ metres }) => metres <= farthestPriorityM)
        .toSorted((a, b) => a.metres - b.metres);
    },
    reload: (grids) => {
      const again = () => load(grids);
      return (loading = loading.then(again, again));
    },
  };
}
