import type { Insertable } from "kysely";
import { v5, v7 } from "uuid";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { keyOf } from "@gezhi/contract/ids.ts";
import type { Channel, PushMessage, ReadNotices } from "@gezhi/contract/notices.ts";
import type { Deliveries } from "../../platform/database/generated.ts";
import { maskPhone } from "../../platform/masking.ts";
import { type Tx, write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import { holdersOf, holdersOfRoles } from "../organisation/organisation-queries.ts";
import { insertDeliveries } from "./delivery-queries.ts";
import { findPeople, insertNotices, type Person, setRead } from "./notice-queries.ts";
import { channelsOf, priorityOf, spokenText, type Recipients } from "./notice-rules.ts";
import { findSubscriptions } from "./push-queries.ts";

/** Keys of notices and deliveries are names in this space, so that a retry writes the same rows. */
const space = "8f5b7f0e-3f0c-5f57-9a52-2b1d3a8a8f10";

/** What lists call every message about an incident: its title already says what the matter is. */
const noticeSubject = "事件通知";

type Message = {
  district: string;
  /** Bare uuid; null when it is about no single incident. */
  incident: string | null;
  urgency: Urgency;
  act: string;
  /** Short, Chinese, for a lock screen: no names, no telephone numbers. */
  title: string;
  body: string;
};

export type NewNotice = Message & {
  /** What it is told for: the same person is told of the same cause once, whatever is retried. */
  cause: string;
  recipients: Recipients;
  /** Who did it needs no notice of it. */
  except?: readonly (string | null)[];
};

type Draft = Message & Person & { cause: string; channels: readonly Channel[] };

/** Everybody a notice is for, each once. */
async function peopleOf(
  tx: Tx,
  { accounts = [], handlers = [], roles = [] }: Recipients,
  at: Date,
): Promise<Person[]> {
  const found = new Map<string, Person>();
  const add = (people: readonly Person[]) => {
    for (const { account, phoneSealed } of people) found.set(account, { account, phoneSealed });
  };
  add(await findPeople(tx, accounts));
  for (const handler of new Set(handlers)) add(await holdersOf(tx, handler, at));
  for (const [unit, held] of Map.groupBy(roles, ({ unit }) => unit))
    add(await holdersOfRoles(tx, unit, [...new Set(held.map(({ role }) => role))], at));
  return [...found.values()];
}

/**
 * Tells people in the caller's transaction: a notice each, and a message on every channel the urgency asks for, all at
 * once. Nothing leaves before the commit. Says how many are told.
 */
export async function notify(
  tx: Tx,
  context: Pick<Context, "now" | "secrets">,
  { recipients, except = [], ...message }: NewNotice,
): Promise<number> {
  const people = await peopleOf(tx, recipients, new Date(context.now()));
  const drafts = people
    .filter(({ account }) => !except.includes(account))
    .map((person) => ({ ...message, ...person, channels: channelsOf(message.urgency) }));
  return writeNotices(tx, context, drafts);
}

/** The same with a text, and channels, of its own for each person. */
export async function writeNotices(
  tx: Tx,
  context: Pick<Context, "now" | "secrets">,
  drafts: readonly Draft[],
): Promise<number> {
  const at = new Date(context.now());
  const named = drafts.map((draft) => ({
    ...draft,
    id: v5(`${draft.account}|${draft.cause}`, space),
  }));
  const fresh = await insertNotices(
    tx,
    named.map(({ district, id, account, incident, act, urgency, title, body, cause }) => ({
      district,
      id,
      account,
      incident,
      act,
      urgency,
      title,
      body,
      cause,
      created_at: at,
    })),
  );
  if (fresh === 0) return 0;
  await insertDeliveries(tx, await deliveriesOf(tx, context, named, at));
  await announce(
    tx,
    named.map(({ district, id, account, act, urgency, incident }) => ({
      kind: "notice",
      subject: `${district}-${id}`,
      act,
      town: null,
      parties: [],
      account,
      payload: { urgency, incident: incident && `${district}-${incident}` },
    })),
  );
  return fresh;
}

type Named = Draft & { id: string };

async function deliveriesOf(
  tx: Tx,
  { secrets }: Pick<Context, "secrets">,
  drafts: readonly Named[],
  at: Date,
): Promise<Insertable<Deliveries>[]> {
  const pushed = drafts.filter(({ channels }) => channels.includes("webPush"));
  const subscriptions = Map.groupBy(
    await findSubscriptions(tx, [...new Set(pushed.map(({ account }) => account))]),
    ({ account }) => account,
  );
  return drafts.flatMap((draft) => {
    const { district, id: notice, urgency, incident, title, body, channels, phoneSealed } = draft;
    const common = {
      district,
      notice,
      priority: priorityOf(urgency),
      subject: noticeSubject,
      next_attempt_at: at,
      created_at: at,
    };
    const phone = phoneSealed && {
      address_enc: phoneSealed,
      address_masked: maskPhone(secrets.open(phoneSealed)),
    };
    const spoken = (["sms", "voice"] as const)
      .filter((channel) => phone && channels.includes(channel))
      .map((channel) => ({
        ...common,
        ...(phone as Exclude<typeof phone, "" | null>),
        id: v5(`${notice}|${channel}`, space),
        channel,
        text_enc: secrets.seal(spokenText({ title, body })),
      }));
    const message: PushMessage = {
      title,
      body,
      urgency,
      incident: (incident && `${district}-${incident}`) as PushMessage["incident"],
    };
    const own = channels.includes("webPush") ? (subscriptions.get(draft.account) ?? []) : [];
    return [
      ...spoken,
      ...own.map((subscription) => ({
        ...common,
        id: v5(`${notice}|${subscription.id}`, space),
        channel: "webPush",
        address_enc: secrets.seal(subscription.id),
        address_masked: new URL(subscription.endpoint).hostname,
        text_enc: secrets.seal(JSON.stringify(message)),
      })),
    ];
  });
}

export type ShortMessage = {
  district: string;
  phone: string;
  /** What kind of message it is: lists show this, never the text. */
  subject: string;
  text: string;
  /** Once for each cause; absent: every call is a message of its own. */
  cause?: string;
  priority?: number;
};

/** An SMS to somebody who has no account, in the caller's transaction. */
export const sendShortMessage = (
  tx: Tx,
  { secrets, now }: Pick<Context, "secrets" | "now">,
  { district, phone, subject, text, cause, priority = 1 }: ShortMessage,
): Promise<void> => {
  const at = new Date(now());
  return insertDeliveries(tx, [
    {
      district,
      id: cause ? v5(cause, space) : v7(),
      channel: "sms",
      priority,
      address_enc: secrets.seal(phone),
      address_masked: maskPhone(phone),
      subject,
      text_enc: secrets.seal(text),
      next_attempt_at: at,
      created_at: at,
    },
  ]);
};

/** Marks the viewer's own notices as read; their other screens hear of it. */
export async function readNotices(
  context: Context,
  viewer: Viewer,
  read: ReadNotices,
): Promise<void> {
  const keys = "all" in read ? "all" : read.ids.map(keyOf);
  const changed = await write(context.db, scopeOf(viewer), async (tx) => {
    const count = await setRead(tx, viewer.account, keys, new Date(context.now()));
    if (count > 0)
      await announce(tx, [
        {
          kind: "notice",
          subject: viewer.account,
          act: "read",
          town: null,
          parties: [],
          account: viewer.account,
        },
      ]);
    return count;
  });
  if (changed > 0) context.hint();
}
