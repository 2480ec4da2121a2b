import type { Selectable } from "kysely";
import type { PushSubscriptionInput } from "@gezhi/contract/notices.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { PushKeys, PushSubscriptions } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type SubscriptionRow = Selectable<PushSubscriptions>;

export const findPushKeys = (db: Db): Promise<Selectable<PushKeys> | undefined> =>
  db.selectFrom("push_keys").selectAll().executeTakeFirst();

/** The first pair stays: browsers have subscribed with it. */
export const insertPushKeys = (db: Db, keys: { public_key: string; private_key_enc: string }) =>
  db
    .insertInto("push_keys")
    .values(keys)
    .onConflict((conflict) => conflict.doNothing())
    .execute();

export const findSubscription = (db: Db, id: string): Promise<SubscriptionRow | undefined> =>
  db.selectFrom("push_subscriptions").selectAll().where("id", "=", id).executeTakeFirst();

export const insertSubscription = (
  tx: Tx,
  { endpoint, keys }: PushSubscriptionInput,
  { id, account }: { id: string; account: string },
) =>
  tx
    .insertInto("push_subscriptions")
    .values({ id, account, endpoint, p256dh: keys.p256dh, auth: keys.auth })
    .execute();

export const deleteEndpoint = (tx: Tx, endpoint: string) =>
  tx.deleteFrom("push_subscriptions").where("endpoint", "=", endpoint).execute();

export const deleteOwnEndpoint = (tx: Tx, account: string, endpoint: string) =>
  tx
    .deleteFrom("push_subscriptions")
    .where("endpoint", "=", endpoint)
    .where("account", "=", account)
    .execute();

export const deleteSubscription = (tx: Tx, id: string) =>
  tx.deleteFrom("push_subscriptions").where("id", "=", id).execute();

/** All but the newest ones of an account. */
export const deleteOldSubscriptions = (tx: Tx, account: string, kept: number) =>
  tx
    .deleteFrom("push_subscriptions")
    .where("id", "in", (from) =>
      from
        .selectFrom("push_subscriptions")
        .select("id")
        .where("account", "=", account)
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .offset(kept),
    )
    .execute();
