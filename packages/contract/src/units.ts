import { z } from "zod";

/** Digits of a unit code by level; a code is the path: every ancestor is a prefix. */
const lengths = { city: 2, district: 6, town: 9, village: 12, grid: 15, microGrid: 17 } as const;

export const UnitLevel = z.enum(["city", "district", "town", "village", "grid", "microGrid"]);
export type UnitLevel = z.infer<typeof UnitLevel>;

export const UnitCode = z
  .string()
  .regex(
    /^\d{2}(\d{4}(\d{3}(\d{3}(\d{3}(\d{2})?)?)?)?)?$/,
    "unit code has 2, 6, 9, 12, 15 or 17 digits",
  )
  .meta({ id: "UnitCode", description: "市2 区县6 镇街9 村社12 网格15 微网格17 位" });
export type UnitCode = z.infer<typeof UnitCode>;

export function levelOf(code: string): UnitLevel {
  const level = UnitLevel.options.find((candidate) => lengths[candidate] === code.length);
  if (!level) throw new RangeError(`"${code}" is not a unit code`);
  return level;
}

/** The ancestor of `code` (or itself) at `level`; undefined when `code` lies above it. */
export const ancestorAt = (code: string, level: UnitLevel): string | undefined =>
  code.length >= lengths[level] ? code.slice(0, lengths[level]) : undefined;

export const parentOf = (code: string): string | undefined => {
  const level = UnitLevel.options.indexOf(levelOf(code));
  const above = UnitLevel.options[level - 1];
  return above && ancestorAt(code, above);
};

/** Every unit from the city down to `code` itself. */
export const pathOf = (code: string): string[] =>
  UnitLevel.options.flatMap((level) => ancestorAt(code, level) ?? []);

/** An address without the units it begins with, for where they stand beside it already. */
export function addressWithin(address: string, names: readonly string[]): string {
  let rest = address.trim();
  for (const name of names) if (rest.startsWith(name)) rest = rest.slice(name.length).trimStart();
  return rest;
}

/** The `district` of what no district is known of; no real district ends like this. */
export const unplacedDistrict = (city: string): string => city.padEnd(6, "0");

export const isWithin = (code: string, unit: string): boolean => code.startsWith(unit);

export const Position = z
  .object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })
  .meta({ id: "Position", description: "WGS-84" });
export type Position = z.infer<typeof Position>;

export const Unit = z
  .object({
    code: UnitCode,
    level: UnitLevel,
    name: z.string(),
    shortName: z.string(),
    parent: UnitCode.nullable(),
    ...Position.shape,
    approximate: z.boolean(),
    validFrom: z.iso.date(),
    validTo: z.iso.date().nullable(),
    successor: UnitCode.nullable(),
  })
  .meta({ id: "Unit" });
export type Unit = z.infer<typeof Unit>;

/** GeoJSON, WGS-84. The server checks the geometry itself. */
export const Area = z
  .discriminatedUnion("type", [
    z.object({
      type: z.literal("Polygon"),
      coordinates: z.array(z.array(z.array(z.number()).min(2).max(3)).max(100_000)).max(1000),
    }),
    z.object({
      type: z.literal("MultiPolygon"),
      coordinates: z
        .array(z.array(z.array(z.array(z.number()).min(2).max(3)).max(100_000)).max(1000))
        .max(1000),
    }),
  ])
  .meta({ id: "Area" });
export type Area = z.infer<typeof Area>;

/** Spreadsheets take what begins with = + - @ for a formula. */
export const UnitName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^=+\-@\p{Cc}][^\p{Cc}]*$/u, "名称不能以 = + - @ 开头，不能含控制字符");

const change = { from: z.iso.date(), reason: z.string().trim().min(2).max(500) };

/** Each change holds from the beginning of `from`, a civil date that has not passed. */
export const UnitChange = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("rename"),
      unit: UnitCode,
      name: UnitName,
      shortName: UnitName.optional(),
      ...change,
    }),
    /** `unit` ends, with all below it; `into` takes over its area, its units below and its work. */
    z.object({ kind: z.literal("merge"), unit: UnitCode, into: UnitCode, ...change }),
    /** A grid takes its area from the grids beside it; absent `code`: the next free one. */
    z.object({
      kind: z.literal("create"),
      parent: UnitCode,
      code: UnitCode.optional(),
      name: UnitName,
      shortName: UnitName.optional(),
      boundary: Area.optional(),
      ...change,
    }),
    /** For units without an area of their own; one with an area is merged into a neighbour. */
    z.object({ kind: z.literal("end"), unit: UnitCode, successor: UnitCode.optional(), ...change }),
  ])
  .meta({ id: "UnitChange" });
export type UnitChange = z.infer<typeof UnitChange>;

export const UnitChangeAnswer = z.object({
  /** The unit that goes on: renamed, created, merged into, or the successor of the ended one. */
  unit: UnitCode,
  /** Units that ended, began or changed, the ones below included. */
  changes: z.number().int(),
});

export const UnitImportAnswer = z
  .object({
    ok: z.boolean(),
    /** False after a dry run and after any problem: nothing was written. */
    applied: z.boolean(),
    problems: z.array(
      z.object({ file: z.enum(["csv", "geojson"]), line: z.number().int(), message: z.string() }),
    ),
    /** There are more problems than listed. */
    more: z.number().int(),
    changes: z.number().int(),
    created: z.number().int(),
    ended: z.number().int(),
    unchanged: z.number().int(),
  })
  .meta({ id: "UnitImportAnswer" });
export type UnitImportAnswer = z.infer<typeof UnitImportAnswer>;

/** Of a file that is imported; everything is kept as WGS-84. GCJ-02: maps of the country; BD-09: Baidu's. */
export const CoordinateSystem = z.enum(["wgs84", "gcj02", "bd09"]);
export type CoordinateSystem = z.infer<typeof CoordinateSystem>;
