import type { TelemetryFault } from "@gezhi/contract/telemetry.ts";
import pg from "pg";
import type { Db } from "../../platform/database/connect.ts";
import type { Logger } from "../../platform/log.ts";
import { endOf, tick } from "../alarms/rule-evaluation-rules.ts";
import { ruleStatesOf } from "../alarms/rule-state-queries.ts";
import { keepJudgement } from "../alarms/signal-commands.ts";
import { Judgement, type RuleBook } from "./judge.ts";
import type { KnownDevice, Row } from "./known-device.ts";
import { copyReadings, insertReadings } from "./copy-readings.ts";
import { makeReadingPartitions } from "./reading-commands.ts";
import { isDuplicate, isForGood, lacksPartition, reasonOf } from "./refusal-rules.ts";

export type LaneWorld = {
  url: string;
  db: Db;
  log: Logger;
  book: RuleBook;
  now: () => number;
  /** False: readings are stored and not judged; only benchmarks ask for that. */
  judges: boolean;
  /** After a commit; signals: the alarm worker has something to do. */
  onCommit: (rows: number, signals: number, ms: number) => void;
  onRetry: () => void;
  onFault: (device: KnownDevice, fault: TelemetryFault, now: number, reason?: string) => void;
  /** A row that the database never takes is no longer waited for. */
  onRefused: () => void;
};

/** A rule whose time may have come without a reading; `again`: another process moved it, before the newest reading. */
export type Due = { device: KnownDevice; rule: string; again?: boolean };

const mostRows = 8_000;
const patience = { first: 50, most: 2_000 };
/** A transaction that hangs this long is on a connection that died without a word. */
const hangsMs = 45_000;

class MovedElsewhere extends Error {}

