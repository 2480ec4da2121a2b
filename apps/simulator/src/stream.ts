import type { FileId } from "@gezhi/contract/ids.ts";
import type { Receipt, ReportSource } from "@gezhi/contract/reports.ts";
import { Cast, Refused } from "./client.ts";
import { Dice } from "./dice.ts";
import { dispatcherOf, workerOf } from "./people.ts";
import { drawPicture } from "./picture.ts";
import { moveOn } from "./progress.ts";
import { planReport, type PlannedReport } from "./report-plan.ts";
import { Places } from "./world.ts";

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
  /** Of their own, so that what the staff find to do moves no report. */
  #reports: Dice;
  readonly #steps: Dice;
  #next: (PlannedReport & { files?: FileId[] }) | undefined;
  readonly #cast: Cast;
  readonly #places: Places;
  readonly #cases: Case[] = [];
  made = 0;
  refused = 0;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#reports = new Dice(options.seed);
    this.#steps = new Dice(~options.seed);
    this.#cast = new Cast(options.base);
    this.#places = new Places(this.#cast.anonymous);
  }

  /** One report somewhere. One that got no answer is sent again next time: none is left out of the stream. */
  async report(): Promise<Receipt | undefined> {
    const planned = (this.#next ??= await this.#plan());
    try {
      const receipt = await this.#send(planned);
      this.made += 1;
      this.#cases.push({
        id: receipt.incident.id,
        town: planned.grid.slice(0, 9),
        stop: planned.stop,
      });
      if (this.#cases.length > 400) this.#cases.shift();
      this.#next = undefined;
      return receipt;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#next = undefined;
      this.refused += 1;
      this.#options.say?.(error.message);
      return undefined;
    }
  }

  async #plan(): Promise<PlannedReport> {
    const dice = this.#reports.copy();
    const { rate, unit } = this.#options;
    const planned = await planReport(dice, {
      number: this.made + this.refused,
      rate,
      unit,
      grids: (code) => this.#places.grids(code),
    });
    this.#reports = dice;
    return planned;
  }

  async #send(planned: PlannedReport & { files?: FileId[] }): Promise<Receipt> {
    const { clientId, category, text, position, passerBy, picture } = planned;
    const worker = planned.worker ? await this.#cast.find(workerOf(planned.grid)) : undefined;
    const source: ReportSource = worker ? "gridWorker" : passerBy;
    const client = worker ?? this.#cast.anonymous;
    // Once: with another file it would be another report under the same id.
    if (picture !== undefined && !planned.files) {
      const drawn = await drawPicture(text.slice(0, 12), new Dice(picture));
      planned.files = [(await client.upload(drawn, "photo.jpg")).id];
    }
    return client.report({
      clientId,
      source,
      text,
      ...(worker ? { category } : {}),
      position,
      positionSource: "device",
      positionAccuracyM: 12,
      files: planned.files ?? [],
      simulated: true,
    });
  }

  /** One step of one case; each rests somewhere for a while, so that every state stands on the screens. */
  async work(): Promise<void> {
    const lying = this.#cases.filter((one) => one.stop === 0);
    if (lying.length > (this.#options.lying ?? 40)) lying[0]!.stop = wholeRoad;
    const open = this.#cases.filter((one) => one.stop > 0);
    if (!open.length) return;
    const one = this.#steps.pick(open);
    one.stop -= 1;
    const moved = await moveOn(this.#cast, one.id, dispatcherOf(one.town), this.#steps).catch(
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

  /** Runs until stopped: each report when it is due, or as soon as the ones before it let it. */
  async run(): Promise<void> {
    const { rate, count, signal, work, steps = 2 } = this.#options;
    const every = 1000 / rate;
    const most = count ?? Infinity;
    const answered = () => this.made + this.refused;
    let begun = performance.now() - answered() * every;
    while (!signal.aborted && answered() < most) {
      await this.#try(async () => {
        await this.report();
        if (work) for (let step = 0; step < steps; step++) await this.work();
      });
      // Of what is late five are made good at once.
      const late = performance.now() - begun - answered() * every;
      begun += Math.max(0, late - 5 * every);
      await pause(Math.max(0, -late), signal);
    }
  }
}
