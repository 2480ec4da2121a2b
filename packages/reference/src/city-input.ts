import { z } from "zod";
import type { Position } from "./city-model.ts";
import { signedArea } from "./dissolve.ts";
import { type ReadFile, ReferenceDataError, readJson, readTable } from "./read-table.ts";

export interface VillageInput {
  code: string;
  name: string;
  point: Position | undefined;
}

export interface TownInput extends VillageInput {
  villages: VillageInput[];
}

export interface DistrictInput {
  code: string;
  name: string;
  point: Position | undefined;
  pieces: Position[][][];
  towns: TownInput[];
}

export interface CityInput {
  code: string;
  name: string;
  districts: DistrictInput[];
}

const DivisionRow = z.object({
  code: z.string().regex(/^\d{12}$/, "must be twelve digits"),
  name: z.string().min(1),
  level: z.enum(["province", "district", "town", "village"]),
  parent_code: z.string(),
});

const degrees = z
  .string()
  .regex(/^\d+(\.\d+)?$/, "is not a number")
  .transform(Number);
const PointRow = z.object({ code: z.string(), name: z.string(), lon: degrees, lat: degrees });

const Point = z.tuple([z.number(), z.number()]);
const Pieces = z.array(z.array(z.array(Point)));
const DistrictAreas = z.object({
  features: z.array(
    z.object({
      properties: z.object({ code: z.string(), center: Point.optional() }),
      geometry: z.discriminatedUnion("type", [
        z
          .object({ type: z.literal("Polygon"), coordinates: Pieces.element })
          .transform(({ coordinates }) => [coordinates]),
        z
          .object({ type: z.literal("MultiPolygon"), coordinates: Pieces })
          .transform(({ coordinates }) => coordinates),
      ]),
    }),
  ),
});

const divisionFile = "chongqing-divisions.csv";
const areaFile = "chongqing-districts.geojson";
const pointFile = "basemap/chongqing-town-points.csv";

const digitsOf = { province: 2, district: 6, town: 9, village: 12 } as const;
type Level = keyof typeof digitsOf;
const levelAbove: Partial<Record<Level, Level>> = {
  district: "province",
  town: "district",
  village: "town",
};

interface Node extends VillageInput {
  level: Level;
  children: Node[];
}

/** @throws ReferenceDataError when a unit is twice there, hangs nowhere or has no area. */
export function readCityInput(readFile: ReadFile): CityInput {
  const problems: string[] = [];
  const nodes = readNodes(readFile, problems);
  readPoints(readFile, nodes, problems);
  const areas = new Map(
    readJson(readFile, areaFile, DistrictAreas).features.map((feature) => [
      feature.properties.code,
      { pieces: feature.geometry.map(oriented), centre: feature.properties.center },
    ]),
  );
  const city = [...nodes.values()].find(({ level }) => level === "province");
  if (!city) throw new ReferenceDataError([`${divisionFile}:1 names no province`, ...problems]);

  const districts = city.children.flatMap((district): DistrictInput[] => {
    const area = areas.get(district.code);
    if (!area) problems.push(`${areaFile} has no area for ${district.code} ${district.name}`);
    if (district.children.length === 0) problems.push(`${divisionFile} ${district.code} is empty`);
    const towns = district.children.map(({ code, name, point, children }): TownInput => ({
      code,
      name,
      point: point ?? meanPoint(children),
      villages: children,
    }));
    for (const town of towns)
      if (town.villages.length === 0) problems.push(`${divisionFile} ${town.code} is empty`);
    if (!area) return [];
    const { code, name } = district;
    return [{ code, name, point: area.centre, pieces: area.pieces, towns }];
  });
  if (problems.length > 0) throw new ReferenceDataError(problems);
  return { code: city.code, name: city.name, districts };
}

/** Exterior counter-clockwise, holes clockwise, whichever way the source has them. */
const oriented = (piece: readonly Position[][]): Position[][] =>
  piece.map((ring, index) => {
    const isCounterClockwise = signedArea(ring) > 0;
    return isCounterClockwise === (index === 0) ? ring : ring.toReversed();
  });

function readNodes(readFile: ReadFile, problems: string[]): Map<string, Node> {
  const rows = readTable(readFile, divisionFile, DivisionRow, problems);
  const byCode = rows.toSorted((left, right) => (left.value.code < right.value.code ? -1 : 1));
  const nodes = new Map<string, Node>();
  for (const { line, value } of byCode) {
    const { level, name } = value;
    const code = value.code.slice(0, digitsOf[level]);
    if (nodes.has(code)) problems.push(`${divisionFile}:${line} ${value.code} stands twice`);
    const above = levelAbove[level];
    const parent = above && nodes.get(code.slice(0, digitsOf[above]));
    const node: Node = { code, name, level, point: undefined, children: [] };
    nodes.set(code, node);
    parent?.children.push(node);
    if (!above) continue;
    if (parent?.level !== above || value.parent_code !== parent.code.padEnd(12, "0"))
      problems.push(`${divisionFile}:${line} ${value.code} hangs below no ${above}`);
  }
  return nodes;
}

/** Where a town itself is not known, the middle of its known villages stands for it. */
function meanPoint(villages: readonly VillageInput[]): Position | undefined {
  const known = villages.flatMap(({ point }) => (point ? [point] : []));
  if (known.length === 0) return undefined;
  const sum = (axis: 0 | 1) => known.reduce((all, point) => all + point[axis], 0);
  return [sum(0) / known.length, sum(1) / known.length];
}

function readPoints(readFile: ReadFile, nodes: Map<string, Node>, problems: string[]): void {
  for (const { line, value } of readTable(readFile, pointFile, PointRow, problems)) {
    const code = value.code.endsWith("000") ? value.code.slice(0, 9) : value.code;
    const node = nodes.get(code);
    if (node) node.point = [value.lon, value.lat];
    else problems.push(`${pointFile}:${line} ${value.code} is not in ${divisionFile}`);
  }
}
