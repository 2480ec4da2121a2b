import {
  dehydrate,
  hydrate,
  type DehydratedState,
  type Query,
  type QueryClient,
} from "@tanstack/react-query";
import type { Me } from "@gezhi/contract/identity.ts";
import { sessionKey } from "../query-client.ts";
import { forgetPictures } from "./kept-pictures.ts";
import { queueDb } from "./queue/queue-db.ts";

/** First parts of the keys of what a phone shows without a signal. */
const kept = [
  "session",
  "incidents",
  "incident",
  "work-orders",
  "categories",
  "my-reports",
  "my-visits",
  "my-patrols",
  "case-forms",
  "notices",
];
const key = "queries";
const keptDays = 7;
const dayMs = 86_400_000;
const saveEveryMs = 1500;

/** Also what could not be asked again: the older answer is still the best one. */
const isKept = ({ queryKey, state }: Query): boolean =>
  kept.includes(String(queryKey[0])) && state.data !== undefined && state.data !== null;

const asAnswered = (state: DehydratedState): DehydratedState => ({
  mutations: [],
  queries: state.queries.map((query) => ({
    ...query,
    state: {
      ...query.state,
      status: "success",
      error: null,
      fetchStatus: "idle",
      fetchFailureCount: 0,
      fetchFailureReason: null,
    },
  })),
});

/** Puts back what was seen last, with its age, before anything is asked of the server. */
export async function restoreCache(client: QueryClient): Promise<void> {
  for (const first of kept) client.setQueryDefaults([first], { gcTime: keptDays * dayMs });
  const snapshot = await queueDb.snapshots.get(key).catch(() => undefined);
  if (!snapshot || Date.now() - snapshot.savedAt > keptDays * dayMs) return;
  hydrate(client, snapshot.state as DehydratedState, {
    defaultOptions: { queries: { gcTime: keptDays * dayMs } },
  });
  // However young: what is kept of the session has no credential to act with.
  await client.invalidateQueries({ queryKey: sessionKey, refetchType: "none" });
}

/** Saves what the screens show whenever it changes; signed out, nothing stays. */
export function keepCache(client: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let savedAt = 0;
  const save = async () => {
    clearTimeout(timer);
    timer = undefined;
    savedAt = Date.now();
    if (client.getQueryData<Me | null>(sessionKey) === null) {
      await queueDb.snapshots.delete(key);
      await forgetPictures();
      return;
    }
    const state = asAnswered(dehydrate(client, { shouldDehydrateQuery: isKept }));
    // The page's credential need not be stored.
    const plain: unknown = JSON.parse(
      JSON.stringify(state, (name, value: unknown) => (name === "csrfToken" ? "" : value)),
    );
    await queueDb.snapshots.put({ key, savedAt: Date.now(), state: plain });
  };
  // The first answers at once: the page may be gone, and the signal with it, a second after it opened.
  const saveSoon = () => {
    timer ??= setTimeout(() => void save(), Math.max(0, savedAt + saveEveryMs - Date.now()));
  };
  const saveNow = () => {
    if (timer !== undefined && document.visibilityState === "hidden") void save();
  };
  document.addEventListener("visibilitychange", saveNow);
  const unsubscribe = client.getQueryCache().subscribe(({ type }) => {
    // Until it is known who this is, what was kept stays.
    if (type === "updated" && client.getQueryData(sessionKey) !== undefined) saveSoon();
  });
  return () => {
    document.removeEventListener("visibilitychange", saveNow);
    unsubscribe();
  };
}
