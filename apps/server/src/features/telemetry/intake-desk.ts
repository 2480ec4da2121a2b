import type { TelemetryFault } from "@gezhi/contract/telemetry.ts";
import { admit } from "./door-rules.ts";
import type { KnownDevice, Message, Row } from "./known-device.ts";
import { Lane, type Due, type LaneWorld } from "./lane.ts";
import { readPayload } from "./payload-rules.ts";
import { noCounts, type TelemetryCounts } from "./telemetry-counts.ts";
import { WaitingRoom } from "./waiting-room.ts";

/** Rows that wait: beyond the first, senders are held up until the second is reached. */
const most = { waiting: 40_000, again: 20_000 };

const nothing = [{ fault: "malformed" }] as const;

export type DeskWorld = Omit<LaneWorld, "onCommit" | "onRetry" | "onFault" | "onRefused"> & {
  lanes: number;
  /** Looks a device up in the database; undefined: it was looked up a moment ago. */
  ask: (code: string) => Promise<void> | undefined;
  /** After a commit that decided something. */
  onSignals: () => void;
};

/** Where every message comes in, however it came, and from where it is answered: after the commit. */
export class IntakeDesk {
  readonly counts: TelemetryCounts = noCounts();
  readonly #world: DeskWorld;
  readonly #lanes: Lane[];
  readonly #room: WaitingRoom;
  readonly #holds = new Set<(held: boolean) => void>();

  constructor(world: DeskWorld) {
    this.#world = world;
    const laneWorld: LaneWorld = {
      ...world,
      onFault: (device, fault, at, reason) => this.fault(device, fault, at, reason),
      onRefused: () => this.#waited(-1),
      onRetry: () => (this.counts.retries += 1),
      onCommit: (rows, signals, ms) => {
        this.counts.commits += 1;
        this.counts.kept += rows;
        this.counts.signals += signals;
        this.counts.lagMs = ms;
        this.#waited(-rows);
        if (signals > 0) world.onSignals();
      },
    };
    this.#room = new WaitingRoom(world.ask, (change) => this.#waited(change));
    this.#lanes = Array.from({ length: world.lanes }, () => new Lane(laneWorld));
  }

  /** Called with true when senders must wait, with false when they may go on. */
  onHold(hold: (held: boolean) => void): void {
    this.#holds.add(hold);
  }

  ask = (code: string): Promise<void> | undefined => this.#world.ask(code);

  /**
   * Comes back with a message of a device that is not as it should be, after it was looked up; messages that follow
   * wait behind it. False: it was looked up a moment ago.
   */
  later(code: string, payload: Buffer, go: (payload: Buffer) => void): boolean {
    return this.#room.enter(code, payload, go);
  }

  /** Settles the message at once when nothing of it is kept, else after the commit. */
  take(device: KnownDevice, payload: Buffer, message: Message): void {
    this.counts.messages += 1;
    this.#take(device, payload, message);
  }

  #take(device: KnownDevice, payload: Buffer, message: Message): void {
    if (this.#room.holds(device.code) && this.#aside(device, payload, message)) return;
    const now = this.#world.now();
    const { profile } = device;
    device.seenAt = now;
    device.dirty = true;
    const unwanted =
      device.retired || !profile
        ? "unknownDevice"
        : profile.personal && !device.consent
          ? "noConsent"
          : undefined;
    if (!profile || unwanted) {
      if (!this.#aside(device, payload, message))
        this.#refuse(device, unwanted ?? "unknownDevice", now, message);
      return;
    }
    const { readings, battery, faults } = readPayload(profile, payload, now);
    if (faults?.some(({ fault }) => fault === "unknownMetric"))
      if (this.#aside(device, payload, message)) return;
    if (battery !== undefined) device.battery = battery;
    if (faults) for (const { fault } of faults) this.fault(device, fault, now);
    const lane = this.#lanes[device.number % this.#lanes.length]!;
    const last = readings.length - 1;
    for (let index = 0; index <= last; index++) {
      const { at: given, values } = readings[index]!;
      const { at, offset, standing } = admit(device, given, values, now);
      if (standing === "late") this.fault(device, "late", now);
      const row: Row = {
        device,
        at,
        offset,
        receivedAt: now,
        values,
        standing,
        message: index === last ? message : undefined,
      };
      lane.push(row);
    }
    if (last < 0) message.settle(faults ?? (battery === undefined ? nothing : undefined));
    else this.#waited(last + 1);
  }

  #aside(device: KnownDevice, payload: Buffer, message: Message): boolean {
    return this.later(device.code, payload, (kept) => this.#take(device, kept, message));
  }

  look(due: Due): void {
    this.#lanes[due.device.number % this.#lanes.length]!.look(due);
  }

  fault(
    device: KnownDevice | undefined,
    fault: TelemetryFault,
    now = this.#world.now(),
    reason?: string,
  ): void {
    device?.fault(fault, now, reason);
    this.counts.faults[fault] = (this.counts.faults[fault] ?? 0) + 1;
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #refuse(device: KnownDevice, fault: TelemetryFault, now: number, message: Message): void {
    this.fault(device, fault, now);
    message.settle([{ fault }]);
  }

  #waited(rows: number): void {
    const { counts } = this;
    counts.waiting += rows;
    const held = counts.paused ? counts.waiting > most.again : counts.waiting >= most.waiting;
    if (held === counts.paused) return;
    counts.paused = held;
    for (const hold of this.#holds) hold(held);
  }
}
