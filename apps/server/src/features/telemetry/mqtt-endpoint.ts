import { createServer, type Server, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Logger } from "../../platform/log.ts";
import type { DeviceTable } from "./device-table.ts";
import type { IntakeDesk } from "./intake-desk.ts";
import type { KnownDevice } from "./known-device.ts";
import { MqttConnection } from "./mqtt-connection.ts";
import { certifiedName, createSecureServer, type TlsSettings } from "./mqtt-tls.ts";
import { seldomLog } from "./seldom-log.ts";

export type EndpointSettings = {
  host: string;
  port: number;
  tls?: TlsSettings;
  mostConnections: number;
  /** Until a connection has said who it is, TLS included. */
  connectMs: number;
};
type World = { desk: IntakeDesk; devices: DeviceTable; log: Logger; now: () => number };

/** Connections that have not signed in yet. */
const mostStrangers = 2000;
/** Of one device: a new one replaces the oldest. */
const mostOfDevice = 4;
/** A packet that began must end. */
const partialMs = 30_000;

/** Where devices publish: MQTT 3.1.1 without retained messages, sessions or other people's topics. */
export class MqttEndpoint {
  readonly #world: World;
  readonly #settings: EndpointSettings;
  readonly #warn: ReturnType<typeof seldomLog>;
  readonly #servers: Server[] = [];
  readonly #connections = new Set<MqttConnection>();
  readonly #ofDevice = new Map<string, MqttConnection[]>();
  #strangers = 0;
  #held = false;
  #sweeper: NodeJS.Timeout | undefined;

  constructor(settings: EndpointSettings, world: World) {
    this.#settings = settings;
    this.#world = world;
    this.#warn = seldomLog(world.log, world.now);
  }

  /** The ports it listens on. */
  async start(): Promise<number[]> {
    const { host, port, tls } = this.#settings;
    this.#world.desk.onHold((held) => {
      this.#held = held;
      for (const connection of this.#connections) connection.hold(held);
    });
    this.#world.devices.onShut = (device) => this.#shut(device);
    const take = (socket: Socket) => this.#accept(socket);
    const ports: number[] = [];
    if (port !== 0) {
      const plain = createServer({ noDelay: true }, take);
      this.#servers.push(plain);
      ports.push(await listen(plain, host, port, "MQTT_PORT"));
    }
    if (tls) {
      const secure = createSecureServer(tls, this.#settings.connectMs, (socket) =>
        this.#acceptSecure(socket),
      );
      secure.on("tlsClientError", (error, socket) =>
        this.#refused("tls", { error: error.message, address: socket.remoteAddress }),
      );
      this.#servers.push(secure);
      ports.push(await listen(secure, host, tls.port, "MQTT_TLS_PORT"));
    }
    this.#sweeper = setInterval(() => this.#sweep(), 1000);
    return ports;
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    for (const { socket } of this.#connections) socket.destroy();
    await Promise.all(
      this.#servers.map((server) => new Promise((resolve) => server.close(resolve))),
    );
  }

  #acceptSecure(socket: TLSSocket): void {
    const { name, problem } = certifiedName(socket);
    if (problem === undefined) return this.#accept(socket, name);
    this.#refused("certificate", { error: problem, address: socket.remoteAddress });
    socket.on("error", () => undefined).destroy();
  }

  #accept(socket: Socket, certified?: string): void {
    if (
      this.#connections.size >= this.#settings.mostConnections ||
      this.#strangers >= mostStrangers
    ) {
      this.#refused("tooMany", { address: socket.remoteAddress });
      // An error after this concerns nobody.
      socket.on("error", () => undefined).destroy();
      return;
    }
    const { desk, devices, now } = this.#world;
    this.#strangers += 1;
    const connection = new MqttConnection(socket, {
      desk,
      now,
      certified,
      byCode: devices.byCode,
      byCodeAt: devices.byCodeAt,
      onSignedIn: (one) => this.#signedIn(one),
      onClosed: (one) => this.#closed(one),
      onRefused: (one, reason, more) =>
        this.#refused(reason, {
          ...more,
          device: one.device?.code,
          address: one.socket.remoteAddress,
        }),
    });
    this.#connections.add(connection);
    if (this.#held) connection.hold(true);
    desk.counts.connections = this.#connections.size;
  }

  #signedIn(connection: MqttConnection): void {
    this.#strangers -= 1;
    const { code } = connection.device!;
    const others = this.#ofDevice.get(code) ?? [];
    const same = others.find(({ clientId }) => clientId === connection.clientId);
    const leaving = same ?? (others.length >= mostOfDevice ? others[0] : undefined);
    this.#ofDevice.set(code, [...others.filter((one) => one !== leaving), connection]);
    if (!leaving) return;
    if (!same) this.#refused("tooManyOfDevice", { device: code });
    leaving.socket.destroy();
  }

  #closed(connection: MqttConnection): void {
    this.#connections.delete(connection);
    this.#world.desk.counts.connections = this.#connections.size;
    if (!connection.device) {
      this.#strangers -= 1;
      return;
    }
    const { code } = connection.device;
    const others = (this.#ofDevice.get(code) ?? []).filter((one) => one !== connection);
    if (others.length > 0) this.#ofDevice.set(code, others);
    else this.#ofDevice.delete(code);
  }

  #shut({ code }: KnownDevice): void {
    for (const { socket } of this.#ofDevice.get(code) ?? []) socket.destroy();
  }

  #refused(reason: string, more: Record<string, unknown>): void {
    const { refused } = this.#world.desk.counts;
    refused[reason] = (refused[reason] ?? 0) + 1;
    const who = String(more["device"] ?? more["address"]);
    // Certificates fail in few ways, each worth a line.
    const how = reason === "certificate" ? String(more["error"]) : "";
    this.#warn(`${reason} ${how} ${who}`, { reason, ...more }, "MQTT: refused");
  }

  #sweep(): void {
    const now = this.#world.now();
    for (const connection of this.#connections) {
      const { device, openedAt, heardAt, keepAliveMs, partialSince, isPaused } = connection;
      if (!device) {
        if (now - openedAt > this.#settings.connectMs) connection.refuse("connectTimeout");
      } else if (isPaused) continue;
      else if (partialSince > 0 && now - partialSince > partialMs) connection.refuse("slow");
      else if (keepAliveMs > 0 && now - heardAt > 1.5 * keepAliveMs) connection.socket.destroy();
    }
  }
}

function listen(server: Server, host: string, port: number, setting: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE")
        reject(
          new Error(
            `Port ${port} is in use: stop the program that uses it, or set ${setting} to a free one (0 turns it off).`,
            { cause: error },
          ),
        );
      else if (error.code === "EACCES")
        reject(
          new Error(
            `This account may not listen on port ${port}: set ${setting} to one above 1023.`,
            { cause: error },
          ),
        );
      else reject(error);
    });
    server.listen({ host, port, backlog: 1024 }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
