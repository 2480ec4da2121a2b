import type { Receipt, ReportSource } from "@gezhi/contract/reports.ts";
import { Cast, Refused } from "./client.ts";
import { Dice } from "./dice.ts";
import { dispatcherOf, workerOf } from "./people.ts";
import { drawPicture } from "./picture.ts";
import { moveOn } from "./progress.ts";
import { categories, texts } from "./texts.ts";
import { demoTowns, Places, showcase } from "./world.ts";

export type StreamOptions = {
  base: string;
  seed: number;
  /** Reports a second. */
  rate: number;
  /** Only here; absent = every town with demo staff. */
  unit?: string;
  /** Stops after this many reports. */
  count?: number;
  /** Also lets demo staff work on them. */
  work: boolean;
  /** What they do between two reports; 2 when absent, which is less than reports ask for. */
  steps?: number;
  /** So many matters may lie where they were left; the oldest beyond that is taken up again. 40 when absent. */
  lying?: number;
  signal: AbortSignal;
  say?: (line: string) => void;
};

/** More steps than any matter needs to its end. */
const wholeRoad = 20;

type Case = { id: string; town: string; stop: number };

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });

/** A city that reports and works, deterministic in what happens where; everything it makes is marked simulated. */
export class Stream {
  readonly #options: StreamOptions;
  readonly #dice: Dice;
  readonly #cast: Cast;
  readonly #places: Places;
  readonly #cases: Case[] = [];
  made = 0;
  refused = 0;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#dice = new Dice(options.seed);
    this.#cast = new Cast(options.base);
    this.#places = new Places(this.#cast.anonymous);
  }

  /** One report somewhere. */
  async report(): Promise<Receipt | undefined> {
    const dice = this.#dice;
    const unit = this.#options.unit ?? dice.pick(dice.chance(0.5) ? showcase : demoTowns);
    const grid = dice.pick(await this.#places.grids(unit));
    const category = dice.pick(categories);
    const text = dice.pick(texts[category] ?? [""]).replace("{n}", String(2 + dice.below(7)));
    const position = Places.near(grid, dice);
    const clientId = dice.uuid();
    const illustrated = dice.chance(0.35);
    const worker = dice.chance(0.5) ? await this.#cast.find(workerOf(grid.code)) : undefined;
    const source: ReportSource = worker ? "gridWorker" : dice.chance(0.2) ? "rider" : "resident";
    const client = worker ?? this.#cast.anonymous;
    try {
      const files = illustrated
        ? [(await client.upload(await drawPicture(text.slice(0, 12), dice), "photo.jpg")).id]
        : [];
      const receipt = await client.report({
        clientId,
        source,
        text,
        ...(worker ? { category } : {}),
        position,
        positionSource: "device",
        positionAccuracyM: 12,
        files,
        simulated: true,
      });
      this.made += 1;
      this.#cases.push({
        id: receipt.incident.id,
        town: grid.code.slice(0, 9),
        stop: dice.below(12),
      });
      if (this.#cases.length > 400) this.#cases.shift();
      return receipt;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused += 1;
      this.#options.say?.(error.message);
      return undefined;
    }
  }

  /** One step of one case; each rests somewhere for a while, so that every state stands on the screens. */
  async work(): Promise<void> {
    const lying = this.#cases.filter((one) => one.stop === 0);
    if (lying.length > (this.#options.lying ?? 40)) lying[0]!.stop = wholeRoad;
    const open = this.#cases.filter((one) => one.stop > 0);
    if (!open.length) return;
    const one = this.#dice.pick(open);
    one.stop -= 1;
    const moved = await moveOn(this.#cast, one.id, dispatcherOf(one.town), this.#dice).catch(
      (error: unknown) => {
        if (!(error instanceof Refused)) throw error;
        return false;
      },
    );
    if (!moved) this.#cases.splice(this.#cases.indexOf(one), 1);
  }

  /** A first set at once, so that no screen is empty on first sight. */
  async burst(reports: number, steps: number): Promise<void> {
    for (let made = 0; made < reports && !this.#options.signal.aborted; made++)
      await this.#try(() => this.report());
    for (let step = 0; step < steps && !this.#options.signal.aborted; step++)
      await this.#try(() => this.work());
  }

  /** A server that is busy or away is waited for; the stream goes on. */
  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.say?.(error instanceof Error ? error.message : String(error));
      await pause(2000, this.#options.signal);
    }
  }

  /** Runs until stopped. */
  async run(): Promise<void> {
    const { rate, count, signal, work, steps = 2 } = this.#options;
    const every = 1000 / rate;
    let next = performance.now();
    const most = count ?? Infinity;
    while (!signal.aborted && this.made + this.refused < most) {
      await this.#try(async () => {
        await this.report();
        if (work) for (let step = 0; step < steps; step++) await this.work();
      });
      next = Math.max(next + every, performance.now() - 5 * every);
      await pause(Math.max(0, next - performance.now()), signal);
    }
  }
}
