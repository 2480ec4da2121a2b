import { XMLBuilder } from "fast-xml-parser";

/** GeoReport v2: the same answer as XML (required) or JSON (after the Spark convention: lists lose their names). */
export type Format = "xml" | "json";

export const contentTypes: Record<Format, string> = {
  xml: "text/xml; charset=utf-8",
  json: "application/json; charset=utf-8",
};

/** `requests.json` → name and format; undefined for any other ending. */
export function splitFormat(name: string): { name: string; format: Format } | undefined {
  const match = /^(.*)\.(xml|json)$/.exec(name);
  return match ? { name: match[1] ?? "", format: match[2] as Format } : undefined;
}

export type Member = string | number | boolean | null | Member[] | { [key: string]: Member };
export type Answer = { [key: string]: Member };

const builder = new XMLBuilder({ format: true, ignoreAttributes: true, suppressEmptyNode: true });
const declaration = '<?xml version="1.0" encoding="utf-8"?>\n';

/** A list as `<outer><inner>…`; in JSON the bare list. */
export const writeList = (
  format: Format,
  outer: string,
  inner: string,
  items: readonly Answer[],
): string =>
  format === "json"
    ? JSON.stringify(items)
    : declaration + builder.build({ [outer]: items.length ? { [inner]: items } : "" });

/** One record as `<outer>…`; in XML a list inside it names its members. */
export const writeRecord = (
  format: Format,
  outer: string,
  record: Answer,
  names: { [list: string]: string },
): string =>
  format === "json"
    ? JSON.stringify(record)
    : declaration + builder.build({ [outer]: named(record, names) });

function named(record: Answer, names: { [list: string]: string }): Answer {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]): [string, Member] => {
      const inner = names[key];
      if (!Array.isArray(value) || !inner) return [key, value];
      const items = value.map((item) =>
        typeof item === "object" && item !== null && !Array.isArray(item)
          ? named(item, names)
          : item,
      );
      return [key, items.length ? { [inner]: items } : ""];
    }),
  );
}

export const writeErrors = (
  format: Format,
  errors: readonly { code: number; description: string }[],
): string =>
  writeList(
    format,
    "errors",
    "error",
    errors.map((error) => ({ ...error })),
  );
