import { gently } from "./gently.ts";

export type FoundFeature = { line: number; feature: unknown };
type Piece = { line: number; start: number; end: number };

/**
 * The features of a GeoJSON collection, each with the line it begins on; undefined where the text is something else.
 * Throws what `JSON.parse` throws. Long files hold up nobody else: they are read feature by feature.
 */
export async function readCollection(text: string): Promise<FoundFeature[] | undefined> {
  const { pieces, sound } = await cut(text);
  const found = sound ? await readPieces(text, pieces) : undefined;
  if (found) return found;
  const whole = JSON.parse(text) as { type?: unknown; features?: unknown } | null;
  if (whole?.type !== "FeatureCollection" || !Array.isArray(whole.features)) return undefined;
  return whole.features.map((feature, index) => ({ line: pieces[index]?.line ?? 1, feature }));
}

/** Undefined where one of them is broken: the text as a whole says better where. */
async function readPieces(
  text: string,
  pieces: readonly Piece[],
): Promise<FoundFeature[] | undefined> {
  const found: FoundFeature[] = [];
  for await (const { line, start, end } of gently(pieces)) {
    const feature = parsed(text.slice(start, end));
    if (feature === undefined) return undefined;
    found.push({ line, feature });
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where each element of `features` stands; not sound unless the rest of the text is a collection without any. */
async function cut(text: string): Promise<{ pieces: Piece[]; sound: boolean }> {
  const open = text.indexOf("[", text.indexOf('"features"'));
  const pieces: Piece[] = [];
  let last = open + 1;
  let sound = open >= 0;
  for await (const piece of gently(elements(text, open + 1))) {
    sound &&= text.slice(last, piece.start).trim() === (pieces.length > 0 ? "," : "");
    pieces.push(piece);
    last = piece.end;
  }
  const close = text.indexOf("]", last);
  const rest = parsed(text.slice(0, open + 1) + text.slice(close)) as {
    type?: unknown;
    features?: unknown;
  } | null;
  const empty = Array.isArray(rest?.features) && rest.features.length === 0;
  return {
    pieces,
    sound:
      sound &&
      close >= 0 &&
      text.slice(last, close).trim() === "" &&
      rest?.type === "FeatureCollection" &&
      empty,
  };
}

/** The objects of an array that begins at `from`. */
function* elements(text: string, from: number): Generator<Piece> {
  let line = text.slice(0, from).split("\n").length;
  let depth = 0;
  let quoted = false;
  let piece = { line, start: from };
  for (let index = from; index < text.length && depth >= 0; index += 1) {
    const sign = text[index];
    if (sign === "\n") line += 1;
    else if (quoted) {
      if (sign === "\\") index += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === "{" || sign === "[") {
      if (depth === 0 && sign === "{") piece = { line, start: index };
      depth += 1;
    } else if (sign === "}" || sign === "]") {
      depth -= 1;
      if (depth === 0 && sign === "}") yield { ...piece, end: index + 1 };
    }
  }
}
