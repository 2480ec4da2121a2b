import { setTimeout } from "node:timers/promises";
import { IncidentPage } from "@gezhi/contract/incident-lists.ts";
import { MapPatrols, Patrol, type SendPatrol } from "@gezhi/contract/patrols.ts";
import { PositionStanding } from "@gezhi/contract/positions.ts";
import { type Position, Unit } from "@gezhi/contract/units.ts";
import type { z } from "zod";
import { Cast, type Client } from "./client.ts";
import { Dice } from "./dice.ts";
import { roundThrough, towards } from "./ground.ts";
import { dispatcherOf, dutyOfficerOf, holderOf, workerOf } from "./people.ts";
import { Places, showcase } from "./world.ts";

export type PeopleStreamOptions = {
  base: string;
  seed: number;
  signal: AbortSignal;
  say?: (line: string) => void;
  /** How long between two words of a phone; 20 s when absent. */
  everyMs?: number;
};

/** On foot in the grid, with a two-wheeler from the town. */
const walkM = 25;
const rideM = 90;
const mostWalkers = 24;
const patrolsPerTown = 2;
const pointsOfRound = 24;
const minuteMs = 60_000;
/** Walked round, and simple enough for any grid. */
const duties = ["A01", "A02", "A10", "B01"];

type Sent = z.input<typeof SendPatrol>;
type OnPatrol = { client: Client; sent: Sent; way: Position[] };

/**
 * People of the demo's towns whose screens are shown: those at work on an incident go there and stay, those on duty sit in
 * their centre, some grid workers patrol. The server decides whose place may be known; what it does not want, it drops.
 */
export class People {
  readonly #options: PeopleStreamOptions;
  readonly #dice: Dice;
  readonly #cast: Cast;
  readonly #places: Places;
  readonly #at = new Map<string, Position>();
  readonly #patrols = new Map<string, OnPatrol[]>();

  constructor(options: PeopleStreamOptions) {
    this.#options = options;
    this.#dice = new Dice(options.seed);
    this.#cast = new Cast(options.base);
    this.#places = new Places(this.#cast.anonymous);
  }

  /** One word of everybody. */
  async round(): Promise<void> {
    for (const town of towns) {
      if (this.#options.signal.aborted) return;
      await this.#sit(town);
      await this.#goToWork(town);
      await this.#patrol(town);
    }
  }

  async #tell(username: string, position: Position): Promise<void> {
    const client = await this.#cast.find(username);
    if (!client) return;
    this.#at.set(username, position);
    await client.request(PositionStanding, "PUT", "/api/positions/mine", {
      position,
      accuracyM: 8,
      simulated: true,
    });
  }

  #unit(code: string): Promise<Unit> {
    return this.#cast.anonymous.request(Unit, "GET", `/api/units/${code}`);
  }

  async #sit(town: string): Promise<void> {
    const centre = await this.#unit(town);
    for (const username of [dispatcherOf(town), `${town}-dispatcher-2`, dutyOfficerOf(town)])
      await this.#tell(username, towards(centre, centre, 1, this.#dice));
  }

  async #goToWork(town: string): Promise<void> {
    const client = await this.#cast.get(dispatcherOf(town));
    const { items } = await client.request(
      IncidentPage,
      "GET",
      `/api/incidents?unit=${town}&status=accepted&status=handling&limit=${mostWalkers}`,
    );
    const busy = new Set<string>();
    for (const { handlers, position } of items)
      for (const { handler } of handlers) {
        const username = holderOf(handler);
        // Nobody is at two places.
        if (!position || busy.has(username)) continue;
        busy.add(username);
        const home = handler.split("/")[0] ?? town;
        const from = this.#at.get(username) ?? (await this.#unit(home));
        const stepM = home.length > 9 ? walkM : rideM;
        await this.#tell(username, towards(from, position, stepM, this.#dice));
      }
  }

  async #patrol(town: string): Promise<void> {
    const running = this.#patrols.get(town) ?? (await this.#begin(town));
    while (running.length < patrolsPerTown) {
      const next = await this.#start(town);
      if (!next) break;
      running.push(next);
    }
    this.#patrols.set(
      town,
      running.filter((one) => one.way.length > 0),
    );
    for (const one of running) {
      const point = one.way.shift();
      if (point) one.sent.track.push([point.lon, point.lat]);
      if (one.way.length === 0) one.sent.endedAt = new Date().toISOString();
      await one.client.request(Patrol, "POST", "/api/patrols", one.sent);
    }
  }

  async #start(town: string): Promise<OnPatrol | undefined> {
    const near = showcase.find((unit) => unit.startsWith(town) && unit.length > 9) ?? town;
    const grid = this.#dice.pick(await this.#places.grids(near));
    const client = await this.#cast.find(workerOf(grid.code));
    if (!client) return undefined;
    const sent: Sent = {
      id: this.#dice.uuid(),
      unit: grid.code,
      duty: this.#dice.pick(duties),
      startedAt: new Date().toISOString(),
      endedAt: null,
      track: [],
      // Also after a restart in the middle of one.
      instead: true,
      simulated: true,
    };
    return { client, sent, way: roundThrough(grid, pointsOfRound, this.#dice) };
  }

  /** Of a town nobody has patrolled today, some that ended already: the layer is not empty on first sight. */
  async #begin(town: string): Promise<OnPatrol[]> {
    const client = await this.#cast.get(dispatcherOf(town));
    const everywhere = `/api/map/patrols?bbox=105,28,111,33&zoom=12&unit=${town}`;
    const { items } = await client.request(MapPatrols, "GET", everywhere);
    if (items.length > 0) return [];
    for (let past = 1; past <= 3; past++) {
      const one = await this.#start(town);
      if (!one) continue;
      const began = Date.now() - past * 50 * minuteMs;
      await one.client.request(Patrol, "POST", "/api/patrols", {
        ...one.sent,
        startedAt: new Date(began).toISOString(),
        endedAt: new Date(began + 15 * minuteMs).toISOString(),
        track: one.way.map(({ lon, lat }) => [lon, lat]),
      });
    }
    return [];
  }
}

const towns = [...new Set(showcase.map((unit) => unit.slice(0, 9)))];

/** Until it is stopped; a server that is busy or away is waited for. */
export async function streamPeople(options: PeopleStreamOptions): Promise<void> {
  const people = new People(options);
  const { signal, say, everyMs = 20_000 } = options;
  while (!signal.aborted) {
    await people.round().catch((error: unknown) => say?.(String(error)));
    await setTimeout(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
