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

const valueText = "0021";
const payload = `{"at":${"1".repeat(13)},"values":{"current":${valueText},"temperature":25.5,"voltage":220}}`;
const payloadLength = payload.length;
const atOffset = payload.indexOf("1");
const valueOffset = payload.indexOf(valueText);

const packetOf = (unit: string, device: string): Buffer =>
  bytesOf({
    cmd: "publish",
    topic: `gezhi/v1/${unit}/${device}/telemetry`,
    payload: payload.replace(valueText, "  21"),
    qos: 1,
    messageId: 1,
    retain: false,
    dup: false,
  });

/**
 * The messages of one gateway's devices, one after another in one stretch of memory: with half a million devices the
 * load must not cost more than with ten thousand.
 */
class Packets {
  readonly #bytes: Buffer;
  readonly #starts: Uint32Array;
  readonly #last: Float64Array;
  readonly count: number;
  readonly longest: number;
  #turn = 0;

  constructor(unit: string, devices: readonly string[]) {
    const packets = devices.map((device) => packetOf(unit, device));
    this.count = packets.length;
    this.longest = Math.max(...packets.map(({ length }) => length));
    this.#bytes = Buffer.concat(packets);
    this.#starts = new Uint32Array(this.count + 1);
    for (const [n, { length }] of packets.entries())
      this.#starts[n + 1] = this.#starts[n]! + length;
    this.#last = new Float64Array(this.count);
  }

  /** The next device's message; where it ends. */
  write(into: Buffer, at: number, id: number, now: number, value: number): number {
    const turn = this.#turn;
    this.#turn = (turn + 1) % this.count;
    const last = (this.#last[turn] = Math.max(now, this.#last[turn]! + 1));
    const end = at + this.#bytes.copy(into, at, this.#starts[turn], this.#starts[turn + 1]);
    const payload = end - payloadLength;
    into.writeUInt16BE(id, payload - 2);
    into.write(String(last), payload + atOffset, "latin1");
    into.write(String(value).padStart(4), payload + valueOffset, "latin1");
    return end;
  }
}

function runGateway(
  { port, password, window }: LoadOrder,
  { code, packets }: { code: string; packets: Packets },
  until: () => boolean,
  result: { sent: number; samples: number[] },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const out = Buffer.allocUnsafe(window * packets.longest);
    const started: number[] = [];
    let socket: Socket;
    let id = 0;
    let under = 0;
    let rest = 0;
    let welcome = false;
    const send = (count: number) => {
      if (until()) return;
      const now = Date.now();
      let end = 0;
      for (let index = 0; index < count; index++) {
        id = (id % 65_535) + 1;
        end = packets.write(out, end, id, now, (result.sent + index) % 1000 === 0 ? 1500 : 21);
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
    // Made before the clock runs.
    const gateways = order.gateways.map(({ code, devices }) => ({
      code,
      packets: new Packets(order.unit, devices),
    }));
    const start = performance.now();
    const over = () => performance.now() - start > order.seconds * 1000;
    await Promise.all(gateways.map((gateway) => runGateway(order, gateway, over, result)));
    const ms = performance.now() - start;
    const sorted = result.samples.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
    process.send?.({ sent: result.sent, ms, p50: at(0.5), p99: at(0.99) } satisfies LoadResult);
  })().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
