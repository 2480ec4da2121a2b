import type { Socket } from "node:net";
import type { Db } from "../../platform/database/connect.ts";
import type { Logger } from "../../platform/log.ts";
import { findDecided, findHorizon, stillKept } from "./live-queries.ts";
import { Audience, parsePosition, positionText, type LivePosition, type LiveRow } from "./live-rules.ts";

export type Subscription = { account: string; tokens: string[]; lastEventId?: string };

/** A browser that does not read is cut off once this much waits for it; it resumes from its last id. */
const maxBuffered = 1 << 20;
const batch = 500;
/** Browsers come back by themselves after this long: a session that ended meanwhile hears nothing more. */
const longestMs = 10 * 60_000;

type Listener = { socket: Socket; subscription: Subscription; ready: boolean };

const frame = (row: LiveRow): string => `id: ${positionText(row)}\nevent: message\ndata: ${JSON.stringify(row.message)}\n\n`;

/** Reads the live log and writes to browsers. Runs apart from the process that answers requests. */
export class Fanout {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #audience = new Audience<Listener>();
  readonly #listeners = new Set<Listener>();
  #last: LivePosition = { transaction: 0n, row: 0 };
  #reading: Promise<void> | undefined;
  #again = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(db: Db, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** A hint makes the reader look at once; it looks by itself every 250 ms, so a lost hint costs a moment only. */
  async start(): Promise<void> {
    this.#last = { transaction: (await findHorizon(this.#db)) - 1n, row: Number.MAX_SAFE_INTEGER };
    this.#timers = [setInterval(() => this.wake(), 250), setInterval(() => this.#beat(), 15_000)];
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const { socket } of this.#listeners) socket.destroy();
  }

  wake(): void {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = this.#read()
      .catch((error: unknown) => this.#log.warn({ err: error }, "live log not readable, trying again"))
      .finally(() => {
        this.#reading = undefined;
        if (this.#again) {
          this.#again = false;
          this.wake();
        }
      });
  }

  async #read(): Promise<void> {
    for (;;) {
      const { rows, horizon } = await findDecided(this.#db, this.#last, batch);
      for (const row of rows) this.#deliver(row);
      const last = rows.at(-1);
      if (last) this.#last = { transaction: last.transaction, row: last.row };
      if (rows.length < batch) {
        if (horizon - 1n > this.#last.transaction) this.#last = { transaction: horizon - 1n, row: Number.MAX_SAFE_INTEGER };
        return;
      }
    }
  }

  #deliver(row: LiveRow): void {
    const listeners = this.#audience.of(row);
    if (!listeners.size) return;
    const text = frame(row);
    for (const listener of listeners) if (listener.ready) this.#send(listener, text);
  }

  #send(listener: Listener, text: string): void {
    if (listener.socket.writableLength > maxBuffered) listener.socket.destroy();
    else listener.socket.write(text);
  }

  #beat(): void {
    for (const listener of this.#listeners) this.#send(listener, ": beat\n\n");
  }

  /** Takes over a socket whose response head has been written. */
  async subscribe(socket: Socket, subscription: Subscription): Promise<void> {
    const listener: Listener = { socket, subscription, ready: false };
    const { tokens, account } = subscription;
    const drop = () => {
      this.#listeners.delete(listener);
      this.#audience.remove(listener, tokens, account);
    };
    socket.setNoDelay(true);
    socket.on("error", drop).on("close", drop).resume();
    setTimeout(() => socket.end(), longestMs * (0.8 + Math.random() * 0.4)).unref();
    this.#listeners.add(listener);
    socket.write("retry: 2000\nevent: ready\ndata: {}\n\n");
    try {
      await this.#resume(listener);
    } catch (error) {
      this.#log.warn({ err: error }, "a screen could not resume");
      socket.destroy();
    }
  }

  /** Sends what was missed, then joins the stream at exactly that place: no gap, nothing twice. */
  async #resume(listener: Listener): Promise<void> {
    const { tokens, account, lastEventId } = listener.subscription;
    let from = parsePosition(lastEventId);
    if (lastEventId && (!from || !(await stillKept(this.#db, from)))) {
      listener.socket.write("event: reload\ndata: {}\n\n");
      from = undefined;
    }
    const mine = new Audience<Listener>();
    mine.add(listener, tokens, account);
    while (from && before(from, this.#last)) {
      const { rows, horizon } = await findDecided(this.#db, from, batch);
      const missed = rows.filter((row) => !before(this.#last, row));
      for (const row of missed) if (mine.of(row).size) this.#send(listener, frame(row));
      const seen: LivePosition = rows.length < batch ? { transaction: horizon - 1n, row: Number.MAX_SAFE_INTEGER } : rows.at(-1)!;
      from = { transaction: seen.transaction, row: seen.row };
    }
    if (listener.socket.destroyed) return;
    listener.ready = true;
    this.#audience.add(listener, tokens, account);
  }
}

const before = (a: LivePosition, b: LivePosition): boolean =>
  a.transaction < b.transaction || (a.transaction === b.transaction && a.row < b.row);
