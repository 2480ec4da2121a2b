import type { Unit, UnitLevel } from "@gezhi/contract/units.ts";
import type { Selectable } from "kysely";
import type { Units } from "../../platform/database/generated.ts";

/** One version of a unit. Dates are civil dates; a version ends the day before `valid_to`. */
export type UnitRow = Selectable<Units>;

export const toUnit = (row: Omit<UnitRow, "area_km2">): Unit => ({
  code: row.code,
  level: row.level as UnitLevel,
  name: row.name,
  shortName: row.short_name,
  parent: row.parent,
  lon: row.lon,
  lat: row.lat,
  approximate: row.approximate,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  successor: row.successor,
});

export const holdsOn = (unit: Pick<Unit, "validFrom" | "validTo">, date: string): boolean =>
  unit.validFrom <= date && (unit.validTo === null || unit.validTo > date);
