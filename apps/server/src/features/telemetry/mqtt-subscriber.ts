import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { mostPayloadBytes } from "@gezhi/contract/telemetry.ts";
import { generate, parser, type Packet } from "mqtt-packet";
import type { Logger } from "../../platform/log.ts";
import { AckQueue, noAnswer } from "./ack-queue.ts";
import type { DeviceTable } from "./device-table.ts";
import type { IntakeDesk } from "./intake-desk.ts";
import type { Message } from "./known-device.ts";
import {
  codeInTopic,
  deviceOfTopic,
  joined,
  kinds,
  nextFrame,
  publishParts,
  type Frame,
} from "./mqtt-frame-rules.ts";

export type SubscriberSettings = {
  url: string;
  username?: string | undefined;
  password?: string | undefined;
  /** Of its own for each process, the same after a restart: the broker keeps for it what it was not acknowledged. */
  clientId: string;
  /** With other processes; else alone. */
  shared: boolean;
  ca?: Buffer | undefined;
};
type World = { desk: IntakeDesk; devices: DeviceTable; log: Logger };

const alone = "gezhi/v1/+/+/telemetry";
const together = `$share/gezhi/${alone}`;
const keepAliveSeconds = 20;
const sessionSeconds = 7 * 86_400;
/** A broker that is back acknowledges to devices at once; one that refuses is not pressed. */
const patience = { first: 250, most: 1_000, refused: 10_000 };
const pingreq = Buffer.from([0xc0, 0]);
const puback = 0x40;

/** Reads from a broker of someone else's over MQTT 5, thousands of messages under way; each is acknowledged after its commit. */
export class MqttSubscriber {
  readonly #settings: SubscriberSettings;
  readonly #world: World;
  #socket: Socket | undefined;
  #closed = false;
  #held = false;
  #wait = patience.first;
  #timer: NodeJS.Timeout | undefined;
  #ready = false;

  constructor(settings: SubscriberSettings, world: World) {
    this.#settings = settings;
    this.#world = world;
  }

  get isReady(): boolean {
    return this.#ready;
  }

