import { once } from "node:events";
import type { Socket } from "node:net";
import type { Db } from "../../platform/database/connect.ts";
import type { Logger } from "../../platform/log.ts";
import { findDecided, findEnd, findPlaceAgo, stillKept } from "./live-queries.ts";
import {
  Audience,
  beginning,
  isBefore,
  parsePosition,
  positionText,
  type LivePosition,
  type LiveRow,
} from "./live-rules.ts";

export type Subscription = {
  account: string;
  tokens: readonly string[];
  /** Whether it may hear of people's bodies at all (domain B.3, "health and device data"). */
  persons: boolean;
  /** Which session opened it with what grant: when either is no more, the stream ends too. */
  session: string;
  grant: string;
  lastEventId?: string;
  /** Without an id to go on after: begins with what happened in these last seconds. */
  secondsAgo?: number;
};

export type FanoutSources = {
  /** Reads the stream that all share. */
  reader: Db;
  /** Serves what single screens missed, so that many who come back at once hold up nobody else. */
  resumer: Db;
  log: Logger;
  /** Whether the session still stands with the same grant. */
  stillEntitled: (subscription: Subscription) => Promise<boolean>;
};

/** A browser that does not read is cut off once this much waits for it; it resumes from its last id. */
const maxBuffered = 1 << 20;
const batch = 500;
const lookMs = 250;
const beatMs = 15_000;
const drainMs = 30_000;

const head = [
  "HTTP/1.1 200 OK",
  "content-type: text/event-stream; charset=utf-8",
  "cache-control: no-cache, no-transform",
  "x-accel-buffering: no",
  "x-content-type-options: nosniff",
  "connection: close",
  "",
  "retry: 2000",
  "",
  "",
].join("\r\n");

/** Behind every place. */
const never: LivePosition = { transaction: 2n ** 64n, row: 0 };

type Listener = { socket: Socket; subscription: Subscription; joinedAt: LivePosition };

const frame = (row: LiveRow): Buffer =>
  Buffer.from(`id: ${positionText(row)}\nevent: message\ndata: ${JSON.stringify(row.message)}\n\n`);
const mayHear = ({ persons }: Subscription, { message }: LiveRow): boolean =>
  persons || message.payload?.["personal"] !== true;
const ready = (at: LivePosition) => `id: ${positionText(at)}\nevent: ready\ndata: {}\n\n`;

/** Reads the live log and writes to browsers. Runs apart from the process that answers requests. */
export class Fanout {
  readonly #sources: FanoutSources;
  readonly #recheckMs: number;
  readonly #audience = new Audience<Listener>();
  readonly #listeners = new Set<Listener>();
  #last = beginning;
  #reading: Promise<void> | undefined;
  #again = false;
  #failing = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(sources: FanoutSources, recheckMs = 60_000) {
    this.#sources = sources;
    this.#recheckMs = recheckMs;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** A hint makes the reader look at once; it looks by itself as well, so a lost hint costs a moment only. */
  async start(): Promise<void> {
    this.#last = await findEnd(this.#sources.reader);
    this.#timers = [
      setInterval(() => this.wake(), lookMs),
      setInterval(() => this.#beat(), beatMs),
    ];
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
      .catch((error: unknown) => {
        const level = this.#failing ? "debug" : "warn";
        this.#sources.log[level]({ err: error }, "live log not readable, trying again");
        this.#failing = true;
      })
      .finally(() => {
        this.#reading = undefined;
        if (!this.#again) return;
        this.#again = false;
        this.wake();
      });
  }

  async #read(): Promise<void> {
    for (;;) {
      const { rows, end } = await findDecided(this.#sources.reader, this.#last, batch);
      for (const row of rows) this.#deliver(row);
      this.#last = end;
      if (rows.length === batch) continue;
      if (this.#failing) this.#sources.log.warn("live log readable again");
      this.#failing = false;
      return;
    }
  }

  #deliver(row: LiveRow): void {
    const listeners = this.#audience.of(row);
    if (!listeners.size) return;
    const text = frame(row);
    for (const listener of listeners)
      if (isBefore(listener.joinedAt, row) && mayHear(listener.subscription, row))
        this.#send(listener.socket, text);
  }

  #send(socket: Socket, text: string | Buffer): void {
    if (socket.writableLength > maxBuffered) socket.destroy();
    else socket.write(text);
  }

