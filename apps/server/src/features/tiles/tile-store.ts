import { Worker } from "node:worker_threads";
import { civilDateAt } from "../../platform/civil-date.ts";
import { ProblemError } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { createTileCache, type PackedTile } from "./tile-cache.ts";
import { firstZooms, type Bounds, type TileAddress } from "./tile-rules.ts";
import type { WorkerAnswer, WorkerQuestion, WorkerSettings } from "./tile-worker.ts";

export type TileStore = {
  /** `version` names the units as the tiles show them now; it changes with any name or border. */
  standing: () => Promise<Standing>;
  /** Gzipped. */
  tile: (address: TileAddress) => Promise<{ version: string; tile: PackedTile }>;
  close: () => Promise<void>;
};

type Standing = { version: string; bounds: Bounds };
type Settled = {
  resolve: (answer: WorkerAnswer) => void;
  reject: (error: Error) => void;
};

const mostBytes = 64 << 20;
const isFirst = ({ z }: TileAddress) => (firstZooms as readonly number[]).includes(z);
const nameOf = ({ z, x, y }: TileAddress) => `${z}/${x}/${y}`;

const away = (cause: unknown) =>
  new ProblemError("unavailable", "地图底图暂时不可用，请稍后重试", {
    retryAfterSeconds: 5,
    cause,
  });

/** Tiles are cut in a thread of their own, which begins with the first question: requests and the start never wait for it. */
export function createTileStore(
  { units, now, databaseUrl, config, log }: Context,
  most = mostBytes,
): TileStore {
  let worker: Worker | undefined;
  let lastId = 0;
  const asked = new Map<number, Settled>();
  /** The first zooms are few and stay; the rest comes and goes. */
  const first = createTileCache(Infinity);
  const rest = createTileCache(most);
  const cacheOf = (address: TileAddress) => (isFirst(address) ? first : rest);
  const underWay = new Map<string, ReturnType<TileStore["tile"]>>();
  let current: (Standing & { revision: number }) | undefined;
  let loading: { revision: number; standing: Promise<Standing> } | undefined;

  const take = (version: string): void => {
    if (current?.version === version) return;
    first.clear();
    rest.clear();
    underWay.clear();
  };
  const hear = (answer: WorkerAnswer): void => {
    if ("first" in answer) {
      if (answer.version === current?.version) first.set(answer.first, answer.tile);
      return;
    }
    const waiting = asked.get(answer.id);
    asked.delete(answer.id);
    if ("failed" in answer) waiting?.reject(away(new Error(answer.failed)));
    else waiting?.resolve(answer);
  };
  const fail = (error: Error): void => {
    worker = undefined;
    current = undefined;
    loading = undefined;
    for (const { reject } of asked.values()) reject(error);
    asked.clear();
  };
  const start = (): Worker => {
    const settings: WorkerSettings = {
      url: databaseUrl,
      timeoutSeconds: config.DATABASE_TIMEOUT_SECONDS,
    };
    const started = new Worker(new URL("./tile-worker.ts", import.meta.url), {
      workerData: settings,
    });
    started.unref();
    started.on("message", hear);
    started.on("error", (error) => {
      log.error({ err: error }, "the map's tiles stopped; they start again with the next question");
      if (worker === started) fail(away(error));
    });
    return started;
  };
  const ask = (question: { load: string } | { tile: TileAddress }): Promise<WorkerAnswer> =>
    new Promise((resolve, reject) => {
      worker ??= start();
      lastId += 1;
      asked.set(lastId, { resolve, reject });
      worker.postMessage({ id: lastId, ...question } satisfies WorkerQuestion);
    });

  async function load(revision: number): Promise<Standing> {
    const answer = await ask({ load: civilDateAt(now()) });
    if (!("bounds" in answer)) throw new Error("the tiles answered something else");
    take(answer.version);
    current = { revision, version: answer.version, bounds: answer.bounds };
    return current;
  }
  const standing = async (): Promise<Standing> => {
    const revision = units.revision();
    if (current?.revision === revision) return current;
    if (loading?.revision !== revision) {
      const started = { revision, standing: load(revision) };
      loading = started;
      started.standing
        .catch(() => undefined)
        .finally(() => {
          if (loading === started) loading = undefined;
        });
    }
    return loading.standing;
  };

  async function cut(address: TileAddress): ReturnType<TileStore["tile"]> {
    const answer = await ask({ tile: address });
    if (!("tile" in answer) || "first" in answer)
      throw new Error("the tiles answered something else");
    if (answer.version === current?.version) cacheOf(address).set(address, answer.tile);
    return { version: answer.version, tile: answer.tile };
  }

  return {
    standing,
    async tile(address) {
      const { version } = await standing();
      const known = cacheOf(address).get(address);
      if (known) return { version, tile: known };
      const name = nameOf(address);
      const started = underWay.get(name);
      if (started) return started;
      const cutting = cut(address).finally(() => underWay.delete(name));
      underWay.set(name, cutting);
      return cutting;
    },
    async close() {
      const ending = worker;
      fail(away(new Error("the server ends")));
      await ending?.terminate();
    },
  };
}