  start(): void {
    this.#world.desk.onHold((held) => {
      this.#held = held;
      if (held) this.#socket?.pause();
      else this.#socket?.resume();
    });
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  #connect(): void {
    const { url, clientId, username, password } = this.#settings;
    const socket = this.#open(new URL(url));
    this.#socket = socket;
    const state = { heardAt: Date.now() };
    const ping = setInterval(() => {
      if (!this.#held && Date.now() - state.heardAt > keepAliveSeconds * 2000) socket.destroy();
      else if (this.#ready) socket.write(pingreq);
    }, keepAliveSeconds * 500);
    const greet = () =>
      socket.write(
        generate({
          cmd: "connect",
          protocolId: "MQTT",
          protocolVersion: 5,
          clientId,
          clean: false,
          keepalive: keepAliveSeconds,
          ...(username === undefined ? {} : { username }),
          ...(password === undefined ? {} : { password: Buffer.from(password) }),
          // What is larger the broker discards: a packet that ends the connection would come again for ever.
          properties: {
            sessionExpiryInterval: sessionSeconds,
            receiveMaximum: 65_535,
            maximumPacketSize: mostPayloadBytes + 4096,
          },
        }),
      );
    socket.once(url.startsWith("mqtts") ? "secureConnect" : "connect", greet);
    const acks = new AckQueue((bytes) => void (socket.destroyed || socket.write(bytes)));
    let rest: Buffer | undefined;
    socket.on("data", (chunk: Buffer) => {
      state.heardAt = Date.now();
      const bytes = joined(rest, chunk);
      let at = 0;
      try {
        for (;;) {
          const frame = nextFrame(bytes, at, mostPayloadBytes + 8192);
          if (!frame) break;
          if (frame.kind === kinds.publish) this.#publish(bytes, frame, acks);
          else this.#answered(socket, bytes.subarray(at, frame.end));
          at = frame.end;
        }
      } catch (error) {
        this.#world.log.error({ err: error }, "the MQTT broker sent what cannot be read");
        socket.destroy();
        return;
      }
      rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : undefined;
    });
    let problem: Error | undefined;
    socket.on("error", (error) => (problem = error));
    socket.once("close", () => {
      clearInterval(ping);
      this.#ready = false;
      if (this.#closed) return;
      this.#world.log.warn(
        { err: problem, broker: new URL(url).host },
        "the MQTT broker is away, trying again",
      );
      this.#timer = setTimeout(() => this.#connect(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, Math.max(patience.most, this.#wait));
    });
  }

  #open({ protocol, hostname, port }: URL): Socket {
    const host = hostname.replace(/^\[|\]$/g, "");
    if (protocol === "mqtts:")
      return connectTls({
        host,
        port: Number(port || 8883),
        // RFC 6066: a name, never an address.
        ...(isIP(host) ? {} : { servername: host }),
        ...(this.#settings.ca ? { ca: this.#settings.ca } : {}),
      });
    return connect({ host, port: Number(port || 1883), noDelay: true });
  }

  #topics(): [own: string, other: string] {
    return this.#settings.shared ? [together, alone] : [alone, together];
  }

  #answered(socket: Socket, bytes: Buffer): void {
    const packet = packetOf(bytes);
    if (packet?.cmd === "connack") {
      const code = packet.reasonCode ?? packet.returnCode ?? 0;
      if (code !== 0) {
        this.#world.log.error(
          { code },
          "the MQTT broker refuses: check MQTT_URL, MQTT_USER and MQTT_PASSWORD",
        );
        this.#wait = patience.refused;
        socket.destroy();
        return;
      }
      // The session may still hold the other one.
      const [topic, other] = this.#topics();
      for (const packet of [
        { cmd: "subscribe" as const, messageId: 1, subscriptions: [{ topic, qos: 1 as const }] },
        { cmd: "unsubscribe" as const, messageId: 2, unsubscriptions: [other] },
      ])
        socket.write(generate(packet, { protocolVersion: 5 }));
    } else if (packet?.cmd === "suback") {
      const [granted] = packet.granted;
      const [topic] = this.#topics();
      if (typeof granted === "number" && granted >= 0x80)
        this.#world.log.error(
          { code: granted, topic },
          "the MQTT broker does not let Gezhi read telemetry",
        );
      else {
        this.#ready = true;
        this.#wait = patience.first;
        this.#world.log.info({ topic }, "reading telemetry from the MQTT broker");
      }
    } else if (packet?.cmd === "disconnect") {
      this.#world.log.warn({ code: packet.reasonCode }, "the MQTT broker ended the connection");
      socket.destroy();
    }
  }

  #publish(bytes: Buffer, frame: Frame, acks: AckQueue): void {
    const { topicStart, topicEnd, qos, id, payloadStart } = publishParts(bytes, frame, true);
    const message = qos === 0 ? noAnswer : acks.add(puback, id);
    const plain = codeInTopic(bytes, topicStart, topicEnd);
    const device = plain && this.#world.devices.byCodeAt(bytes, plain.codeStart, plain.codeEnd);
    if (device)
      return this.#world.desk.take(device, bytes.subarray(payloadStart, frame.end), message);
    const code = deviceOfTopic(bytes.toString("utf8", topicStart, topicEnd), "telemetry");
    if (code !== undefined)
      return this.#take(code, bytes.subarray(payloadStart, frame.end), message);
    this.#world.desk.fault(undefined, "foreignTopic");
    message.settle();
  }

  #take(code: string, payload: Buffer, message: Message): void {
    const { desk, devices } = this.#world;
    const device = devices.byCode(code);
    if (device) return desk.take(device, payload, message);
    if (desk.later(code, payload, (kept) => this.#take(code, kept, message))) return;
    desk.fault(undefined, "unknownDevice");
    message.settle();
  }
}

function packetOf(bytes: Buffer): Packet | undefined {
  const reader = parser({ protocolVersion: 5 });
  let packet: Packet | undefined;
  reader.on("packet", (one) => (packet = one));
  reader.on("error", () => undefined);
  reader.parse(bytes);
  return packet;
}
