import { v7 } from "uuid";
import webPush from "web-push";
import type { PushSubscriptionInput } from "@gezhi/contract/notices.ts";
import { write } from "../../platform/database/scope.ts";
import { invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { isPushEndpoint } from "./notice-rules.ts";
import {
  deleteEndpoint,
  deleteOldSubscriptions,
  deleteOwnEndpoint,
  findPushKeys,
  insertPushKeys,
  insertSubscription,
} from "./push-queries.ts";

export type KeyPair = { publicKey: string; privateKey: string };

const known = new WeakMap<Context["secrets"], Promise<KeyPair>>();
/** Browsers of one person: phone, desk, home. */
const mostSubscriptions = 20;

/** The server's pair for web push: made by whoever needs it first, kept in the database for every process. */
export function pushKeys({ db, secrets }: Pick<Context, "db" | "secrets">): Promise<KeyPair> {
  const load = async (): Promise<KeyPair> => {
    const row = await findPushKeys(db);
    if (row) return { publicKey: row.public_key, privateKey: secrets.open(row.private_key_enc) };
    const made = webPush.generateVAPIDKeys();
    await insertPushKeys(db, {
      public_key: made.publicKey,
      private_key_enc: secrets.seal(made.privateKey),
    });
    return load();
  };
  const loading = known.get(secrets) ?? load();
  known.set(secrets, loading);
  loading.catch(() => known.delete(secrets));
  return loading;
}

/** A browser has one subscription; whoever signs in there last gets its messages. */
export async function subscribePush(
  context: Context,
  viewer: Viewer,
  input: PushSubscriptionInput,
): Promise<void> {
  if (!isPushEndpoint(input.endpoint))
    throw invalid("这个浏览器的推送地址无法使用，请换用其他浏览器或只用站内消息");
  await write(context.db, scopeOf(viewer), async (tx) => {
    await deleteEndpoint(tx, input.endpoint);
    await insertSubscription(tx, input, { id: v7(), account: viewer.account });
    await deleteOldSubscriptions(tx, viewer.account, mostSubscriptions);
  });
}

export const unsubscribePush = async (
  context: Context,
  viewer: Viewer,
  endpoint: string,
): Promise<void> => {
  await write(context.db, scopeOf(viewer), (tx) => deleteOwnEndpoint(tx, viewer.account, endpoint));
};
