import { LiveMessage } from "@gezhi/contract/live.ts";
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";

/** `reload`: the server no longer keeps what this page missed. */
export type LiveStatus = "connecting" | "connected" | "reconnecting" | "reload";
export type LiveState = {
  status: LiveStatus;
  /** When the connection was lost, by this machine's clock. */
  lostAt: number | null;
  /** The newest messages first, at most 40. */
  recent: readonly LiveMessage[];
};

/** The server speaks every fifteen seconds; after this silence the connection is dead even if the browser thinks it open. */
const silenceMs = 40_000;
/**
 * The first stream opens after the first lists were asked for, on a slow line long after. So it begins this much before
 * it was joined: what happened between the two is told, not lost.
 */
const overlapSeconds = 60;
/** What of the overlap is needed for answers that counted as fresh when the page began. */
const freshMs = 20_000;
const publishMs = 100;
const listMs = 800;
const kept = 40;

let state: LiveState = { status: "connecting", lostAt: null, recent: [] };
let pending: LiveMessage[] = [];
let publishTimer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const observers = new Set<(messages: readonly LiveMessage[]) => void>();

function setState(change: Partial<LiveState>): void {
  state = { ...state, ...change };
  listeners.forEach((listener) => listener());
}

/** Screens name what they show by these first parts of their query keys. */
const listsOf: Record<LiveMessage["kind"], readonly string[]> = {
  incident: ["incidents", "incident-counts", "work-orders", "my-reports", "fire-lanes"],
  notice: ["notices"],
  configuration: ["configurations", "categories"],
  unit: ["units", "handlers"],
  presence: [],
  outbox: ["outbox"],
  alarm: ["alarms", "devices", "device", "alarm-precision", "incident-clips"],
  device: ["devices", "device-states", "handouts"],
  hotSpot: ["hot-spots", "issue-classes", "recurrences", "recurrence-cells"],
  place: ["places"],
  plot: ["plots"],
  care: ["care", "care-person", "my-visits"],
  door: ["doors"],
};
const detailOf: Record<LiveMessage["kind"], (subject: string) => QueryKey[]> = {
  incident: (subject) => [
    ["incident", subject],
    ["incident-map", subject],
    ["lane-stops", subject],
    ["case-forms", subject],
  ],
  notice: () => [],
  configuration: (subject) => [["configuration", subject]],
  unit: (subject) => [["unit", subject]],
  presence: () => [],
  outbox: () => [],
  alarm: (subject) => [
    ["alarm", subject],
    ["alarm-clips", subject],
  ],
  device: (subject) => [["device", subject]],
  hotSpot: (subject) => [
    ["hot-spot", subject],
    ["issue-class", subject],
  ],
  place: (subject) => [["place", subject]],
  plot: (subject) => [["plot", subject]],
  care: () => [],
  door: () => [],
};

/** Lists are asked for again at once and then at most every `listMs`, however many messages come. */
function listRefresher(client: QueryClient) {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  const flush = () => {
    timer = undefined;
    last = Date.now();
    for (const key of waiting) void client.invalidateQueries({ queryKey: [key] });
    waiting.clear();
  };
  return {
    add(keys: readonly string[]) {
      for (const key of keys) waiting.add(key);
      if (waiting.size > 0) timer ??= setTimeout(flush, Math.max(0, last + listMs - Date.now()));
    },
    stop: () => clearTimeout(timer),
  };
}

