import type { Feature, LineString, MultiLineString, Point, Polygon } from "geojson";
import { z } from "zod";
import { type ReadFile, readJson } from "./read-table.ts";

export type BasemapKind = "water" | "river" | "place";
export type BasemapFeature = Feature<
  Polygon | LineString | MultiLineString | Point,
  { kind: BasemapKind; name: string }
>;

const Coordinate = z.array(z.number()).min(2);
const Line = z.array(Coordinate);
const collection = <G extends z.ZodType, P extends z.ZodType>(geometry: G, properties: P) =>
  z.object({ features: z.array(z.object({ geometry, properties })) });

const Waters = collection(
  z.object({ type: z.literal("Polygon"), coordinates: z.array(Line) }),
  z.unknown(),
);
const Rivers = collection(
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("LineString"), coordinates: Line }),
    z.object({ type: z.literal("MultiLineString"), coordinates: z.array(Line) }),
  ]),
  z.object({ name: z.string() }),
);
const Places = collection(
  z.object({ type: z.literal("Point"), coordinates: Coordinate }),
  z.object({ adm1name: z.string(), name_zh: z.string().nullable() }),
);

/** The source has these names in Latin letters only. */
const riverNames: Record<string, string> = {
  "Chang Jiang": "长江",
  Jialing: "嘉陵江",
  Wu: "乌江",
  Tuo: "沱江",
  Han: "汉江",
  Yuan: "沅江",
};

/** Waters, and cities beyond the own border; those within are units. Licences: data/README.md. */
export function readBasemap(readFile: ReadFile): BasemapFeature[] {
  const waters = readJson(readFile, "basemap/osm-waterbodies-250m.geojson", Waters);
  const rivers = readJson(readFile, "basemap/ne10m-rivers_lake_centerlines.geojson", Rivers);
  const places = readJson(readFile, "basemap/ne10m-populated_places.geojson", Places);
  return [
    ...waters.features.map(({ geometry }) => feature(geometry, "water", "")),
    ...rivers.features.map(({ geometry, properties }) =>
      feature(geometry, "river", riverNames[properties.name] ?? properties.name),
    ),
    ...places.features.flatMap(({ geometry, properties: { adm1name, name_zh } }) =>
      name_zh && adm1name !== "Chongqing" ? [feature(geometry, "place", name_zh)] : [],
    ),
  ];
}

const feature = (
  geometry: BasemapFeature["geometry"],
  kind: BasemapKind,
  name: string,
): BasemapFeature => ({ type: "Feature", geometry, properties: { kind, name } });
