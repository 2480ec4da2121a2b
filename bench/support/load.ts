import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { texts } from "@gezhi/simulator/texts.ts";
import pg from "pg";

export type Answer = { status: number; body: string; bytes: number };

/** One signed-in person on kept-alive connections; leaner than fetch, because it shares the cores with what it measures. */
export class Caller {
  readonly #base: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  #cookie = "";
  #csrf = "";

  constructor(base: string) {
    this.#base = new URL(base);
  }

  call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: this.#base.hostname,
          port: this.#base.port,
          method,
          path,
          agent: this.#agent,
          headers: {
            ...(payload
              ? { "content-type": "application/json", "content-length": payload.length }
              : {}),
            ...headers,
            ...(this.#cookie ? { cookie: this.#cookie, "x-csrf-token": this.#csrf } : {}),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            const set = response.headers["set-cookie"]?.[0]?.split(";")[0];
            if (set) this.#cookie = set;
            const whole = Buffer.concat(chunks);
            resolve({
              status: response.statusCode ?? 0,
              body: whole.toString(),
              bytes: whole.length,
            });
          });
        },
      );
      sent.on("error", reject);
      sent.end(payload);
    });
  }

  async signIn(username: string): Promise<this> {
    const answer = await this.call("POST", "/api/demo/session", { username });
    if (answer.status !== 200) throw new Error(`${username}: ${answer.body}`);
    this.#csrf = (JSON.parse(answer.body) as { csrfToken: string }).csrfToken;
    return this;
  }

  close(): void {
    this.#agent.destroy();
  }
}

export type Point = { lon: number; lat: number };

/** Points of grids below a unit, in an order that spreads them. */
export async function gridPoints(url: string, unit: string): Promise<Point[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Point>(
    "select lon, lat from units where level = 'grid' and valid_to is null and starts_with(code, $1) order by md5(code)",
    [unit],
  );
  await client.end();
  return rows;
}

const goldenAngle = Math.PI * (3 - Math.sqrt(5));

/** Many points around each, up to some 500 metres away: every report finds another place, also in one town. */
export const around = (points: readonly Point[], times: number): Point[] =>
  Array.from({ length: times }, (_, turn) => {
    const away = 0.005 * Math.sqrt(turn / times);
    const [east, north] = [Math.cos(turn * goldenAngle), Math.sin(turn * goldenAngle)];
    return points.map(({ lon, lat }) => ({ lon: lon + away * east, lat: lat + away * north }));
  }).flat();

const kinds = Object.entries(texts);

/** The n-th report of a run: another place and another matter than the ones around it. */
export function aReport(n: number, points: readonly Point[]) {
  const point = points[n % points.length]!;
  const [category, [text = ""]] = kinds[Math.floor(n / points.length + n) % kinds.length]! as [
    string,
    string[],
  ];
  return {
    clientId: randomUUID(),
    source: "call",
    text: `${text.replace("{n}", "3")}，第${n}号`,
    category,
    position: { lon: point.lon + ((n % 7) - 3) * 2e-6, lat: point.lat + ((n % 5) - 2) * 2e-6 },
    positionSource: "pin",
    simulated: true,
  };
}

/** As fast as `callers` go, each one after another; milliseconds of each call. */
export async function closedLoop(
  callers: number,
  seconds: number,
  work: (caller: number) => Promise<void>,
): Promise<{ rate: number; samples: number[] }> {
  const samples: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      while (performance.now() < until) {
        const before = performance.now();
        await work(caller);
        samples.push(performance.now() - before);
      }
    }),
  );
  return { rate: (samples.length / (performance.now() - started)) * 1000, samples };
}

/** A steady arrival of `rate` calls a second, however long each takes; lateness of the sender counts as waiting. */
export async function openLoop(
  rate: number,
  seconds: number,
  work: (n: number) => Promise<void>,
): Promise<number[]> {
  const samples: number[] = [];
  const pending: Promise<void>[] = [];
  const started = performance.now();
  const total = Math.floor(rate * seconds);
  for (let n = 0; n < total; n++) {
    const due = started + (n / rate) * 1000;
    const wait = due - performance.now();
    if (wait > 0.5) await new Promise((resolve) => setTimeout(resolve, wait));
    pending.push(work(n).then(() => void samples.push(performance.now() - due)));
  }
  await Promise.all(pending);
  return samples;
}