  /** Carries the place of the stream, so that a screen to which nothing happened for long still resumes. */
  #beat(): void {
    const text = `id: ${positionText(this.#last)}\nevent: beat\ndata: {}\n\n`;
    for (const listener of this.#listeners)
      if (!isBefore(this.#last, listener.joinedAt)) this.#send(listener.socket, text);
  }

  /** Takes over a socket on which a browser has asked and nothing was answered yet. */
  async subscribe(socket: Socket, subscription: Subscription): Promise<void> {
    // Until it has joined, nothing is newer than where it stands: neither messages nor beats reach it.
    const listener: Listener = { socket, subscription, joinedAt: never };
    const { tokens, account } = subscription;
    const recheck = setInterval(() => void this.#recheck(listener), this.#recheckMs);
    const drop = () => {
      clearInterval(recheck);
      this.#listeners.delete(listener);
      this.#audience.remove(listener, tokens, account);
    };
    socket.setNoDelay(true);
    socket.on("error", drop).on("close", drop).resume();
    this.#listeners.add(listener);
    try {
      socket.write(head);
      await this.#join(listener);
    } catch (error) {
      this.#sources.log.warn({ err: error }, "a screen could not resume");
      socket.destroy();
    }
  }

  /** Sends what was missed, then joins the stream at exactly that place: no gap, nothing twice. */
  async #join(listener: Listener): Promise<void> {
    const { socket, subscription } = listener;
    const { tokens, account, lastEventId } = subscription;
    const from = await this.#placeOf(subscription);
    let at = from;
    if (from) socket.write(ready(from));
    while (at && isBefore(at, this.#last) && !socket.destroyed)
      at = await this.#sendMissed(listener, at);
    // From the last look at `#last` to the joining nothing waits, so no row passes in between.
    if (socket.destroyed) return;
    listener.joinedAt = at && isBefore(this.#last, at) ? at : this.#last;
    this.#audience.add(listener, tokens, account);
    if (from) return;
    socket.write(ready(this.#last));
    if (lastEventId) socket.write("event: reload\ndata: {}\n\n");
  }

  /** Where the screen goes on from; undefined = now. */
  async #placeOf({ lastEventId, secondsAgo }: Subscription): Promise<LivePosition | undefined> {
    if (!lastEventId)
      return secondsAgo === undefined ? undefined : findPlaceAgo(this.#sources.resumer, secondsAgo);
    const asked = parsePosition(lastEventId);
    return asked && (await stillKept(this.#sources.resumer, asked)) ? asked : undefined;
  }

  /** Sends the next part of what lies behind the stream's place; returns how far it got. */
  async #sendMissed({ socket, subscription }: Listener, from: LivePosition): Promise<LivePosition> {
    const { rows, end } = await findDecided(this.#sources.resumer, from, batch);
    const only = new Audience<Socket>();
    only.add(socket, subscription.tokens, subscription.account);
    const reached = this.#last;
    for (const row of rows)
      if (!isBefore(reached, row) && only.of(row).size && mayHear(subscription, row))
        socket.write(frame(row));
    await drained(socket);
    return isBefore(reached, end) ? reached : end;
  }

  async #recheck({ socket, subscription }: Listener): Promise<void> {
    try {
      if (await this.#sources.stillEntitled(subscription)) return;
    } catch (error) {
      this.#sources.log.warn({ err: error }, "sessions not readable, trying again");
      return;
    }
    // The browser comes back at once: with what it may see now, or to be refused.
    socket.end("retry: 50\n\n");
  }
}

/** Waits until a slow reader has taken what was written; one that takes nothing is cut off. */
async function drained(socket: Socket): Promise<void> {
  if (!socket.writableNeedDrain || socket.destroyed) return;
  const patience = setTimeout(() => socket.destroy(), drainMs);
  await Promise.race([once(socket, "drain"), once(socket, "close")]).catch(() => undefined);
  clearTimeout(patience);
}
