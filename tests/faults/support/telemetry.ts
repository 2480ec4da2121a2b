import { connect, type Socket } from "node:net";
import { sql } from "kysely";
import { evaluate } from "../../../apps/server/src/features/alarms/rule-evaluation-rules.ts";
import { compileRules } from "../../../apps/server/src/features/alarms/rule-compiling-rules.ts";
import type { RuleState } from "../../../apps/server/src/features/alarms/rule-tables.ts";
import {
  initialAlarmRules,
  initialProfiles,
} from "../../../apps/server/src/features/configuration/initial-sensing.ts";
import {
  addDevice,
  bytesOf,
  devicePassword,
  packetReader,
} from "../../../apps/server/src/features/telemetry/telemetry-testing.ts";
import type { Db } from "../../../apps/server/src/platform/database/connect.ts";

/** Wind gusts: blue from 7, yellow 9, orange 11, red 13 m/s, at once. */
const profile = "SE18";
const unit = "500103001001001";
const window = 100;

export type Sender = {
  number: number;
  code: string;
  messages: number;
  sent: { at: number; value: number }[];
};

export async function addSenders(
  owner: Db,
  gateways: number,
  devicesEach: number,
  messages: number,
): Promise<{ gateway: string; senders: Sender[] }[]> {
  const all: { gateway: string; senders: Sender[] }[] = [];
  for (let g = 0; g < gateways; g++) {
    const gateway = `gateway-${g}`;
    await addDevice(owner, gateway, profile);
    const senders: Sender[] = [];
    for (let d = 0; d < devicesEach; d++) {
      const code = `sender-${g}-${d}`;
      const number = await addDevice(owner, code, profile, { gateway });
      senders.push({ number, code, messages, sent: [] });
    }
    all.push({ gateway, senders });
  }
  return all;
}

/** Calm, then twice a rise through the levels and back: never so often that flapping is damped. */
export function valueOf(n: number, messages: number): number {
  const place = n / messages;
  if (place < 0.2 || (place >= 0.4 && place < 0.6) || place >= 0.8) return 1 + (n % 5);
  if (place < 0.3 || (place >= 0.6 && place < 0.7)) return 8;
  return 14;
}

type Underway = { id: number; topic: string; payload: string; dup: boolean };

/** A gateway that sends for its devices and sends again, in order, what was not acknowledged. */
export class ResendingGateway {
  acknowledged = 0;
  connections = 0;
  readonly #port: number;
  readonly #code: string;
  readonly #senders: Sender[];
  /** Anonymous at a broker that asks for nothing. */
  readonly #signsIn: boolean;
  #waiting: Underway[] = [];
  #next = 0;
  #id = 0;
  #socket: Socket | undefined;
  #done: () => void = () => undefined;
  readonly done = new Promise<void>((resolve) => (this.#done = resolve));

  constructor(port: number, code: string, senders: Sender[], signsIn = true) {
    this.#port = port;
    this.#code = code;
    this.#senders = senders;
    this.#signsIn = signsIn;
    this.#connect();
  }

  get total(): number {
    return this.#senders.reduce((sum, { messages }) => sum + messages, 0);
  }

  #connect(): void {
    const socket = connect(this.#port, "127.0.0.1");
    this.#socket = socket;
    const silent = setTimeout(() => socket.destroy(), 15_000);
    socket.on("connect", () =>
      socket.write(
        bytesOf({
          cmd: "connect",
          protocolId: "MQTT",
          protocolVersion: 4,
          clean: true,
          clientId: this.#code,
          keepalive: 0,
          ...(this.#signsIn ? { username: this.#code, password: Buffer.from(devicePassword) } : {}),
        }),
      ),
    );
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(silent);
      if (this.acknowledged < this.total) setTimeout(() => this.#connect(), 100);
    });
    socket.on("data", (chunk: Buffer) => {
      silent.refresh();
      read(chunk);
    });
    const read = packetReader((packet) => {
      if (packet.cmd === "connack" && packet.returnCode === 0) {
        this.connections += 1;
        for (const message of this.#waiting) this.#send(message);
        this.#fill();
      } else if (packet.cmd === "puback") {
        const place = this.#waiting.findIndex(({ id }) => id === packet.messageId);
        if (place < 0) return;
        this.#waiting.splice(place, 1);
        this.acknowledged += 1;
        if (this.acknowledged === this.total) {
          socket.destroy();
          this.#done();
        } else this.#fill();
      }
    });
  }

  #send(message: Underway): void {
    const { id, topic, payload, dup } = message;
    message.dup = true;
    this.#socket?.write(
      bytesOf({ cmd: "publish", topic, payload, qos: 1, messageId: id, retain: false, dup }),
    );
  }

  #fill(): void {
    while (this.#waiting.length < window && this.#next < this.total) {
      const sender = this.#senders[this.#next % this.#senders.length]!;
      const n = Math.floor(this.#next / this.#senders.length);
      this.#next += 1;
      this.#id = (this.#id % 65_535) + 1;
      const at = Math.max(Date.now(), (sender.sent.at(-1)?.at ?? 0) + 1);
      const value = valueOf(n, sender.messages);
      sender.sent.push({ at, value });
      const message = {
        id: this.#id,
        topic: `gezhi/v1/${unit}/${sender.code}/telemetry`,
        payload: JSON.stringify({ at, values: { windGust: value } }),
        dup: false,
      };
      this.#waiting.push(message);
      this.#send(message);
    }
  }
}

/** Messages that were acknowledged and are not there, and readings that nobody sent. */
export async function lostReadings(owner: Db, senders: readonly Sender[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { number, code, sent } of senders) {
    const { rows } = await sql<{
      at: Date;
    }>`select at from readings where device = ${number}`.execute(owner);
    const kept = new Set(rows.map(({ at }) => at.getTime()));
    const lost = sent.filter(({ at }) => !kept.has(at)).length;
    if (lost > 0 || kept.size !== sent.length)
      wrong.push(`${code}: ${sent.length} sent, ${rows.length} kept, ${lost} of them lost`);
  }
  return wrong;
}

/** Signals that differ from what the rule says of the readings in their order. */
export async function wrongSignals(owner: Db, senders: readonly Sender[]): Promise<string[]> {
  const [rule] = compileRules(initialAlarmRules, initialProfiles).get(profile)!;
  const wrong: string[] = [];
  for (const { number, code, sent } of senders) {
    let state: RuleState | undefined;
    const expected: string[] = [];
    for (const { at, value } of sent) {
      const after = evaluate(rule!, state, { at, value });
      state = after.state;
      const { decision } = after;
      if (decision) expected.push(`${decision.kind} ${decision.level ?? ""} ${decision.at}`);
    }
    const { rows } = await sql<{ text: string }>`
      select kind || ' ' || coalesce(level, '') || ' ' || round(extract(epoch from at) * 1000)::bigint as text
      from alarm_signals where device = ${number} order by at, id`.execute(owner);
    const found = rows.map(({ text }) => text);
    if (JSON.stringify(found) !== JSON.stringify(expected))
      wrong.push(`${code}: expected ${expected.join(", ")}; found ${found.join(", ")}`);
  }
  return wrong;
}
