import { levelOf, Unit, type Position } from "@gezhi/contract/units.ts";
import { z } from "zod";
import type { Client } from "./client.ts";
import type { Dice } from "./dice.ts";

const Units = z.object({ items: z.array(Unit) });

export const childrenOf = async (client: Client, parent: string): Promise<Unit[]> =>
  (await client.request(Units, "GET", `/api/units?parent=${parent}&limit=1000`)).items;

/** Towns with demo staff. */
export const demoTowns = [
  ...["001", "003", "004", "005", "007", "008", "010", "011", "012", "013", "014"].map(
    (street) => `500103${street}`,
  ),
  "500108102",
  "500120104",
  "500102007",
  "500116116",
  "500110007",
  "500107003",
  "500153002",
] as const;

/** Where the accounts of the one-click chooser work: half of a demo's life happens here, so that none of their screens is empty. */
export const showcase = ["500103001017", "500103001", "500103001", "500108102"] as const;

/** Grids below a unit, read once. */
export class Places {
  readonly #client: Client;
  readonly #grids = new Map<string, Promise<Unit[]>>();

  constructor(client: Client) {
    this.#client = client;
  }

  grids(unit: string): Promise<Unit[]> {
    const known = this.#grids.get(unit);
    if (known) return known;
    const found = this.#read(unit).catch((error: unknown) => {
      this.#grids.delete(unit);
      throw error;
    });
    this.#grids.set(unit, found);
    return found;
  }

  async #read(unit: string): Promise<Unit[]> {
    const level = levelOf(unit);
    if (level === "grid")
      return [Unit.parse(await this.#client.request(Unit, "GET", `/api/units/${unit}`))];
    const children = await childrenOf(this.#client, unit);
    if (level === "village") return children;
    const below: Unit[] = [];
    for (const child of children) below.push(...(await this.grids(child.code)));
    return below;
  }

  /** A point near a grid's own point. */
  static near(grid: Position, dice: Dice, metres = 60): Position {
    const turn = dice.next() * 2 * Math.PI;
    const far = (dice.next() * metres) / 111_320;
    return {
      lon: grid.lon + (Math.cos(turn) * far) / Math.cos((grid.lat * Math.PI) / 180),
      lat: grid.lat + Math.sin(turn) * far,
    };
  }
}
