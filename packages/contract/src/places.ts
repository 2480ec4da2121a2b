import { z } from "zod";
import { PlaceId } from "./ids.ts";
import { MapBox, several } from "./map.ts";
import { PageQuery, pageOf } from "./problem.ts";
import { Phone } from "./reports.ts";
import { Position, UnitCode, UnitName } from "./units.ts";

/** Where many people are, what is dangerous, and what helps. */
export const PlaceKind = z.enum([
  "school",
  "kindergarten",
  "hospital",
  "elderlyHome",
  "shopping",
  "market",
  "station",
  "scenicSpot",
  "highRise",
  "construction",
  "petrolStation",
  "chemicalSite",
  "geologicalHazard",
  "reservoir",
  "pond",
  "hydrant",
  "powerLine",
  "shelter",
  "supplies",
  "otherPlace",
]);
export type PlaceKind = z.infer<typeof PlaceKind>;

/** Given by whoever keeps the list: one in the whole city. */
const PlaceCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/);

const lonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
/** GeoJSON, WGS-84. */
export const PlaceGeometry = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("Point"), coordinates: lonLat }),
    z.object({ type: z.literal("LineString"), coordinates: z.array(lonLat).min(2).max(2000) }),
  ])
  .meta({ id: "PlaceGeometry" });
export type PlaceGeometry = z.infer<typeof PlaceGeometry>;

const contact = {
  /** Left out: stays as it is. Empty: removed. */
  contactName: z.string().trim().max(50).optional(),
  contactPhone: z.union([Phone, z.literal("")]).optional(),
};

export const SavePlace = z
  .object({
    code: PlaceCode,
    kind: PlaceKind,
    name: UnitName,
    /** "林区旁", "临江". */
    tags: z
      .array(
        z
          .string()
          .trim()
          .min(1)
          .max(20)
          .regex(/^[^,;，；\p{Cc}]+$/u),
      )
      .max(10)
      .default([]),
    geometry: PlaceGeometry,
    address: z.string().trim().max(200).default(""),
    note: z.string().trim().max(500).default(""),
    ...contact,
    validFrom: z.iso.date(),
    /** The first day it no longer holds. */
    validTo: z.iso.date().nullable().default(null),
  })
  .meta({ id: "SavePlace" });
export type SavePlace = z.infer<typeof SavePlace>;

export const Place = z
  .object({
    id: PlaceId,
    code: z.string(),
    kind: PlaceKind,
    name: z.string(),
    tags: z.array(z.string()),
    geometry: PlaceGeometry,
    position: Position,
    /** The grid of its position. */
    unit: z.object({ code: UnitCode, name: z.string() }),
    address: z.string(),
    note: z.string(),
    /** Masked; `POST /api/places/:id/reveal` gives it whole, on record. */
    contact: z.object({ name: z.string().nullable(), phone: z.string().nullable() }).nullable(),
    validFrom: z.iso.date(),
    validTo: z.iso.date().nullable(),
    ended: z.boolean(),
    simulated: z.boolean(),
    actions: z.array(z.enum(["edit", "end", "reveal"])),
  })
  .meta({ id: "Place" });
export type Place = z.infer<typeof Place>;
export const PlacePage = pageOf(Place);

export const PlaceQuery = PageQuery.extend({
  unit: UnitCode.optional(),
  kind: PlaceKind.optional(),
  tag: z.string().trim().max(20).optional(),
  /** Of the code the beginning, of the name any part. */
  q: z.string().trim().max(60).optional(),
  /** Also those that are over. */
  ended: z.enum(["true", "false"]).default("false"),
});
export type PlaceQuery = z.infer<typeof PlaceQuery>;

export const PlaceImportResult = z
  .object({
    dryRun: z.boolean(),
    created: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    /** Where they come to lie, of the first ones, also of those with a problem: a wrong coordinate system is seen here. */
    landed: z.array(
      z.object({
        line: z.number().int(),
        name: z.string(),
        position: Position,
        /** Null: outside the city. */
        unit: z.object({ code: UnitCode, name: z.string() }).nullable(),
      }),
    ),
    /** By line of a table, by number of a feature. */
    problems: z.array(
      z.object({ line: z.number().int(), column: z.string(), message: z.string() }),
    ),
  })
  .meta({ id: "PlaceImportResult" });
export type PlaceImportResult = z.infer<typeof PlaceImportResult>;

export const MapPlaceQuery = z.object({
  /** `west,south,east,north` in degrees. */
  bbox: MapBox,
  unit: UnitCode.optional(),
  /** Absent: only the counts. */
  kind: several(PlaceKind).optional(),
});
export type MapPlaceQuery = z.output<typeof MapPlaceQuery>;

export const MapPlace = Place.pick({
  id: true,
  kind: true,
  name: true,
  tags: true,
  geometry: true,
  position: true,
  unit: true,
  simulated: true,
});
export type MapPlace = z.infer<typeof MapPlace>;

/** Places of these kinds in a window of the map, and how many of every kind lie in it. */
export const MapPlaces = z
  .object({
    items: z.array(MapPlace),
    counts: z.partialRecord(PlaceKind, z.number().int()),
    /** More than are told. */
    more: z.boolean(),
  })
  .meta({ id: "MapPlaces" });
export type MapPlaces = z.infer<typeof MapPlaces>;

/** What the map shows with the plan for a matter of this category. */
export const PlanOverlay = z
  .object({
    plan: z.object({ id: z.string(), name: z.string() }).nullable(),
    kinds: z.array(PlaceKind),
  })
  .meta({ id: "PlanOverlay" });
export type PlanOverlay = z.infer<typeof PlanOverlay>;
