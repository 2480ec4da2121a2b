import pg from "pg";
import type { Logger } from "../../platform/log.ts";

const channel = "gezhi_live";

/** At most one NOTIFY every few milliseconds on a connection of its own: inside busy transactions it would queue their commits. */
export function createHinter(url: string, log: Logger): { hint: () => void; close: () => Promise<void> } {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  const send = async () => {
    timer = undefined;
    try {
      if (!client) {
        const fresh = new pg.Client({ connectionString: url, application_name: "gezhi-hint" });
        fresh.on("error", () => (client = undefined));
        await fresh.connect();
        client = fresh;
      }
      await client.query(`notify ${channel}`);
    } catch (error) {
      client = undefined;
      log.debug({ err: error }, "hint not sent; readers look by themselves");
    }
  };
  return {
    hint: () => {
      timer ??= setTimeout(() => void send(), 3);
    },
    close: async () => {
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}

/** Calls back on every hint; reconnects by itself. */
export function listenForHints(url: string, onHint: () => void): () => Promise<void> {
  let client: pg.Client | undefined;
  let closed = false;
  const connect = async () => {
    if (closed) return;
    const fresh = new pg.Client({ connectionString: url, application_name: "gezhi-live" });
    const retry = () => {
      if (client === fresh) client = undefined;
      if (!closed) setTimeout(() => void connect(), 1000);
    };
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
      fresh.on("notification", onHint);
      fresh.once("error", retry);
      fresh.once("end", retry);
      client = fresh;
    } catch {
      await fresh.end().catch(() => undefined);
      retry();
    }
  };
  void connect();
  return async () => {
    closed = true;
    await client?.end().catch(() => undefined);
  };
}