/** One connection and the devices that write over it, one transaction after another: a device's readings keep their order. */
export class Lane {
  readonly #world: LaneWorld;
  #client: pg.Client | undefined;
  #rows: Row[] = [];
  #due: Due[] = [];
  #working: Promise<void> | undefined;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(world: LaneWorld) {
    this.#world = world;
  }

  push(row: Row): void {
    this.#rows.push(row);
    this.#working ??= this.#work();
  }

  look(due: Due): void {
    this.#due.push(due);
    this.#working ??= this.#work();
  }

  /** What is not committed by now stays unanswered, and is sent again. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake?.();
    await this.#working;
    await this.#client?.end().catch(() => undefined);
  }

  async #work(): Promise<void> {
    // Whatever else arrived in the same breath goes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (!this.#closed && (this.#rows.length > 0 || this.#due.length > 0)) {
      const rows = this.#rows.length > mostRows ? this.#rows.splice(0, mostRows) : this.#rows;
      if (rows === this.#rows) this.#rows = [];
      const due = this.#due;
      this.#due = [];
      await this.#keep(rows, due);
    }
    this.#working = undefined;
  }

  /** Until it is kept, or what is refused for ever has been set apart from the rest; true: all was kept. */
  async #keep(rows: readonly Row[], due: readonly Due[]): Promise<boolean> {
    const { log, now, onCommit, onRetry, onFault } = this.#world;
    const started = now();
    let wait = patience.first;
    let partitioned = false;
    for (let attempt = 0; !this.#closed; attempt++) {
      const judgement = new Judgement(this.#world.book);
      try {
        const client = await this.#connected();
        const hangs = setTimeout(() => this.#drop(client), hangsMs);
        const keeping =
          attempt === 0
            ? this.#write(client, rows, due, judgement)
            : this.#writeAgain(client, rows, due, judgement);
        const isFresh = await keeping.finally(() => clearTimeout(hangs));
        judgement.commit();
        settle(rows, isFresh, now(), onFault);
        onCommit(rows.length, judgement.signals.length, now() - started);
        return true;
      } catch (error) {
        const judged = !judgement.isEmpty;
        judgement.undo();
        onRetry();
        await this.#recover(error);
        if (error instanceof MovedElsewhere || (isDuplicate(error) && attempt === 0)) continue;
        if (lacksPartition(error) && !partitioned) {
          // The hourly work has not run yet.
          partitioned = await makeReadingPartitions(this.#world.db, now()).then(
            () => true,
            () => false,
          );
          if (partitioned) continue;
        } else if (isForGood(error)) return this.#setApart(rows, due, error, judged);
        log.warn({ err: error, rows: rows.length }, "readings not kept yet, trying again");
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          setTimeout(resolve, wait);
        });
        wait = Math.min(wait * 2, patience.most);
      }
    }
    return false;
  }

  async #setApart(
    rows: readonly Row[],
    due: readonly Due[],
    error: unknown,
    judged: boolean,
  ): Promise<boolean> {
    const [row] = rows;
    if (rows.length + due.length > 1) {
      const half = rows.length >> 1;
      const dueHalf = rows.length > 1 ? 0 : row ? due.length : due.length >> 1;
      const before = await this.#keep(rows.slice(0, half), due.slice(0, dueHalf));
      return (await this.#keep(rows.slice(half), due.slice(dueHalf))) && before;
    }
    // The reading may be good, and what rules made of it not.
    if (row && judged && row.standing === "judged") {
      const kept = await this.#keep([{ ...row, standing: "late" }], []);
      if (kept) this.#leaveOut(row.device, error);
      return kept;
    }
    this.#leaveOut((row ?? due[0]!).device, error);
    if (row) {
      this.#world.onRefused();
      row.message?.settle([{ fault: "refused" }]);
    }
    return false;
  }

  #leaveOut(device: KnownDevice, error: unknown): void {
    const { log, now, onFault } = this.#world;
    const reason = reasonOf(error);
    log.warn({ device: device.code, reason }, "the database refuses this for ever: left out");
    onFault(device, "refused", now(), reason);
  }

  /** The usual way: nothing of this is in the database yet. */
  async #write(
    client: pg.Client,
    rows: readonly Row[],
    due: readonly Due[],
    judgement: Judgement,
  ): Promise<(n: number) => boolean> {
    const aside = rows.some(({ standing }) => standing === "aside");
    const fresh = aside ? rows.filter(({ standing }) => standing !== "aside") : rows;
    for (const row of fresh) this.#judge(row, judgement);
    this.#lookAt(due, judgement);
    if (!aside && judgement.isEmpty) {
      await copyReadings(client, fresh);
      return () => true;
    }
    await client.query("begin");
    await copyReadings(client, fresh);
    const numbered = rows.flatMap((row, n) => (row.standing === "aside" ? [{ row, n }] : []));
    const kept = aside ? await insertReadings(client, numbered) : new Set();
    await this.#finish(client, judgement);
    return (n) => rows[n]!.standing !== "aside" || kept.has(n);
  }

  /**
   * After a failure nobody knows what the first attempt left, and after a restart what its forerunner did. What is
   * stored already was judged already.
   */
  async #writeAgain(
    client: pg.Client,
    rows: readonly Row[],
    due: readonly Due[],
    judgement: Judgement,
  ): Promise<(n: number) => boolean> {
    await this.#reload([...rows, ...due].map(({ device }) => device));
    await client.query("begin");
    const fresh = await insertReadings(
      client,
      rows.map((row, n) => ({ row, n })),
    );
    rows.forEach((row, n) => {
      if (fresh.has(n)) this.#judge(row, judgement);
    });
    this.#lookAt(due, judgement);
    await this.#finish(client, judgement);
    return (n) => fresh.has(n);
  }

  async #finish(client: pg.Client, judgement: Judgement): Promise<void> {
    if (!judgement.isEmpty && !(await keepJudgement(client, judgement.moved(), judgement.signals)))
      throw new MovedElsewhere("another process judged these devices");
    await client.query("commit");
  }

  #judge(row: Row, judgement: Judgement): void {
    const { book, judges, now } = this.#world;
    if (!judges || row.standing !== "judged" || row.device.maintenanceUntil > now()) return;
    judgement.reading(row, book.of(row.device));
  }

  #lookAt(due: readonly Due[], judgement: Judgement): void {
    const now = this.#world.now();
    for (const { device, rule: code, again } of due) {
      const held = device.held?.get(code);
      const rule = this.#world.book.of(device).find((one) => one.rule.code === code);
      if (!rule) {
        if (held?.state) judgement.take(device, code, held, endOf(held.state, now));
        continue;
      }
      if (again) {
        judgement.again(device, rule);
        continue;
      }
      const silence = rule.rule.measure.kind === "silence";
      const state = silence ? this.#world.book.silence(device, held?.state) : held?.state;
      const after = tick(rule, state, now);
      if (after.moved || after.decision) judgement.take(device, code, held, after);
    }
  }

  async #reload(devices: readonly KnownDevice[]): Promise<void> {
    const distinct = [...new Set(devices)];
    const states = await ruleStatesOf(this.#world.db, {
      districts: distinct.map(({ district }) => district),
      numbers: distinct.map(({ number }) => number),
    });
    const byNumber = new Map(distinct.map((device) => [device.number, device]));
    for (const device of distinct) device.held = undefined;
    for (const { device: number, rule, state, version } of states) {
      const device = byNumber.get(number)!;
      device.held ??= new Map();
      device.held.set(rule, { state: state ?? undefined, version });
    }
  }

  async #recover(failure: unknown): Promise<void> {
    const client = this.#client;
    if (!client) return;
    const isWell = failure instanceof MovedElsewhere || isForGood(failure);
    if (isWell && !(failure instanceof RangeError))
      await client.query("rollback").catch(() => this.#drop(client));
    else this.#drop(client);
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = new pg.Client({
      connectionString: this.#world.url,
      application_name: "gezhi-ingest",
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      options: "-c role=gezhi_app -c statement_timeout=30000 -c lock_timeout=10000",
    });
    client.on("error", () => this.#drop(client));
    client.on("end", () => this.#drop(client));
    await client.connect();
    return (this.#client = client);
  }

  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
    (
      client as unknown as { connection: { stream: { destroy: () => void } } }
    ).connection.stream.destroy();
  }
}

/** After the commit, and only then: the device's newest kept instant moves on and senders are answered. */
function settle(
  rows: readonly Row[],
  isFresh: (n: number) => boolean,
  now: number,
  onFault: LaneWorld["onFault"],
): void {
  for (let n = 0; n < rows.length; n++) {
    const { device, at, standing, message } = rows[n]!;
    if (!isFresh(n)) onFault(device, "duplicate", now);
    else if (standing === "aside") onFault(device, "outOfOrder", now);
    if (at > device.keptAt) device.keptAt = at;
    device.dirty = true;
    message?.settle();
  }
}
