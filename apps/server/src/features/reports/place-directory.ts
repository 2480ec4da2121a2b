import type { Context } from "../context.ts";
import type { UnitDirectory } from "../units/unit-directory.ts";
import type { Gazetteer } from "./location-rules.ts";

/** Every value of `district` a row can have: the districts, and the city's own for what no district is known of. */
export function districtsOf({
  configuration,
  units,
}: Pick<Context, "configuration" | "units">): string[] {
  const city = configuration.root();
  return [city.padEnd(6, "0"), ...units.children(city).map(({ code }) => code)];
}

export const gazetteerOf = (units: UnitDirectory, at: number): Gazetteer => ({
  locate: (lon, lat) => units.locate(lon, lat),
  locateAddress: (text, within) => units.locateAddress(text, within),
  path: (code) => units.path(code),
  currentUnit: (code) => {
    const current = units.successorOf(code, new Date(at));
    return units.find(current) ? current : undefined;
  },
});
