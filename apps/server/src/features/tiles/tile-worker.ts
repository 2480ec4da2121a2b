import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { parentPort, workerData } from "node:worker_threads";
import { readBasemap } from "@gezhi/reference/basemap.ts";
import { readDataFile } from "@gezhi/reference/read-table.ts";
import { connectAsApplication } from "../../platform/database/connect.ts";
import { findTileUnitsText } from "../units/unit-queries.ts";
import { createTileIndex, type TileIndex, type UnitsByLevel } from "./tile-index.ts";
import { firstZooms, tilesOver, type Bounds, type TileAddress } from "./tile-rules.ts";

/** What the store asks and what it is told, by number. */
export type WorkerQuestion = { id: number } & ({ load: string } | { tile: TileAddress });
export type WorkerAnswer =
  | { id: number; version: string; bounds: Bounds }
  | { id: number; version: string; tile: Uint8Array<ArrayBuffer> }
  | { id: number; failed: string }
  | { first: TileAddress; version: string; tile: Uint8Array<ArrayBuffer> };
export type WorkerSettings = { url: string; timeoutSeconds: number };

const port = parentPort!;
const { url, timeoutSeconds } = workerData as WorkerSettings;
const levels = ["city", "district", "town", "village", "grid"] as const;
/** Raised with the form of the tiles, so that nobody keeps those of an older program. */
const form = "1";

let known: { version: string; index: TileIndex } | undefined;

async function load(date: string): Promise<{ version: string; bounds: Bounds }> {
  const db = connectAsApplication(url, 2, timeoutSeconds);
  try {
    const digest = createHash("sha1").update(form);
    const units: UnitsByLevel = {};
    for (const level of levels) {
      const text = await findTileUnitsText(db, level, date);
      digest.update(text);
      units[level] = JSON.parse(text) as UnitsByLevel[typeof level] & object;
    }
    const version = digest.digest("base64url").slice(0, 16);
    if (known?.version !== version) {
      known = { version, index: createTileIndex(units, readBasemap(readDataFile)) };
      makeFirst(known);
    }
    return { version, bounds: known.index.bounds };
  } finally {
    await db.destroy();
  }
}

const packed = (index: TileIndex, address: TileAddress): Uint8Array<ArrayBuffer> =>
  new Uint8Array(gzipSync(index.tile(address), { level: 6 }));

/** One after the other, and whoever asks meanwhile comes first. */
function makeFirst(of: NonNullable<typeof known>): void {
  const waiting = firstZooms.flatMap((z) => tilesOver(of.index.bounds, z));
  const next = (): void => {
    const first = waiting.shift();
    if (!first || known !== of) return;
    const tile = packed(of.index, first);
    port.postMessage({ first, version: of.version, tile } satisfies WorkerAnswer, [tile.buffer]);
    setImmediate(next);
  };
  setImmediate(next);
}

port.on("message", (question: WorkerQuestion) => {
  const { id } = question;
  if ("load" in question) {
    load(question.load).then(
      (loaded) => port.postMessage({ id, ...loaded } satisfies WorkerAnswer),
      (error: unknown) => port.postMessage({ id, failed: String(error) } satisfies WorkerAnswer),
    );
    return;
  }
  if (!known) {
    port.postMessage({ id, failed: "nothing is loaded" } satisfies WorkerAnswer);
    return;
  }
  const tile = packed(known.index, question.tile);
  const { version } = known;
  port.postMessage({ id, version, tile } satisfies WorkerAnswer, [tile.buffer]);
});
