import { areaKm2, pointInside } from "./boundary-measures.ts";
import { type CityInput, readCityInput } from "./city-input.ts";
import type { City, Position, Unit } from "./city-model.ts";
import { dissolve, toBoundary } from "./dissolve.ts";
import { deriveDistrict } from "./district-derivation.ts";
import { extraGridsByDistrict, gridWeight } from "./grid-allocation.ts";
import { type ReadFile, readDataFile } from "./read-table.ts";
import type { VertexRing } from "./snapped-plane.ts";

export interface Batch {
  /** The city alone, then one district with all below it, always in the order of the codes. */
  units: Unit[];
  done: number;
  total: number;
}

/**
 * The same files give the same city, byte for byte. Areas below the district are derived, and
 * marked approximate; see `deriveDistrict` for the rule.
 */
export function* deriveCityInBatches(readFile: ReadFile = readDataFile): Generator<Batch> {
  const input = readCityInput(readFile);
  const extraGrids = extraGridsByDistrict(
    input.districts.map(({ towns }) => ({
      weight: towns.reduce(
        (all, town) =>
          all +
          town.villages.reduce((sum, village) => sum + gridWeight(village.name, town.name), 0),
        0,
      ),
      villages: towns.reduce((all, town) => all + town.villages.length, 0),
    })),
  );
  const total = input.districts.length;
  yield { units: [cityUnit(input)], done: 0, total };
  for (const [index, district] of input.districts.entries())
    yield {
      units: deriveDistrict(district, input.code, extraGrids[index]!),
      done: index + 1,
      total,
    };
}

export function deriveCity(onProgress?: (done: number, total: number) => void): City {
  const units: Unit[] = [];
  for (const batch of deriveCityInBatches()) {
    for (const unit of batch.units) units.push(unit);
    onProgress?.(batch.done, batch.total);
  }
  return { units };
}

/** Neighbouring districts share their vertices, so the city's outline is what is left over. */
function cityUnit({ code, name, districts }: CityInput): Unit {
  const numbers = new Map<string, number>();
  const positions: Position[] = [];
  const vertexAt = (position: Position): number => {
    const known = numbers.get(String(position));
    if (known !== undefined) return known;
    numbers.set(String(position), positions.length);
    return positions.push(position) - 1;
  };
  const rings = districts.flatMap(({ pieces }) =>
    pieces.flat().map((ring): VertexRing => ring.slice(0, -1).map(vertexAt)),
  );
  const positionOf = (vertex: number): Position => positions[vertex]!;
  const boundary = toBoundary(dissolve(rings, positionOf), positionOf);
  const [lon, lat] = pointInside(boundary, undefined);
  return {
    code,
    level: "city",
    name,
    shortName: name,
    parent: null,
    lon,
    lat,
    areaKm2: areaKm2(boundary),
    approximate: false,
    boundary,
  };
}
