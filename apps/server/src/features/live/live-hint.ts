import { Client } from "pg";
import type { Logger } from "../../platform/log.ts";

const liveChannel = "gezhi_live";
/** Ingest says on it that signals wait. */
export const signalChannel = "gezhi_signals";

const clientFor = (url: string, name: string) =>
  new Client({
    connectionString: url,
    application_name: name,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });

const gatherMs = 3;
/** Sooner after each other than this, hints are one: each of them makes every reader ask the database. */
const apartMs = 12;

/** At most one NOTIFY every few milliseconds on a connection of its own: inside busy transactions it would queue their commits. */
export function createHinter(
  url: string,
  log: Logger,
  channel = liveChannel,
): { hint: () => void; close: () => Promise<void> } {
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let again = false;
  let closed = false;
  let firedAt = 0;

  const connected = async () => {
    if (client) return client;
    const fresh = clientFor(url, "gezhi-hint");
    fresh.on("error", () => (client = undefined));
    await fresh.connect();
    return (client = fresh);
  };
  const send = async () => {
    try {
      const current = await connected();
      await current.query(`notify ${channel}`);
    } catch (error) {
      void client?.end().catch(() => undefined);
      client = undefined;
      log.debug({ err: error }, "hint not sent; readers look by themselves");
    }
  };
  // A commit during a NOTIFY may be too late for it, so another one follows.
  const fire = () => {
    timer = undefined;
    if (sending) {
      again = true;
      return;
    }
    firedAt = performance.now();
    sending = send().finally(() => {
      sending = undefined;
      if (!again) return;
      again = false;
      hint();
    });
  };
  const hint = () => {
    if (closed) return;
    timer ??= setTimeout(fire, Math.max(gatherMs, firedAt + apartMs - performance.now()));
  };
  return {
    hint,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      again = false;
      await sending;
      await client?.end().catch(() => undefined);
    },
  };
}

/** Calls back on every hint; reconnects by itself. */
export function listenForHints(
  url: string,
  onHint: () => void,
  channel = liveChannel,
): () => Promise<void> {
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const connect = async () => {
    const fresh = clientFor(url, "gezhi-live");
    // A broken connection says so once as an error and once more by its end.
    let lost = false;
    const retry = () => {
      if (lost || closed) return;
      lost = true;
      timer = setTimeout(() => void connect(), 1000);
    };
    client = fresh;
    fresh.on("error", retry).on("end", retry).on("notification", onHint);
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
    } catch {
      retry();
      await fresh.end().catch(() => undefined);
    }
  };
  void connect();
  return async () => {
    closed = true;
    clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
}
