import type { LevelValues } from "@gezhi/contract/sensing.ts";
import type { DeviceState } from "@gezhi/contract/devices.ts";
import type { TelemetryFault } from "@gezhi/contract/telemetry.ts";
import type { CompiledRule, RuleState } from "../alarms/rule-tables.ts";
import type { CompiledProfile, Found } from "./payload-values-rules.ts";

/** Where a rule stands with a device, and which version of that is in the database; 0: none. */
export type Held = { state: RuleState | undefined; version: number };
export type FaultCount = { count: number; lastAt: number; reason?: string | undefined };

/** What ingest holds of one device, at most a kilobyte: half a million of them stay in memory. */
export class KnownDevice {
  readonly number: number;
  readonly code: string;
  district = "";
  unit = "";
  profile: CompiledProfile | undefined = undefined;
  overrides: Record<string, LevelValues> | undefined = undefined;
  consent = false;
  retired = false;
  maintenanceUntil = 0;
  gateway: string | undefined = undefined;
  /** 32 bytes as latin1: a third of the memory of hexadecimal digits. */
  passwordHash: string | undefined = undefined;
  /** When people changed it last. */
  changed = 0;

  /** The newest instant at the door, and which lowest metrics were seen at it. */
  lastAt = 0;
  lastOffsets = 0;
  /** The newest instant that is committed: what a restart goes on from. */
  keptAt = 0;
  seenAt = 0;
  newest: number[] | undefined = undefined;
  battery = Number.NaN;
  state: DeviceState = "silent";
  since = 0;
  /** Of its row in `device_states`: its state, and whether its battery ran low. */
  savedState: DeviceState | undefined = undefined;
  savedLow = false;
  /** Differs from its row in `device_states`. */
  dirty = false;
  faults: Map<TelemetryFault, FaultCount> | undefined = undefined;

  rules: readonly CompiledRule[] | undefined = undefined;
  rulesOf = -1;
  held: Map<string, Held> | undefined = undefined;

  constructor(number: number, code: string) {
    this.number = number;
    this.code = code;
  }

  fault(fault: TelemetryFault, now: number, reason?: string): void {
    this.faults ??= new Map();
    const count = this.faults.get(fault);
    if (count) {
      count.count += 1;
      count.lastAt = now;
      if (reason) count.reason = reason;
    } else this.faults.set(fault, { count: 1, lastAt: now, ...(reason ? { reason } : {}) });
    this.dirty = true;
  }
}

/** One instant of one device on its way into the database. */
export type Row = {
  device: KnownDevice;
  at: number;
  /** Microseconds added to `at`: the lowest metric given, so that metrics sent apart do not hide each other. */
  offset: number;
  receivedAt: number;
  values: number[];
  standing: Standing;
  /** Answered when this row is committed: the last one of its message. */
  message: Message | undefined;
};

/** `judged`: kept and judged; `late`: kept; `aside`: perhaps there already, kept if it is not. */
export type Standing = "judged" | "late" | "aside";

/** Whoever waits for the commit; `faults`: nothing of the message was kept, and why. */
export type Message = { settle: (faults?: readonly Found[]) => void };
