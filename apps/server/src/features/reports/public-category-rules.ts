/**
 * Categories whose incidents strangers may see: things in public space. What concerns persons, disputes, order,
 * health, enterprises or politics is never shown, whatever its text says.
 */
const publicPrefixes = [
  "0101",
  "0102",
  "0103",
  "0201",
  "0301",
  "0401",
  "0501",
  "0502",
  "0503",
  "0504",
  "0601",
  "0602",
  "0701",
  "0801",
  "0802",
  "0903",
  "1102",
  "1802",
];
/** Within those groups: households, political words, accidents, named enterprises and people who live there. */
const exceptions = ["010206", "020106", "020107", "060205", "060208", "090305", "090306", "180204"];

export const isPublicCategory = (code: string): boolean =>
  publicPrefixes.some((prefix) => code.startsWith(prefix)) && !exceptions.includes(code);
