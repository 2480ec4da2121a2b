import { strFromU8, unzipSync } from "fflate";
import { XMLParser } from "fast-xml-parser";

/** The parts of an office file by their path. */
export const partsOf = (file: Uint8Array): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unzipSync(new Uint8Array(file))).map(([path, bytes]) => [
      path,
      strFromU8(bytes),
    ]),
  );

type Node = Record<string, unknown>;
const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => ["row", "c", "si", "r"].includes(name),
});
const textOf = (node: unknown): string => {
  if (typeof node === "string") return node;
  const { t, r, "#text": text } = (node ?? {}) as Node;
  if (Array.isArray(r)) return r.map(textOf).join("");
  return t === undefined ? (typeof text === "string" ? text : "") : textOf(t);
};

/** The first sheet of a workbook as a spreadsheet reads it: rows of texts and numbers. */
export function readSheet(file: Uint8Array): (string | number)[][] {
  const parts = partsOf(file);
  const shared = parser.parse(parts["xl/sharedStrings.xml"] ?? "<sst/>") as {
    sst: { si?: Node[] };
  };
  const strings = (shared.sst.si ?? []).map(textOf);
  const { worksheet } = parser.parse(parts["xl/worksheets/sheet1.xml"]!) as {
    worksheet: { sheetData: { row: { c?: Node[] }[] } };
  };
  return worksheet.sheetData.row.map(({ c }) =>
    (c ?? []).map((cell) => {
      if (cell["@_t"] === "s") return strings[Number(cell["v"])] ?? "";
      if (cell["@_t"] === "inlineStr") return textOf(cell["is"]);
      return cell["v"] === undefined ? "" : Number(cell["v"]);
    }),
  );
}
