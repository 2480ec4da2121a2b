import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { generate, parser, type IConnectPacket, type Packet } from "mqtt-packet";
import { v7 } from "uuid";
import { telemetryTopic } from "@gezhi/contract/telemetry.ts";
import type { Db } from "../../platform/database/connect.ts";

export const devicePassword = "a-password-of-a-device";
const passwordHash = createHash("sha256").update(devicePassword).digest("hex");

type Extra = {
  unit?: string;
  gateway?: string;
  consent_at?: Date | null;
  overrides?: object;
  maintenance_until?: Date;
};

/** A device as the registry writes it; its number. */
export async function addDevice(
  owner: Db,
  code: string,
  profile: string,
  {
    unit = "500103001001001",
    gateway,
    consent_at = null,
    overrides = {},
    maintenance_until,
  }: Extra = {},
): Promise<number> {
  const at = new Date();
  const { number } = await owner
    .insertInto("devices")
    .values({
      district: unit.slice(0, 6),
      id: v7(),
      code,
      name: code,
      profile,
      unit,
      gateway: gateway ?? null,
      consent_at,
      overrides: JSON.stringify(overrides),
      maintenance_until: maintenance_until ?? null,
      password_hash: passwordHash,
      created_at: at,
      updated_at: at,
    })
    .returning("number")
    .executeTakeFirstOrThrow();
  return number;
}

export const bytesOf = (packet: Packet): Buffer => generate(packet);

/** Takes bytes as they come and tells of every packet that is whole. */
export function packetReader(onPacket: (packet: Packet) => void): (chunk: Buffer) => void {
  const reader = parser();
  reader.on("packet", onPacket);
  return (chunk) => void reader.parse(chunk);
}

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

type SignIn = { [K in keyof IConnectPacket]?: IConnectPacket[K] | undefined };

/** One device on the wire, as thin as can be: every byte it sends is the test's own choice. */
export class TestDevice {
  readonly socket: Socket;
  readonly packets: Packet[] = [];
  readonly code: string;
  #lastId = 0;
  readonly #waiting = new Map<string, (packet: Packet) => void>();

  constructor(code: string, port: number, tls?: ConnectionOptions) {
    this.code = code;
    this.socket = tls
      ? connectTls({ ...tls, port, host: "127.0.0.1", rejectUnauthorized: false })
      : connect(port, "127.0.0.1");
    this.socket.on("error", () => undefined).setMaxListeners(0);
    const reader = parser();
    reader.on("packet", (packet) => {
      this.packets.push(packet);
      const key = `${packet.cmd} ${packet.messageId ?? ""}`;
      this.#waiting.get(key)?.(packet);
      this.#waiting.delete(key);
    });
    this.socket.on("data", (chunk: Buffer) => reader.parse(chunk));
  }

  get isClosed(): boolean {
    return this.socket.destroyed || this.socket.readableEnded;
  }
  closed = async (): Promise<void> => {
    if (!this.isClosed) await once(this.socket, "close");
  };

  send(packet: Packet): void {
    this.socket.write(generate(packet));
  }

  /** The answer to what was asked; rejects when the connection ends instead. */
  answer(cmd: Packet["cmd"], messageId?: number): Promise<Packet> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(`${cmd} ${messageId ?? ""}`, resolve);
      this.socket.once("close", () => reject(new Error(`closed before ${cmd}`)));
    });
  }

  /** The code of the answer: 0 is welcome. What is undefined is left out. */
  async signIn(more: SignIn = {}): Promise<number> {
    const packet: IConnectPacket = {
      cmd: "connect",
      protocolId: "MQTT",
      protocolVersion: 4,
      clean: true,
      clientId: this.code,
      keepalive: 60,
      username: this.code,
      password: Buffer.from(devicePassword),
    };
    this.send(Object.assign(packet, more));
    const answer = await this.answer("connack");
    return answer.cmd === "connack" ? (answer.returnCode ?? -1) : -1;
  }

  nextId = (): number => (this.#lastId = (this.#lastId % 65_535) + 1);

  /** Resolves when the message is acknowledged. */
  async publish(
    payload: unknown,
    {
      topic = telemetryTopic("500103001001001", this.code),
      qos = 1,
      id = this.nextId(),
      dup = false,
    }: { topic?: string; qos?: 0 | 1 | 2; id?: number; dup?: boolean } = {},
  ): Promise<void> {
    const bytes = typeof payload === "string" ? payload : JSON.stringify(payload);
    this.send({ cmd: "publish", topic, payload: bytes, qos, messageId: id, retain: false, dup });
    if (qos > 0) await this.answer(qos === 1 ? "puback" : "pubrec", id);
  }

  end(): void {
    this.socket.destroy();
  }
}
