import type { TileAddress } from "./tile-rules.ts";

export type PackedTile = Uint8Array<ArrayBuffer>;

export type TileCache = {
  get: (address: TileAddress) => PackedTile | undefined;
  set: (address: TileAddress, tile: PackedTile) => void;
  clear: () => void;
  bytes: () => number;
};

const keyOf = ({ z, x, y }: TileAddress): number => (x * 2 ** 14 + y) * 16 + z;
/** What a tile costs beside its bytes. */
const overhead = 200;

/** What was asked for last stays; what lies longest goes once `mostBytes` are full. */
export function createTileCache(mostBytes: number): TileCache {
  const kept = new Map<number, PackedTile>();
  let bytes = 0;
  const drop = (key: number): void => {
    const tile = kept.get(key);
    if (!tile) return;
    kept.delete(key);
    bytes -= tile.byteLength + overhead;
  };
  return {
    get(address) {
      const key = keyOf(address);
      const tile = kept.get(key);
      if (!tile) return undefined;
      kept.delete(key);
      kept.set(key, tile);
      return tile;
    },
    set(address, tile) {
      const key = keyOf(address);
      drop(key);
      kept.set(key, tile);
      bytes += tile.byteLength + overhead;
      for (const oldest of kept.keys()) {
        if (bytes <= mostBytes || oldest === key) break;
        drop(oldest);
      }
    },
    clear() {
      kept.clear();
      bytes = 0;
    },
    bytes: () => bytes,
  };
}
