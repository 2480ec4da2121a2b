import { z } from "zod";
import { deliver, type Sender } from "./deliver.ts";
import { queueDb } from "./queue-db.ts";
import type { QueueItem, Wait } from "./queue-items.ts";
import { nextItem, type Outcome } from "./queue-rules.ts";
import { request } from "./transport.ts";

export const syncTag = "gezhi-queue";
const lockName = "gezhi-queue";
const nobody: Sender = { account: "", name: "", csrf: undefined, aheadMs: 0 };
const Session = z.object({ account: z.string(), name: z.string(), csrfToken: z.string() });

/** Hears how much of an item has left (0–1), and null when it is no longer on its way. */
type Observer = (item: string, share: number | null) => void;
let observer: Observer = () => undefined;
export const observeProgress = (next: Observer): void => {
  observer = next;
};

let waiting: Promise<void> | undefined;
let chain: Promise<void> = Promise.resolve();

/**
 * Sends what is kept, oldest first, until nothing can leave. However many pages and service workers ask, one sends:
 * the lock is the browser's. Whoever asks while another sends gets its turn afterwards, once.
 */
export function flushQueue(): Promise<void> {
  waiting ??= exclusively(async () => {
    waiting = undefined;
    await drain();
  });
  return waiting;
}

/** Pages without https have no locks; there one page keeps its own order. */
function exclusively(work: () => Promise<void>): Promise<void> {
  if ("locks" in navigator) return navigator.locks.request(lockName, work);
  chain = chain.then(work, work);
  return chain;
}

/** Whether something still waits that a later attempt may bring through. */
export const hasUnsent = async (): Promise<boolean> =>
  (await queueDb.items.where("state").equals("kept").count()) > 0;

async function drain(): Promise<void> {
  // Whoever was sending is gone, or this could not hold the lock.
  await queueDb.items.where("state").equals("sending").modify({ state: "kept" });
  const staff = await senderNow();
  for (;;) {
    const item = nextItem(await sendable(staff), Date.now());
    if (!item) return;
    await queueDb.items.where("id").equals(item.id).modify({ state: "sending" });
    const outcome = await deliver(item, item.account === "" ? nobody : staff, observer);
    observer(item.id, null);
    await settle(item, outcome);
    if (outcome.is === "wait" && outcome.why !== "busy") return;
  }
}

async function sendable(staff: Sender): Promise<QueueItem[]> {
  const items = await queueDb.items.where("state").anyOf("kept", "attention").sortBy("id");
  return items.filter(({ account }) => account === "" || account === staff.account);
}

/** Who may send staff items now. Nobody is asked for when only anonymous ones wait. */
async function senderNow(): Promise<Sender> {
  const ofStaff = () =>
    queueDb.items
      .where("state")
      .equals("kept")
      .filter(({ account }) => account !== "");
  if ((await ofStaff().count()) === 0) return nobody;
  const { status, body, serverTime } = await request("/session");
  const session = Session.safeParse(body);
  const account = status === 200 && session.success ? session.data.account : "";
  const asked: Wait = status === 200 || status === 401 ? "signIn" : "network";
  await ofStaff().modify((item) => {
    item.waits = item.account === account ? null : asked;
  });
  if (!session.success || account === "") return nobody;
  return {
    account,
    name: session.data.name,
    csrf: session.data.csrfToken,
    aheadMs: serverTime === null ? 0 : serverTime - Date.now(),
  };
}

async function settle(item: QueueItem, outcome: Outcome): Promise<void> {
  const { id } = item;
  if (outcome.is === "delivered") {
    await queueDb.transaction("rw", queueDb.items, queueDb.files, async () => {
      await queueDb.items
        .where("id")
        .equals(id)
        .modify({ state: "delivered", deliveredAt: Date.now(), waits: null, refusal: null });
      await queueDb.files.where("owner").equals(id).delete();
    });
    return;
  }
  const attempts = item.attempts + 1;
  await queueDb.items
    .where("id")
    .equals(id)
    .modify(
      outcome.is === "wait"
        ? { state: "kept", attempts, waits: outcome.why, nextAt: outcome.nextAt }
        : { state: "attention", attempts, waits: null, refusal: outcome.refusal },
    );
}
