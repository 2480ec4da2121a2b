import type { Db } from "../../platform/database/connect.ts";
import type { Logger } from "../../platform/log.ts";
import { dueAt } from "../alarms/rule-evaluation-rules.ts";
import { ruleStatesSince } from "../alarms/rule-state-queries.ts";
import type { CompiledRule } from "../alarms/rule-tables.ts";
import {
  lowBattery,
  saveDeviceStates,
  type DeviceStateRow,
} from "../devices/device-state-commands.ts";
import { lastSeenOf } from "../devices/ingest-queries.ts";
import { stateOf } from "./device-state-rules.ts";
import type { DeviceTable } from "./device-table.ts";
import type { IntakeDesk } from "./intake-desk.ts";
import type { RuleBook } from "./judge.ts";
import type { KnownDevice } from "./known-device.ts";
import { isForGood, reasonOf } from "./refusal-rules.ts";

type World = {
  db: Db;
  devices: DeviceTable;
  desk: IntakeDesk;
  book: RuleBook;
  log: Logger;
  now: () => number;
  /** Screens have been told of devices that came or went. */
  onTold: () => void;
};

/**
 * Rows of one flush and of one of its statements: a bounded load, however many devices there are. Half a million devices
 * that speak every minute are kept up with; beyond, what was heard last is in the table some tens of seconds later.
 */
const most = { flush: 10_000, statement: 2_000 };
/** A whole turn over all devices takes this many looks. */
const slices = 10;
const overlapMs = 2_000;
const instantOrNull = (at: number) => (at > 0 ? new Date(at).toISOString() : null);

/** What time does to devices: rules whose hold ends, silence, late and offline; and what is written back of them. */
export class DeviceWatch {
  readonly #world: World;
  #looking: Iterator<KnownDevice> | undefined;
  #flushing: Iterator<KnownDevice> | undefined;
  /** Came or went since it was saved: does not wait for its turn. */
  readonly #turned = new Set<KnownDevice>();
  #statesSince = new Date(0);
  #statesRead = false;
  readonly #silenceRules = new WeakMap<readonly CompiledRule[], readonly CompiledRule[]>();

  constructor(world: World) {
    this.#world = world;
  }

  /**
   * Where rules stand: all of them at the start, then what other processes moved. What this process heard of a device
   * after that was judged by a state that was no longer true, and is judged again.
   */
  async readStates(): Promise<void> {
    const { db, devices, book, desk, now } = this.#world;
    const atStart = !this.#statesRead;
    const since = new Date(Math.max(0, this.#statesSince.getTime() - overlapMs));
    for (const { device: number, rule, state, version, updated_at } of await ruleStatesSince(
      db,
      since,
    )) {
      if (updated_at > this.#statesSince) this.#statesSince = updated_at;
      const device = devices.byNumber(number);
      if (!device || version <= (device.held?.get(rule)?.version ?? 0)) continue;
      device.held ??= new Map();
      device.held.set(rule, { state: state ?? undefined, version });
      if (state) book.watched.add(device);
      if (atStart || device.maintenanceUntil > now()) continue;
      const heardAt = Math.max(device.keptAt, device.seenAt);
      if (heardAt > (state?.at ?? updated_at.getTime())) desk.look({ device, rule, again: true });
    }
    this.#statesRead = true;
  }

  /** Time in which nobody listened counts for no device's silence. */
  forgiveOutage(): void {
    const { devices, book, now } = this.#world;
    let newest = 0;
    for (const { seenAt } of devices.all()) if (seenAt > newest) newest = seenAt;
    book.outage.endedAt = now();
    book.outage.ms = newest > 0 ? Math.max(0, now() - newest) : 0;
  }

  /** Every second: what is due without a reading. */
  async look(): Promise<void> {
    this.#lookAtWatched();
    await this.#lookAtSilent(this.#slice());
  }

  #lookAtWatched(): void {
    const { book, desk, now } = this.#world;
    const at = now();
    for (const device of book.watched) {
      let resting = true;
      for (const [code, { state }] of device.held ?? []) {
        if (!state) continue;
        resting = false;
        const rule = book.of(device).find((one) => one.rule.code === code);
        // Silence has its own look: another process may have heard the device.
        if (rule?.rule.measure.kind === "silence") continue;
        if (!rule || (device.maintenanceUntil <= at && dueAt(rule, state) <= at))
          desk.look({ device, rule: code });
      }
      if (resting) book.watched.delete(device);
    }
  }

  #slice(): KnownDevice[] {
    const { devices } = this.#world;
    const slice: KnownDevice[] = [];
    const size = Math.max(1000, Math.ceil(devices.size / slices));
    this.#looking ??= devices.all();
    while (slice.length < size) {
      const { value, done } = this.#looking.next();
      if (done) {
        this.#looking = undefined;
        break;
      }
      slice.push(value);
    }
    return slice;
  }

  async #lookAtSilent(slice: readonly KnownDevice[]): Promise<void> {
    const { db, desk, now } = this.#world;
    const at = now();
    const changed = slice.filter(
      (device) =>
        this.#stateNow(device, at) !== device.state || this.#dueSilence(device, at).length > 0,
    );
    if (changed.length === 0) return;
    // Another process may have heard it.
    const elsewhere = await lastSeenOf(db, {
      districts: changed.map(({ district }) => district),
      numbers: changed.map(({ number }) => number),
    });
    const seen = new Map(elsewhere.map((one) => [one.number, one.last_seen_at.getTime()]));
    for (const device of changed) {
      device.seenAt = Math.max(device.seenAt, seen.get(device.number) ?? 0);
      this.#settle(device, at);
      for (const { rule } of this.#dueSilence(device, at)) desk.look({ device, rule: rule.code });
    }
  }

  #dueSilence(device: KnownDevice, at: number): readonly CompiledRule[] {
    const { book } = this.#world;
    if (device.seenAt === 0 || device.maintenanceUntil > at) return [];
    const rules = book.of(device);
    let silence = this.#silenceRules.get(rules);
    if (!silence) {
      silence = rules.filter(({ rule }) => rule.measure.kind === "silence");
      this.#silenceRules.set(rules, silence);
    }
    if (silence.length === 0) return silence;
    return silence.filter((rule) => {
      const held = device.held?.get(rule.rule.code)?.state;
      return dueAt(rule, book.silence(device, held)) <= at;
    });
  }

