import type { TelemetryFault } from "@gezhi/contract/telemetry.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { ConfigurationStore } from "../configuration/configuration-store.ts";
import {
  changedDevices,
  devicesByCode,
  devicesAfter,
  devicesOf,
  type IngestDevice,
} from "../devices/ingest-queries.ts";
import { DeviceIndex } from "./device-index.ts";
import { KnownDevice } from "./known-device.ts";
import { compileProfile } from "./payload-rules.ts";
import type { CompiledProfile } from "./payload-values-rules.ts";

const page = 20_000;
/**
 * A change is stamped before it commits, by another clock: what changed a little earlier is looked at again, and now and
 * then what a long import changed.
 */
const overlap = { ms: 10_000, longMs: 900_000, longEveryMs: 30_000 };

/** Every device of the city in memory, by its code and its number. */
export class DeviceTable {
  readonly #db: Db;
  readonly #configuration: ConfigurationStore;
  readonly #index = new DeviceIndex();
  readonly #byNumber = new Map<number, KnownDevice>();
  readonly #profiles = new Map<string, CompiledProfile | undefined>();
  #lookedAt = 0;
  #lookedFarAt = 0;
  readonly #now: () => number;
  /** The gateway's own code stands in many rows: one string for all of them. */
  readonly #texts = new Map<string, string>();
  /** Told of a device whose password changed or that was retired: who is connected as it must go. */
  onShut: (device: KnownDevice) => void = () => undefined;
  /** Told of every device that was read because it changed. */
  onChanged: (code: string) => void = () => undefined;

  constructor(db: Db, configuration: ConfigurationStore, now: () => number = Date.now) {
    this.#db = db;
    this.#configuration = configuration;
    this.#now = now;
  }

  get size(): number {
    return this.#index.size;
  }
  byCode = (code: string): KnownDevice | undefined => this.#index.get(code);
  byCodeAt = (bytes: Uint8Array, start: number, end: number): KnownDevice | undefined =>
    this.#index.at(bytes, start, end);
  byNumber = (number: number): KnownDevice | undefined => this.#byNumber.get(number);
  all = (): IterableIterator<KnownDevice> => this.#index.all();

  async load(): Promise<void> {
    this.#lookedAt = this.#lookedFarAt = this.#now();
    let after = { district: "", number: 0 };
    for (;;) {
      const rows = await devicesAfter(this.#db, after, page);
      for (const row of rows) this.#take(row);
      const last = rows.at(-1);
      if (!last || rows.length < page) return;
      after = last;
    }
  }

  /** What people changed since the last look: live within a second. */
  async refresh(): Promise<void> {
    const at = this.#now();
    const far = at - this.#lookedFarAt >= overlap.longEveryMs;
    if (far) this.#lookedFarAt = at;
    const since = new Date(this.#lookedAt - (far ? overlap.longMs : overlap.ms));
    const changed = (await changedDevices(this.#db, since)).filter(
      (one) => this.#byNumber.get(one.number)?.changed !== one.changed,
    );
    for (let start = 0; start < changed.length; start += page) {
      const some = changed.slice(start, start + page);
      const rows = await devicesOf(
        this.#db,
        some.map(({ district }) => district),
        some.map(({ number }) => number),
      );
      for (const row of rows) {
        this.#take(row);
        this.onChanged(row.code);
      }
    }
    this.#lookedAt = at;
  }

  /** These as they are now, by their names. */
  async look(codes: readonly string[]): Promise<void> {
    for (const row of await devicesByCode(this.#db, codes)) this.#take(row);
  }

  /** After another configuration came into force. */
  forgetProfiles(): void {
    this.#profiles.clear();
    for (const device of this.#index.all())
      device.profile = this.#profileOf(device.profile?.code ?? "", device.unit) ?? device.profile;
  }

  #profileOf(code: string, unit: string): CompiledProfile | undefined {
    const { unit: owner, version, content } = this.#configuration.current("deviceProfiles", unit);
    const key = `${owner}/${version}/${code}`;
    if (!this.#profiles.has(key)) {
      const profile = content.profiles.find((one) => one.code === code);
      this.#profiles.set(key, profile && compileProfile(profile));
    }
    return this.#profiles.get(key);
  }

  #one(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }

  #take(row: IngestDevice): void {
    const before = this.#byNumber.get(row.number);
    const device = before?.code === row.code ? before : new KnownDevice(row.number, row.code);
    if (before && before !== device) this.#index.remove(before);
    const hash = row.password_hash
      ? Buffer.from(row.password_hash, "hex").toString("latin1")
      : undefined;
    const shut = before && (device.passwordHash !== hash || (row.retired_at && !device.retired));
    device.district = this.#one(row.district);
    device.unit = this.#one(row.unit);
    device.profile = this.#profileOf(row.profile, row.unit);
    device.overrides = hasKeys(row.overrides) ? row.overrides : undefined;
    device.consent = row.consent_at !== null;
    device.retired = row.retired_at !== null;
    device.maintenanceUntil = row.maintenance_until?.getTime() ?? 0;
    device.gateway = row.gateway === null ? undefined : this.#one(row.gateway);
    device.passwordHash = hash;
    device.rulesOf = -1;
    device.changed = row.changed;
    if (!before) restore(device, row);
    if (device !== before) this.#index.add(device);
    this.#byNumber.set(device.number, device);
    if (shut) this.onShut(device);
  }
}

const hasKeys = (value: object): boolean => {
  for (const _ in value) return true;
  return false;
};

/** A restart goes on from what was flushed; what was committed after that is found again by its key. */
function restore(device: KnownDevice, row: IngestDevice): void {
  device.state = row.state ?? "silent";
  device.since = row.since?.getTime() ?? 0;
  device.seenAt = row.last_seen_at?.getTime() ?? 0;
  device.lastAt = device.keptAt = row.last_at?.getTime() ?? 0;
  device.lastOffsets = -1;
  device.newest = row.last_values?.map((value) => value ?? Number.NaN);
  device.battery = row.battery ?? Number.NaN;
  const faults = Object.entries(row.faults ?? {});
  if (faults.length > 0)
    device.faults = new Map(
      faults.map(([fault, { lastAt, ...rest }]) => [
        fault as TelemetryFault,
        { ...rest, lastAt: Date.parse(lastAt) },
      ]),
    );
}
