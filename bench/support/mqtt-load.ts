import { connect, type Socket } from "node:net";
import { bytesOf } from "../../apps/server/src/features/telemetry/telemetry-testing.ts";

/**
 * The load of the telemetry benchmarks, in a process of its own: gateways that publish for their devices over QoS 1, each
 * with a fixed number of messages under way. Packets are bytes patched in place, so that the load costs little.
 */
export type LoadOrder = {
  port: number;
  password: string;
  /** For each connection: the gateway's user name and its devices. */
  gateways: { code: string; devices: string[] }[];
  unit: string;
  window: number;
  seconds: number;
};
export type LoadResult = { sent: number; ms: number; p50: number; p99: number };

const atDigits = 13;

class Packet {
  readonly bytes: Buffer;
  readonly #id: number;
  readonly #at: number;
  readonly #value: number;
  last = 0;

  constructor(unit: string, device: string) {
    const payload = `{"at":${"1".repeat(atDigits)},"values":{"current":0021,"temperature":25.5,"voltage":220}}`;
    this.bytes = bytesOf({
      cmd: "publish",
      topic: `gezhi/v1/${unit}/${device}/telemetry`,
      payload: payload.replace("0021", "  21"),
      qos: 1,
      messageId: 1,
      retain: false,
      dup: false,
    });
    const start = this.bytes.length - payload.length;
    this.#id = start - 2;
    this.#at = start + 6;
    this.#value = start + payload.indexOf("0021");
  }

  write(into: Buffer, at: number, id: number, now: number, value: number): number {
    this.last = Math.max(now, this.last + 1);
    this.bytes.writeUInt16BE(id, this.#id);
    this.bytes.write(String(this.last), this.#at, "latin1");
    this.bytes.write(String(value).padStart(4), this.#value, "latin1");
    return at + this.bytes.copy(into, at);
  }
}

function runGateway(
  { port, password, unit, window }: LoadOrder,
  { code, devices }: LoadOrder["gateways"][number],
  until: () => boolean,
  result: { sent: number; samples: number[] },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const packets = devices.map((device) => new Packet(unit, device));
    const out = Buffer.allocUnsafe(window * (packets[0]!.bytes.length + 40));
    const started: number[] = [];
    let socket: Socket;
    let id = 0;
    let turn = 0;
    let under = 0;
    let rest = 0;
    let welcome = false;
    const send = (count: number) => {
      if (until()) return;
      const now = Date.now();
      let end = 0;
      for (let index = 0; index < count; index++) {
        id = (id % 65_535) + 1;
        const packet = packets[turn]!;
        turn = (turn + 1) % packets.length;
        end = packet.write(out, end, id, now, (result.sent + index) % 1000 === 0 ? 1500 : 21);
      }
      socket.write(Buffer.from(out.subarray(0, end)));
      result.sent += count;
      under += count;
      started.push(count, performance.now());
    };
    socket = connect({ port, host: "127.0.0.1", noDelay: true }, () =>
      socket.write(
        bytesOf({
          cmd: "connect",
          protocolId: "MQTT",
          protocolVersion: 4,
          clean: true,
          clientId: code,
          keepalive: 0,
          username: code,
          password: Buffer.from(password),
        }),
      ),
    );
    const finish = () => {
      socket.removeAllListeners("close");
      socket.destroy();
      resolve();
    };
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`${code} was cut off`)));
    socket.on("data", (chunk: Buffer) => {
      if (!welcome) {
        welcome = true;
        if (chunk[3] !== 0) return reject(new Error(`${code} is not welcome: ${chunk[3]}`));
        send(window);
        // Welcome only when the time was over: nothing is under way.
        if (under === 0) finish();
        return;
      }
      const acked = Math.floor((rest + chunk.length) / 4);
      rest = (rest + chunk.length) % 4;
      under -= acked;
      const now = performance.now();
      for (let left = acked; left > 0;) {
        const taken = Math.min(left, started[0]!);
        result.samples.push(now - started[1]!);
        left -= taken;
        started[0]! -= taken;
        if (started[0] === 0) started.splice(0, 2);
      }
      send(acked);
      if (under === 0) finish();
    });
  });
}

process.on("message", (order: LoadOrder) => {
  void (async () => {
    const result = { sent: 0, samples: [] as number[] };
    const start = performance.now();
    const over = () => performance.now() - start > order.seconds * 1000;
    await Promise.all(order.gateways.map((gateway) => runGateway(order, gateway, over, result)));
    const ms = performance.now() - start;
    const sorted = result.samples.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
    process.send?.({ sent: result.sent, ms, p50: at(0.5), p99: at(0.99) } satisfies LoadResult);
  })().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