  #stateNow(device: KnownDevice, at: number) {
    const seenAt = this.#world.book.heardAt(device);
    return stateOf(
      { retired: device.retired, seenAt, intervalMs: device.profile?.intervalMs ?? 0 },
      at,
    );
  }

  #settle(device: KnownDevice, at: number): void {
    const state = this.#stateNow(device, at);
    if (state === device.state) return;
    device.state = state;
    device.since = at;
    device.dirty = true;
    this.#turned.add(device);
  }

  /** Every second: who came or went, then some of what changed, in turn. */
  async flush(): Promise<number> {
    const { devices, now } = this.#world;
    const at = now();
    const changed: KnownDevice[] = [];
    for (const device of this.#turned) {
      if (changed.length >= most.flush) break;
      this.#turned.delete(device);
      if (!device.dirty) continue;
      device.dirty = false;
      changed.push(device);
    }
    for (let seen = 0; changed.length < most.flush && seen < devices.size; seen++) {
      this.#flushing ??= devices.all();
      const { value, done } = this.#flushing.next();
      if (done) {
        this.#flushing = undefined;
        continue;
      }
      if (!value.dirty) continue;
      value.dirty = false;
      this.#settle(value, at);
      this.#turned.delete(value);
      value.dirty = false;
      changed.push(value);
    }
    for (let start = 0; start < changed.length; start += most.statement)
      try {
        await this.#save(changed.slice(start, start + most.statement));
      } catch (error) {
        for (const device of changed.slice(start)) device.dirty = true;
        throw error;
      }
    return changed.length;
  }

  /** One row that the database refuses for ever must not keep the others from it. */
  async #save(some: readonly KnownDevice[]): Promise<void> {
    const { db, log, onTold } = this.#world;
    try {
      const rows = some.map(rowOf);
      if (await saveDeviceStates(db, rows)) onTold();
      for (const [index, device] of some.entries()) {
        device.savedState = rows[index]!.state;
        device.savedLow = (rows[index]!.battery ?? lowBattery) < lowBattery;
      }
    } catch (error) {
      if (!isForGood(error)) throw error;
      if (some.length === 1) {
        log.warn({ device: some[0]!.code, reason: reasonOf(error) }, "device state refused");
        return;
      }
      const half = some.length >> 1;
      await this.#save(some.slice(0, half));
      await this.#save(some.slice(half));
    }
  }
}

function rowOf(device: KnownDevice): DeviceStateRow {
  const faults = [...(device.faults ?? [])].map(([fault, { lastAt, ...rest }]) => [
    fault,
    { ...rest, lastAt: new Date(lastAt).toISOString() },
  ]);
  return {
    district: device.district,
    device: device.number,
    state: device.state,
    since: instantOrNull(device.since),
    last_seen_at: instantOrNull(device.seenAt),
    last_at: instantOrNull(device.keptAt),
    last_values: device.newest?.map((value) => (value === value ? value : null)) ?? null,
    battery: device.battery === device.battery ? device.battery : null,
    faults: Object.fromEntries(faults) as DeviceStateRow["faults"],
    differs: device.savedState !== device.state || device.savedLow !== device.battery < lowBattery,
  };
}
