import { hash, timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import { mostPayloadBytes } from "@gezhi/contract/telemetry.ts";
import { generate, parser, type IConnectPacket, type Packet } from "mqtt-packet";
import { AckQueue, noAnswer } from "./ack-queue.ts";
import type { IntakeDesk } from "./intake-desk.ts";
import type { KnownDevice, Message } from "./known-device.ts";
import {
  codeInTopic,
  deviceOfTopic,
  joined,
  kinds,
  nextFrame,
  ProtocolError,
  publishParts,
  type Frame,
} from "./mqtt-frame-rules.ts";

/** Bytes of a packet: before sign-in little, after it a payload with its topic. */
const mostBytes = { connect: 4096, packet: mostPayloadBytes + 1024 };
/** Messages of one connection that wait for their commit; beyond, it is not read. */
const mostInFlight = 2000;
/** Answers that the other side does not take. */
const mostUnread = 1 << 20;
const pingresp = Buffer.from([0xd0, 0]);

export type ConnectionWorld = {
  desk: IntakeDesk;
  byCode: (code: string) => KnownDevice | undefined;
  /** Whose code stands in these bytes. */
  byCodeAt: (bytes: Buffer, start: number, end: number) => KnownDevice | undefined;
  now: () => number;
  /** The device that a certificate vouches for. */
  certified: string | undefined;
  onSignedIn: (connection: MqttConnection) => void;
  onClosed: (connection: MqttConnection) => void;
  /** Why a connection was cut off. */
  onRefused: (connection: MqttConnection, reason: string, more?: Record<string, unknown>) => void;
};

/** One device on MQTT 3.1.1. */
export class MqttConnection {
  readonly socket: Socket;
  readonly openedAt: number;
  device: KnownDevice | undefined;
  clientId = "";
  heardAt: number;
  /** Since when a packet has been incomplete; 0: none is. */
  partialSince = 0;
  keepAliveMs = 0;
  #held = false;
  /** Who signs in is being looked up. */
  #asking = false;
  #paused = false;
  #rest: Buffer | undefined;
  /** Packets of QoS 2 that were received and not released yet. */
  readonly #unreleased = new Set<number>();
  readonly #world: ConnectionWorld;
  readonly #acks: AckQueue;

  constructor(socket: Socket, world: ConnectionWorld) {
    this.socket = socket;
    this.#world = world;
    this.openedAt = this.heardAt = world.now();
    this.#acks = new AckQueue((bytes) => this.#answer(bytes));
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => world.onClosed(this));
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  hold(held: boolean): void {
    this.#held = held;
    this.#pauseOrNot();
  }

  refuse(reason: string, more?: Record<string, unknown>): void {
    if (this.socket.destroyed) return;
    this.#world.onRefused(this, reason, more);
    this.socket.destroy();
  }

  #pauseOrNot(): void {
    const waiting = this.#acks.length;
    const pause =
      this.#held || this.#asking || waiting > (this.#paused ? mostInFlight / 2 : mostInFlight);
    if (pause === this.#paused) return;
    this.#paused = pause;
    this.heardAt = this.#world.now();
    if (pause) this.socket.pause();
    else this.socket.resume();
  }

  #answer(bytes: Buffer): void {
    if (this.socket.destroyed) return;
    this.socket.write(bytes);
    if (this.socket.writableLength > mostUnread) this.refuse("unreadAnswers");
    else if (this.#paused) this.#pauseOrNot();
  }

  #read(chunk: Buffer): void {
    const bytes = joined(this.#rest, chunk);
    this.heardAt = this.#world.now();
    this.#rest = undefined;
    let at = 0;
    try {
      while (!this.socket.destroyed && !this.#asking) {
        const frame = nextFrame(bytes, at, this.device ? mostBytes.packet : mostBytes.connect);
        if (!frame) break;
        this.#take(bytes, at, frame);
        // Who signs in comes again when it has been looked up.
        if (!this.#asking) at = frame.end;
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      const fault = error.reason === "oversized" ? "oversized" : "malformed";
      if (this.device) this.#world.desk.fault(this.device, fault);
      return this.refuse(error.reason);
    }
    // A copy: a few bytes must not keep the whole chunk alive.
    if (at < bytes.length) {
      this.#rest = Buffer.from(bytes.subarray(at));
      if (at > 0 || this.partialSince === 0) this.partialSince = this.heardAt;
    } else this.partialSince = 0;
    if (this.#acks.length > mostInFlight) this.#pauseOrNot();
  }

  #take(bytes: Buffer, begin: number, frame: Frame): void {
    if (!this.device) {
      if (frame.kind !== kinds.connect) throw new ProtocolError("noConnect");
      return this.#signIn(bytes.subarray(begin, frame.end));
    }
    switch (frame.kind) {
      case kinds.publish:
        return this.#publish(this.device, bytes, frame);
      case kinds.pubrel: {
        if (frame.flags !== 2 || frame.end - frame.start !== 2)
          throw new ProtocolError("malformed");
        const id = bytes.readUInt16BE(frame.start);
        this.#unreleased.delete(id);
        return this.#answer(Buffer.from([0x70, 2, id >> 8, id & 0xff]));
      }
      case kinds.subscribe:
      case kinds.unsubscribe:
        return this.#subscribe(this.device, packetOf(bytes.subarray(begin, frame.end)));
      case kinds.pingreq:
        return this.#answer(pingresp);
      case kinds.disconnect:
        return void this.socket.end();
      // Acknowledgements of what was never sent, a second CONNECT, packets of the other side.
      default:
        throw new ProtocolError("malformed");
    }
  }

  #signIn(bytes: Buffer): void {
    const packet = packetOf(bytes) as IConnectPacket;
    if (packet.protocolVersion === 5) {
      this.socket.write(Buffer.from([0x20, 3, 0, 0x84, 0]));
      return this.refuse("protocolVersion");
    }
    const deny = (code: number, reason: string) => {
      this.socket.write(Buffer.from([0x20, 2, 0, code]));
      this.refuse(reason, { username: packet.username?.slice(0, 64) });
    };
    if (!packet.clientId && packet.clean === false) return deny(2, "clientId");
    const { certified } = this.#world;
    const name = packet.username ?? certified ?? "";
    // Whoever has a certificate is the device it names, and no other with a password.
    if (certified !== undefined && name !== certified) return deny(4, "certificate");
    const device = this.#world.byCode(name);
    const proven = device && (certified === name || isPasswordOf(device, packet.password));
    if (!device || device.retired || !proven) {
      const asked = this.#world.desk.ask(name);
      if (!asked) return deny(4, "credentials");
      void this.#signInAfter(asked);
      return;
    }
    this.device = device;
    this.clientId = packet.clientId ?? "";
    this.keepAliveMs = (packet.keepalive ?? 0) * 1000;
    this.socket.write(Buffer.from([0x20, 2, 0, 0]));
    this.#world.onSignedIn(this);
  }

  async #signInAfter(asked: Promise<void>): Promise<void> {
    this.#asking = true;
    this.#pauseOrNot();
    await asked;
    this.#asking = false;
    this.#pauseOrNot();
    this.#read(Buffer.alloc(0));
  }

  #publish(sender: KnownDevice, bytes: Buffer, frame: Frame): void {
    const { topicStart, topicEnd, qos, id, payloadStart } = publishParts(bytes, frame, false);
    const message = this.#messageOf(qos, id);
    if (!message) return;
    const payload = bytes.subarray(payloadStart, frame.end);
    const code = codeInTopic(bytes, topicStart, topicEnd);
    const device = code && this.#world.byCodeAt(bytes, code.codeStart, code.codeEnd);
    if (device && mayTellOf(sender, device)) return this.#world.desk.take(device, payload, message);
    this.#publishTo(sender, bytes.toString("utf8", topicStart, topicEnd), payload, message);
  }

  /** To a device behind a gateway. What nobody knows is answered and forgotten; misuse ends the connection. */
  #publishTo(sender: KnownDevice, topic: string, payload: Buffer, message: Message): void {
    const { desk, byCode } = this.#world;
    const code = deviceOfTopic(topic, "telemetry");
    const device = code === undefined ? undefined : byCode(code);
    if (device && mayTellOf(sender, device)) return desk.take(device, payload, message);
    const again = (kept: Buffer) => this.#publishTo(sender, topic, kept, message);
    if (code !== undefined && desk.later(code, payload, again)) return;
    if (code !== undefined && !device) {
      desk.fault(sender, "unknownDevice");
      return message.settle();
    }
    desk.fault(sender, "foreignTopic");
    this.refuse("foreignTopic", { topic: topic.slice(0, 200) });
  }

  /** undefined: a packet of QoS 2 that was taken before. */
  #messageOf(qos: number, id: number): Message | undefined {
    if (qos === 0) return noAnswer;
    if (qos === 1) return this.#acks.add(0x40, id);
    const message = this.#acks.add(0x50, id);
    if (!this.#unreleased.has(id)) {
      if (this.#unreleased.size >= mostInFlight) throw new ProtocolError("unreleased");
      this.#unreleased.add(id);
      return message;
    }
    message.settle();
    return undefined;
  }

  /** Nothing but its own commands; everything else is refused, topic by topic. */
  #subscribe(device: KnownDevice, packet: Packet): void {
    if (packet.cmd === "unsubscribe")
      return this.#answer(
        generate({ cmd: "unsuback", messageId: packet.messageId ?? 0, granted: [] }),
      );
    if (packet.cmd !== "subscribe") throw new ProtocolError("malformed");
    const granted = packet.subscriptions.map(({ topic, qos }) =>
      deviceOfTopic(topic, "command") === device.code ? Math.min(qos, 1) : 0x80,
    );
    const refused = packet.subscriptions.filter((_, index) => granted[index] === 0x80);
    if (refused.length > 0) {
      this.#world.desk.fault(device, "foreignTopic");
      this.#world.onRefused(this, "subscription", { topic: refused[0]!.topic.slice(0, 200) });
    }
    this.#answer(generate({ cmd: "suback", messageId: packet.messageId ?? 0, granted }));
  }
}

/** Of itself, and a gateway of the devices behind it. */
const mayTellOf = (sender: KnownDevice, device: KnownDevice): boolean =>
  device === sender || device.gateway === sender.code;

function packetOf(bytes: Buffer): Packet {
  const reader = parser();
  let packet: Packet | undefined;
  reader.on("packet", (one) => (packet = one));
  reader.on("error", () => undefined);
  try {
    reader.parse(bytes);
  } catch {
    // Some faults are thrown instead of told.
  }
  if (!packet) throw new ProtocolError("malformed");
  return packet;
}

export function isPasswordOf(device: KnownDevice, password: Buffer | string | undefined): boolean {
  if (device.passwordHash === undefined || password === undefined) return false;
  const kept = Buffer.from(device.passwordHash, "latin1");
  const given = hash("sha256", password, "buffer");
  return kept.length === given.length && timingSafeEqual(kept, given);
}
