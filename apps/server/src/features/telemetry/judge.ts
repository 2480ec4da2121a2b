import { v7 } from "uuid";
import type { ConfigurationStore } from "../configuration/configuration-store.ts";
import { compileRules, withOverrides } from "../alarms/rule-compiling-rules.ts";
import { evaluate, listening } from "../alarms/rule-evaluation-rules.ts";
import type { MovedState, NewSignal } from "../alarms/signal-commands.ts";
import type { CompiledRule, Evaluation, Judged, RuleState } from "../alarms/rule-tables.ts";
import type { Held, KnownDevice, Row } from "./known-device.ts";

const none: readonly CompiledRule[] = [];

/** The rules in force for each device: those of its place and profile, with its own limits. */
export class RuleBook {
  readonly #configuration: ConfigurationStore;
  readonly #compiled = new Map<string, Map<string, CompiledRule[]>>();
  #generation = 0;
  /** Rules of which may have come to the time to decide something without a reading. */
  readonly watched = new Set<KnownDevice>();
  /** Nobody listened for so long before this process did: that is no device's silence. */
  readonly outage = { endedAt: 0, ms: 0 };

  constructor(configuration: ConfigurationStore) {
    this.#configuration = configuration;
  }

  /** After another configuration came into force. */
  turn(): void {
    this.#generation += 1;
    this.#compiled.clear();
  }

  /** Since when a device has been silent, the time not counted in which nobody could have heard it. */
  heardAt({ seenAt }: KnownDevice): number {
    return seenAt > 0 && seenAt < this.outage.endedAt ? seenAt + this.outage.ms : seenAt;
  }

  /** Where a rule of silence stands: what is stored of it does not know of every word since. */
  silence(device: KnownDevice, held: RuleState | undefined): RuleState {
    const at = this.heardAt(device);
    if (held === undefined) return listening(at);
    return at > held.at ? { ...held, at } : held;
  }

  of(device: KnownDevice): readonly CompiledRule[] {
    if (device.rulesOf === this.#generation) return device.rules ?? none;
    device.rulesOf = this.#generation;
    return (device.rules = this.#find(device));
  }

  #find({ profile, unit, overrides, retired }: KnownDevice): readonly CompiledRule[] {
    if (!profile || retired) return none;
    const rules = this.#configuration.current("alarmRules", unit);
    const profiles = this.#configuration.current("deviceProfiles", unit);
    const key = `${rules.unit}/${rules.version}/${profiles.unit}/${profiles.version}`;
    let compiled = this.#compiled.get(key);
    if (!compiled) {
      compiled = compileRules(rules.content, profiles.content);
      this.#compiled.set(key, compiled);
    }
    const own = compiled.get(profile.code) ?? none;
    return overrides ? own.map((rule) => withOverrides(rule, overrides)) : own;
  }
}

const judged: Judged = { at: 0, value: 0, also: 0 };
const judgedAlone: Judged = { at: 0, value: 0 };

/** What one transaction decides; undone when it fails, so that the same rows can be judged again. */
export class Judgement {
  readonly signals: NewSignal[] = [];
  readonly #watched: Set<KnownDevice>;
  readonly #moved = new Map<string, { device: KnownDevice; rule: string; version: number }>();
  readonly #before: { device: KnownDevice; rule: string; held: Held | undefined }[] = [];

  constructor({ watched }: RuleBook) {
    this.#watched = watched;
  }

  get isEmpty(): boolean {
    return this.#moved.size === 0;
  }

  reading(row: Row, rules: readonly CompiledRule[]): void {
    const { device, values } = row;
    const at = row.at + row.offset / 1000;
    for (let index = 0; index < rules.length; index++) {
      const rule = rules[index]!;
      const held = device.held?.get(rule.rule.code);
      const silence = rule.rule.measure.kind === "silence";
      // A device that is heard is not silent: only one that was has something to clear.
      if (silence && held?.state === undefined) continue;
      const value = values[rule.metric]!;
      if (value !== value && !silence) continue;
      let one = judgedAlone;
      if (rule.alsoMetric >= 0) {
        const also = values[rule.alsoMetric]!;
        const newest = also === also ? also : device.newest?.[rule.alsoMetric];
        if (newest !== undefined && newest === newest) {
          one = judged;
          one.also = newest;
        }
      }
      one.at = silence ? row.receivedAt : at;
      one.value = silence ? 0 : value;
      this.take(device, rule.rule.code, held, evaluate(rule, held?.state, one));
    }
    remember(device, values);
  }

  /** The newest reading once more, against a state that another process left. */
  again(device: KnownDevice, rule: CompiledRule): void {
    const held = device.held?.get(rule.rule.code);
    const silence = rule.rule.measure.kind === "silence";
    if (silence && held?.state === undefined) return;
    const also = device.newest?.[rule.alsoMetric];
    const newest: Judged = {
      at: silence ? device.seenAt : device.keptAt,
      value: silence ? 0 : (device.newest?.[rule.metric] ?? Number.NaN),
      ...(also !== undefined && also === also ? { also } : {}),
    };
    this.take(device, rule.rule.code, held, evaluate(rule, held?.state, newest));
  }

  take(
    device: KnownDevice,
    code: string,
    held: Held | undefined,
    { state, moved, decision }: Evaluation,
  ): void {
    if (state === held?.state && !moved && !decision) return;
    this.#before.push({ device, rule: code, held });
    device.held ??= new Map();
    device.held.set(code, { state, version: held?.version ?? 0 });
    if (state) this.#watched.add(device);
    const version = held?.version ?? 0;
    if (moved || decision)
      this.#moved.set(`${device.number}/${code}`, { device, rule: code, version });
    if (decision)
      this.signals.push({
        district: device.district,
        id: v7(),
        device: device.number,
        rule: code,
        kind: decision.kind,
        level: decision.level,
        value: decision.value,
        threshold: decision.threshold,
        at: new Date(decision.at).toISOString(),
      });
  }

  moved(): MovedState[] {
    return [...this.#moved.values()].map(({ device, rule, version }) => ({
      district: device.district,
      device: device.number,
      rule,
      state: device.held?.get(rule)?.state ?? null,
      version,
    }));
  }

  commit(): void {
    for (const { device, rule, version } of this.#moved.values()) {
      const state = device.held?.get(rule)?.state;
      device.held?.set(rule, { state, version: version + 1 });
    }
  }

  undo(): void {
    for (const { device, rule, held } of this.#before.toReversed()) {
      if (held) device.held!.set(rule, held);
      else device.held!.delete(rule);
    }
  }
}

function remember(device: KnownDevice, values: readonly number[]): void {
  const newest = device.newest;
  if (!newest) {
    device.newest = [...values];
    return;
  }
  for (let index = 0; index < values.length; index++)
    if (values[index] === values[index]) newest[index] = values[index]!;
}
