import { areaKm2, pointInside, round6 } from "./boundary-measures.ts";
import { chineseNumber } from "./chinese-number.ts";
import type { DistrictInput, TownInput, VillageInput } from "./city-input.ts";
import type { Boundary, Position, Unit, UnitLevel } from "./city-model.ts";
import { dissolve, toBoundary } from "./dissolve.ts";
import { gridWeight, gridsPerVillage } from "./grid-allocation.ts";
import { type Region, centroidOf, regionContains } from "./half-plane.ts";
import { seededRandom } from "./seeded-random.ts";
import { shortNameOf } from "./unit-names.ts";
import { SnappedPlane, type VertexRing } from "./snapped-plane.ts";
import { type Site, distanceSquared, spreadSites, voronoiCells } from "./voronoi-cells.ts";

interface Area {
  site: Site;
  region: Region;
}

interface VillageArea extends Area {
  village: VillageInput;
  weight: number;
  grids: Area[];
}

interface TownArea extends Area {
  town: TownInput;
  villages: VillageArea[];
}

/**
 * The district and everything below it, in the order of the codes. Towns are the Voronoi cells of
 * their points inside the district, villages of theirs inside the town, grids inside the village;
 * points that are not known are spread evenly from a seed, which is the code of the parent.
 */
export function deriveDistrict(
  district: DistrictInput,
  cityCode: string,
  extraGrids: number,
): Unit[] {
  const plane = planeAround(district);
  const region = district.pieces
    .flat()
    .map((ring) => ring.slice(0, -1).flatMap((position) => plane.toPlane(position)));
  const towns = divide(plane, region, district.code, district.towns).map(({ unit, ...area }) => ({
    ...area,
    town: unit,
    villages: divide(plane, area.region, unit.code, unit.villages).map(
      ({ unit: village, ...villageArea }): VillageArea => ({
        ...villageArea,
        village,
        weight: gridWeight(village.name, unit.name),
        grids: [],
      }),
    ),
  }));
  addGrids(
    towns.flatMap(({ villages }) => villages),
    extraGrids,
  );
  return [districtUnit(district, cityCode), ...unitsOf(plane, district.code, towns)];
}

function planeAround(district: DistrictInput): SnappedPlane {
  const corners = district.pieces.flat(2);
  const lons = corners.map(([lon]) => lon);
  const lats = corners.map(([, lat]) => lat);
  const south = Math.min(...lats);
  const middle = (south + Math.max(...lats)) / 2;
  return new SnappedPlane([Math.min(...lons), south], Math.cos((middle * Math.PI) / 180));
}

/** Known points nearer to each other than this (in 1e-6 degrees, about 100 m) are one point twice. */
const distinct = 900;

function divide<T extends VillageInput>(
  plane: SnappedPlane,
  region: Region,
  seed: string,
  units: readonly T[],
): (Area & { unit: T })[] {
  const known: { unit: T; site: Site }[] = [];
  const unknown: T[] = [];
  for (const unit of units) {
    const [x, y] = unit.point ? plane.toPlane(unit.point) : [Number.NaN, Number.NaN];
    const site = { x, y };
    const usable =
      regionContains(region, x, y) &&
      known.every((other) => distanceSquared(other.site, site) > distinct ** 2);
    if (usable) known.push({ unit, site });
    else unknown.push(unit);
  }
  const sites = spreadSites(
    region,
    units.length,
    known.map(({ site }) => site),
    seededRandom(seed),
  );
  const cells = voronoiCells(region, sites);
  const areas = [...known.map(({ unit }) => unit), ...unknown].map((unit, index) => ({
    unit,
    site: sites[index]!,
    region: cells[index]!,
  }));
  return areas.toSorted((left, right) => (left.unit.code < right.unit.code ? -1 : 1));
}

function addGrids(villages: readonly VillageArea[], extraGrids: number): void {
  const counts = gridsPerVillage(
    extraGrids,
    villages.map(({ weight, region }) => ({ weight, size: centroidOf(region).area })),
  );
  villages.forEach((area, index) => {
    const count = counts[index]!;
    const sites = spreadSites(area.region, count, [], seededRandom(area.village.code));
    const ordered = inReadingOrder(sites);
    area.grids = voronoiCells(area.region, ordered).map((region, number) => ({
      region,
      site: ordered[number]!,
    }));
  });
}

/** Rows from north to south, each from west to east; about as many rows as columns. */
function inReadingOrder<T extends Site>(sites: readonly T[]): T[] {
  const perRow = Math.ceil(sites.length / Math.round(Math.sqrt(sites.length)));
  const southwards = sites.toSorted((left, right) => right.y - left.y || left.x - right.x);
  const ordered: T[] = [];
  for (let start = 0; start < southwards.length; start += perRow)
    ordered.push(
      ...southwards
        .slice(start, start + perRow)
        .toSorted((left, right) => left.x - right.x || right.y - left.y),
    );
  return ordered;
}

/** Rounds the grids, makes borders match vertex by vertex, and builds the levels above from them. */
function unitsOf(plane: SnappedPlane, districtCode: string, towns: readonly TownArea[]): Unit[] {
  const snapped = new Map<Area, VertexRing[]>();
  for (const { villages } of towns)
    for (const { grids } of villages)
      for (const grid of grids) snapped.set(grid, plane.snap(grid.region));

  const positionOf = (vertex: number): Position => plane.positionOf(vertex);
  const unit = (
    level: UnitLevel,
    code: string,
    name: string,
    parent: string,
    site: Site,
    outline: VertexRing[],
  ): Unit => {
    const boundary = toBoundary(outline, positionOf);
    const [lon, lat] = pointInside(boundary, plane.toPosition(site.x, site.y));
    return {
      code,
      level,
      name,
      shortName: shortNameOf(name),
      parent,
      lon,
      lat,
      areaKm2: areaKm2(boundary),
      approximate: true,
      boundary,
    };
  };

  return towns.flatMap(({ town, site: townSite, villages }) => {
    const townRings: VertexRing[] = [];
    const below = villages.flatMap(({ village, site, grids }) => {
      const villageRings: VertexRing[] = [];
      const gridUnits = grids.map((grid, index) => {
        const rings = snapped.get(grid)!.map((ring) => plane.noded(ring));
        const outline = dissolve(rings, positionOf);
        villageRings.push(...outline);
        const code = village.code + String(index + 1).padStart(3, "0");
        const name = `第${chineseNumber(index + 1)}网格`;
        return unit("grid", code, name, village.code, grid.site, outline);
      });
      const outline = dissolve(villageRings, positionOf);
      townRings.push(...outline);
      return [unit("village", village.code, village.name, town.code, site, outline), ...gridUnits];
    });
    const outline = dissolve(townRings, positionOf);
    return [unit("town", town.code, town.name, districtCode, townSite, outline), ...below];
  });
}

function districtUnit(district: DistrictInput, cityCode: string): Unit {
  const [piece, ...others] = district.pieces;
  const boundary: Boundary =
    piece && others.length === 0
      ? { type: "Polygon", coordinates: piece }
      : { type: "MultiPolygon", coordinates: district.pieces };
  const wanted = district.point && district.point.map(round6);
  const [lon, lat] = pointInside(boundary, wanted as Position | undefined);
  return {
    code: district.code,
    level: "district",
    name: district.name,
    shortName: district.name,
    parent: cityCode,
    lon,
    lat,
    areaKm2: areaKm2(boundary),
    approximate: false,
    boundary,
  };
}
