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
