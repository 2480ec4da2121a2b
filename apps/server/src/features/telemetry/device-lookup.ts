import { DeviceCode } from "@gezhi/contract/devices.ts";
import type { Logger } from "../../platform/log.ts";

/** How long an answer counts that told nothing new: nobody has that name; the device is as it was. */
const countsMs = { unknown: 250, known: 1_000 };
/** One statement at a time, so far apart, with so many names: a flood of names is a small steady load. */
const apartMs = 25;
const mostNames = 1000;
const mostRemembered = 20_000;

export type LookupWorld = {
  /** Reads these devices anew. */
  read: (codes: readonly string[]) => Promise<void>;
  /** Of a device that is known: something that differs after every change. */
  versionOf: (code: string) => number | undefined;
  log: Logger;
  now: () => number;
};
type Asked = { promise: Promise<void>; answer: () => void };

/**
 * Whoever is about to be refused is looked up once more: it may have been registered, or changed, a moment ago. A
 * database that is away is waited for.
 */
export class DeviceLookup {
  readonly #world: LookupWorld;
  #asked = new Map<string, Asked>();
  /** Until when the last answer counts. */
  readonly #countsUntil = new Map<string, number>();
  #working = false;
  #closed = false;

  constructor(world: LookupWorld) {
    this.#world = world;
  }

  /** undefined: it was asked a moment ago, or cannot be the name of a device. */
  ask(code: string): Promise<void> | undefined {
    const asked = this.#asked.get(code);
    if (asked) return asked.promise;
    if ((this.#countsUntil.get(code) ?? 0) > this.#world.now()) return undefined;
    if (!DeviceCode.safeParse(code).success) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#asked.set(code, { promise, answer: resolve });
    if (!this.#working) void this.#work();
    return promise;
  }

  /** People changed it: the next question is a new one. */
  forget(code: string): void {
    this.#countsUntil.delete(code);
  }

  close(): void {
    this.#closed = true;
  }

  async #work(): Promise<void> {
    this.#working = true;
    // Whoever asks in the same breath goes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#asked.size > 0 && !this.#closed) {
      const some = [...this.#asked].slice(0, mostNames);
      for (const [code] of some) this.#asked.delete(code);
      await this.#read(some.map(([code]) => code));
      for (const [, { answer }] of some) answer();
      await new Promise((resolve) => setTimeout(resolve, apartMs));
    }
    this.#working = false;
  }

  async #read(codes: readonly string[]): Promise<void> {
    const { read, versionOf, log, now } = this.#world;
    const before = codes.map(versionOf);
    for (let failed = false; !this.#closed;)
      try {
        await read(codes);
        if (this.#countsUntil.size > mostRemembered) this.#countsUntil.clear();
        for (const [index, code] of codes.entries()) {
          const version = versionOf(code);
          if (version === before[index])
            this.#countsUntil.set(code, now() + countsMs[version ? "known" : "unknown"]);
        }
        return;
      } catch (error) {
        log[failed ? "debug" : "warn"]({ err: error }, "devices not looked up yet, trying again");
        failed = true;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
  }
}
