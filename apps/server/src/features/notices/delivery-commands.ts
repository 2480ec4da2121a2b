import { write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import {
  claimDeliveries,
  deleteDeliveriesBefore,
  type DeliveryRow,
  type EndedAttempt,
  setDeliveries,
} from "./delivery-queries.ts";
import {
  type CarriedChannel,
  carriedChannels,
  leaseMs,
  nextAttemptAt,
  type Outcome,
} from "./delivery-rules.ts";
import { adapterFor, type MessageAdapter, type OutgoingMessage } from "./message-adapters.ts";
import { writeNotices } from "./notice-commands.ts";
import { findPeople, listUnreadBlue } from "./notice-queries.ts";
import { digestAt } from "./notice-rules.ts";
import { deleteSubscription } from "./push-queries.ts";

const atOnce = 20;
const keptMs = 30 * 86_400_000;
const digestBatch = 500;

/**
 * Sends what is due, at least once: a worker that dies between sending and saying so sends again. What was sent at once
 * is said at once, so that thousands of messages do not take the database from those who report. Each channel has its
 * own queue, so that a gateway that hangs holds up its own messages only. Says how many were handed over.
 */
export async function sendDueDeliveries(
  context: Context,
  channels: readonly CarriedChannel[] = carriedChannels,
): Promise<number> {
  const sent = await Promise.all(channels.map((channel) => sendChannel(context, channel)));
  return sent.reduce((sum, count) => sum + count, 0);
}

async function sendChannel(context: Context, channel: CarriedChannel): Promise<number> {
  const adapter = adapterFor(context, channel);
  let sent = 0;
  for (;;) {
    const now = context.now();
    // The claim is committed before anything is sent: no transaction stays open while another machine answers.
    const claimed = await write(context.db, "system", (tx) =>
      claimDeliveries(tx, channel, new Date(now), new Date(now + leaseMs), atOnce),
    );
    const attempts = await Promise.all(
      claimed.map(async (delivery) => ({
        delivery,
        outcome: await send(context, adapter, delivery),
      })),
    );
    if (attempts.length) await keepOutcomes(context, attempts);
    sent += attempts.filter(({ outcome }) => outcome.kind === "sent").length;
    if (claimed.length < atOnce) return sent;
  }
}

async function send(
  context: Context,
  adapter: MessageAdapter,
  delivery: DeliveryRow,
): Promise<Outcome> {
  const message = messageOf(context, delivery);
  const outcome: Outcome = message
    ? await adapter(message).catch((error: unknown): Outcome => {
        // One that cannot be sent must not leave the others, which were, to be sent again.
        context.log.error({ err: error, delivery: delivery.id }, "a message could not be sent");
        return { kind: "retry", error: "服务器出错，稍后自动重试" };
      })
    : { kind: "refused", error: "号码或内容无法解密，请检查 SECRET_KEY" };
  if (outcome.kind !== "sent")
    context.log.warn(
      { delivery: delivery.id, channel: delivery.channel, problem: outcome.error },
      "a message was not taken",
    );
  return outcome;
}

async function keepOutcomes(
  { db, now }: Context,
  attempts: readonly { delivery: DeliveryRow; outcome: Outcome }[],
): Promise<void> {
  const at = now();
  await write(db, "system", async (tx) => {
    for (const { delivery, outcome } of attempts)
      if (outcome.kind === "gone" && delivery.channel === "webPush")
        await deleteSubscription(tx, delivery.address);
    await setDeliveries(
      tx,
      attempts.map(({ delivery, outcome }) => endingOf(delivery, outcome, at)),
    );
  });
}

/** Undefined when it was sealed with another key. */
function messageOf(
  { secrets, log }: Context,
  { id, channel, address, text_enc, priority }: DeliveryRow,
): OutgoingMessage | undefined {
  try {
    return {
      id,
      address: channel === "webPush" ? address : secrets.open(address),
      text: secrets.open(text_enc),
      urgent: priority < 2,
    };
  } catch (error) {
    log.error({ err: error, delivery: id }, "a message cannot be opened");
    return undefined;
  }
}

function endingOf(delivery: DeliveryRow, outcome: Outcome, now: number): EndedAttempt {
  const { district, id } = delivery;
  if (outcome.kind === "sent")
    return {
      district,
      id,
      status: "sent",
      simulated: outcome.simulated,
      error: null,
      next_attempt_at: null,
      sent_at: new Date(now),
    };
  const { channel, attempts, created_at } = delivery;
  const next =
    outcome.kind === "retry" ? nextAttemptAt(channel, attempts, created_at.getTime(), now) : null;
  return {
    district,
    id,
    status: next === null ? "failed" : "queued",
    simulated: false,
    error: outcome.error,
    next_attempt_at: next === null ? null : new Date(next),
    sent_at: null,
  };
}

/** Sums up what is routine, twice a day: one notice for whoever has unread ones. Safe to repeat. Says how many people. */
export async function sendDigests(context: Context): Promise<number> {
  const { slot, since } = digestAt(context.now());
  const cause = `digest ${slot}`;
  const waiting = await write(context.db, "system", (tx) => listUnreadBlue(tx, since, cause));
  let told = 0;
  for (let from = 0; from < waiting.length; from += digestBatch) {
    const part = waiting.slice(from, from + digestBatch);
    told += await write(context.db, "system", async (tx) => {
      const people = new Map(
        (
          await findPeople(
            tx,
            part.map(({ account }) => account),
          )
        ).map((person) => [person.account, person]),
      );
      return writeNotices(
        tx,
        context,
        part.flatMap(({ district, account, count }) => {
          const person = people.get(account);
          return person
            ? [
                {
                  ...person,
                  district,
                  incident: null,
                  urgency: "blue" as const,
                  act: "digest",
                  title: "一般事项汇总",
                  body: `有 ${count} 条一般事项通知未读，请在方便时处理`,
                  cause,
                  channels: ["inApp", "webPush"] as const,
                },
              ]
            : [];
        }),
      );
    });
    context.hint();
  }
  return told;
}

/** Periodic: forgets what was sent long ago. */
export const removeOldDeliveries = async (context: Context): Promise<void> => {
  await write(context.db, "system", (tx) =>
    deleteDeliveriesBefore(tx, new Date(context.now() - keptMs)),
  );
};