/** One connection per tab. Returns what ends it. */
export function connectLive(client: QueryClient): () => void {
  const lists = listRefresher(client);
  let source: EventSource | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  let ended = false;
  let renewed = false;
  let lastId = "";
  const begunAt = performance.now();

  const publish = () => {
    publishTimer = undefined;
    const messages = pending;
    pending = [];
    for (const message of messages) {
      for (const queryKey of detailOf[message.kind](message.subject))
        void client.invalidateQueries({ queryKey });
      lists.add(listsOf[message.kind]);
      // What was decided on my request changes what I see of the incident.
      if (message.act === "deputyMatter") lists.add(["deputy-matters"]);
      // Too many devices of a town came or went to name each.
      if (message.kind === "device" && message.act === "states") lists.add(["device"]);
      if (message.act.startsWith("access"))
        lists.add(["approvals", "incident", "alarm-clips", "incident-clips"]);
    }
    setState({ recent: [...messages.toReversed(), ...state.recent].slice(0, kept) });
    observers.forEach((observer) => observer(messages));
  };

  const lost = () => {
    if (state.status !== "reconnecting") setState({ status: "reconnecting", lostAt: Date.now() });
  };

  /** Ends a connection that no longer brings anything; `hurry` or the timer opens the next, which goes on after `lastId`. */
  const giveUp = (retryAfter?: number) => {
    if (state.status === "reload") return;
    clearTimeout(silence);
    clearTimeout(retryTimer);
    source?.close();
    renewed = true;
    lost();
    if (retryAfter !== undefined) retryTimer = setTimeout(open, retryAfter);
  };
  const heard = (event: MessageEvent<string>) => {
    lastId = event.lastEventId || lastId;
    clearTimeout(silence);
    silence = setTimeout(() => giveUp(0), silenceMs);
  };

  const open = () => {
    source = new EventSource(
      lastId ? `/api/live?after=${encodeURIComponent(lastId)}` : `/api/live?ago=${overlapSeconds}`,
    );
    source.addEventListener("open", () => {
      attempts = 0;
      setState({ status: "connected", lostAt: null });
      const late = performance.now() - begunAt + freshMs > overlapSeconds * 1000;
      // Without a place to go on from, and beyond what the overlap reaches back to, all is fetched again.
      if (!lastId && (renewed || late)) void client.invalidateQueries();
      renewed = false;
    });
    source.addEventListener("ready", heard);
    source.addEventListener("beat", heard);
    source.addEventListener("message", (event: MessageEvent<string>) => {
      heard(event);
      const message = LiveMessage.safeParse(JSON.parse(event.data));
      if (!message.success) return;
      pending.push(message.data);
      // A pop-up does not wait for the next batch.
      if (message.data.payload?.["popup"] === true) {
        clearTimeout(publishTimer);
        publish();
      } else publishTimer ??= setTimeout(publish, publishMs);
    });
    source.addEventListener("reload", () => {
      clearTimeout(silence);
      source?.close();
      setState({ status: "reload", lostAt: null });
    });
    source.addEventListener("error", () => {
      if (ended || state.status === "reload") return;
      clearTimeout(silence);
      renewed = true;
      lost();
      // The browser resumes a broken stream itself, with Last-Event-ID. A refused one it gives up.
      if (source?.readyState !== EventSource.CLOSED) return;
      attempts += 1;
      retryTimer = setTimeout(open, Math.min(15_000, 500 * 2 ** attempts));
    });
  };

  const hurry = () => {
    if (source?.readyState !== EventSource.CLOSED || state.status === "reload") return;
    clearTimeout(retryTimer);
    open();
  };
  const cutOff = () => giveUp();
  window.addEventListener("online", hurry);
  window.addEventListener("offline", cutOff);
  setState({ status: "connecting", lostAt: null, recent: [] });
  open();

  return () => {
    ended = true;
    window.removeEventListener("online", hurry);
    window.removeEventListener("offline", cutOff);
    clearTimeout(silence);
    clearTimeout(retryTimer);
    clearTimeout(publishTimer);
    publishTimer = undefined;
    pending = [];
    lists.stop();
    source?.close();
  };
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useLive = (): LiveState => useSyncExternalStore(subscribe, () => state);
export const useLiveStatus = (): LiveStatus => useSyncExternalStore(subscribe, () => state.status);

/** Hears each batch of messages once; for sounds and pop-ups, not for data. */
export function useLiveMessages(observe: (messages: readonly LiveMessage[]) => void): void {
  useEffect(() => {
    observers.add(observe);
    return () => {
      observers.delete(observe);
    };
  }, [observe]);
}
