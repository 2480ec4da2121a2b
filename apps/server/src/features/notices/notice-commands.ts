import { v5 } from "uuid";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { incidentId, keyOf } from "@gezhi/contract/ids.ts";
import type { Channel, PushMessage, ReadNotices } from "@gezhi/contract/notices.ts";
import { type Tx, write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import { deciderName } from "../incidents/overdue-rules.ts";
import {
  type Appointed,
  holdersAmong,
  onDutyFirst,
  withRoles,
} from "../organisation/handler-rules.ts";
import { holdersOf, holdersOfRoles } from "../organisation/organisation-queries.ts";
import { handlerName } from "../organisation/post-directory.ts";
import { maskedPhone, messageSpace } from "./outside-message-commands.ts";
import {
  findPeople,
  insertNotices,
  type NewDeliveryRow,
  type NoticeRows,
  type Person,
  setRead,
} from "./notice-queries.ts";
import { channelsOf, priorityOf, spokenText, type Recipients, upwards } from "./notice-rules.ts";

/** What lists call every message about an incident: its title already says what the matter is. */
const noticeSubject = "事件通知";

export type Message = {
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
  /** Those for whom it is not, although they are among the recipients. */
  except?: readonly (string | null)[];
  /** Who did it, or was told already, needs no notice of it. */
  know?: readonly (string | null)[];
  /** Asks nothing of anybody: where nobody is, nobody above needs to hear of it. */
  informs?: boolean;
  /** It waits on screens, whatever its colour: no push, no call. */
  quiet?: boolean;
};

type Draft = Message & Person & { cause: string; channels: readonly Channel[] };

const eachOnce = (people: readonly Person[]): Person[] => [
  ...new Map(
    people.map(({ account, phoneSealed }) => [account, { account, phoneSealed }]),
  ).values(),
];

/** Everybody a notice is for, each once; of posts and roles those on duty, where the roster names some. */
async function peopleOf(
  tx: Tx,
  { accounts = [], handlers = [], roles = [] }: Recipients,
  at: Date,
): Promise<Person[]> {
  const found = [...(await findPeople(tx, accounts))];
  for (const handler of new Set(handlers))
    found.push(...onDutyFirst(await holdersOf(tx, handler, at)));
  for (const [unit, held] of Map.groupBy(roles, ({ unit }) => unit))
    found.push(
      ...onDutyFirst(
        await holdersOfRoles(tx, unit, [...new Set(held.map(({ role }) => role))], at),
      ),
    );
  return eachOnce(found);
}

/** The same among people who are known already. */
export const peopleAmong = (
  appointed: readonly Appointed[],
  { accounts = [], handlers = [], roles = [] }: Recipients,
): Person[] =>
  eachOnce([
    ...appointed.filter(({ account }) => accounts.includes(account)),
    ...handlers.flatMap((handler) => onDutyFirst(holdersAmong(appointed, handler))),
    ...roles.flatMap(({ unit, role }) => onDutyFirst(withRoles(appointed, unit, [role]))),
  ]);

type Telling = Pick<Context, "now" | "secrets" | "log" | "units" | "configuration">;

/**
 * Tells people in the caller's transaction: a notice each, and a message on every channel the urgency asks for, all at
 * once. Where nobody is there, it is told one higher, up to the district: nothing is asked of an empty post. Nothing
 * leaves before the commit. Says who is told, and how many of the notices are new.
 */
export async function notify(
  tx: Tx,
  context: Telling,
  notice: NewNotice,
): Promise<{ people: string[]; fresh: number }> {
  const at = new Date(context.now());
  const found: Person[][] = [];
  for (const step of stepsOf(notice)) {
    const people = await peopleOf(tx, step, at);
    found.push(people.filter(({ account }) => !notice.except?.includes(account)));
    if (found.at(-1)!.length > 0) break;
  }
  const drafts = draftsOf(context, notice, found);
  const fresh = await writeNotices(tx, context, drafts);
  return { people: drafts.map(({ account }) => account), fresh };
}

/** What `notify` would write, if these are all whom it may concern, up to the district. */
export function draftsAmong(
  context: Telling,
  appointed: readonly Appointed[],
  notice: NewNotice,
): Draft[] {
  const found = stepsOf(notice).map((step) =>
    peopleAmong(appointed, step).filter(({ account }) => !notice.except?.includes(account)),
  );
  return draftsOf(context, notice, found);
}

/** Of what asks nothing of anybody, nobody above needs to hear. */
const stepsOf = ({ recipients, informs = false }: NewNotice): Recipients[] =>
  informs ? [recipients] : upwards(recipients);

/** `found`: who is there of the recipients, of those above them, and so on: the first who are there are told. */
function draftsOf(
  context: Telling,
  notice: NewNotice,
  found: readonly (readonly Person[])[],
): Draft[] {
  const {
    district,
    incident,
    urgency,
    act,
    title,
    cause,
    recipients,
    know = [],
    informs,
    quiet,
  } = notice;
  const step = found.findIndex((people) => people.length > 0);
  const people = found[step] ?? [];
  const { handlers = [], roles = [] } = recipients;
  if (people.length === 0 && !informs && handlers.length + roles.length > 0)
    context.log.info({ handlers, roles, act }, "nobody is there to be told");
  const body = step > 0 ? `${notice.body}，${vacancyOf(context, recipients)}` : notice.body;
  return draftsFor(
    people.filter(({ account }) => !know.includes(account)),
    { district, incident, urgency, act, title, body, cause },
    quiet ? screens : undefined,
  );
}

function vacancyOf(
  context: Pick<Context, "units" | "configuration">,
  { handlers = [], roles = [] }: Recipients,
): string {
  const names = [
    ...handlers.map((handler) => handlerName(context, handler)),
    ...roles.map((office) => deciderName(office, (unit) => context.units.name(unit))),
  ];
  return `${[...new Set(names)].join("、")}无人在岗`;
}

/** A notice for each of them, on every channel the urgency asks for. */
export const draftsFor = (
  people: readonly Person[],
  message: Message & { cause: string },
  channels = channelsOf(message.urgency),
): Draft[] => people.map((person) => ({ ...message, ...person, channels }));

const screens: readonly Channel[] = ["inApp"];

/** The same with a text, and channels, of its own for each person. */
export const writeNotices = async (
  tx: Tx,
  context: Pick<Context, "now" | "secrets">,
  drafts: readonly Draft[],
): Promise<number> => (drafts.length ? insertNotices(tx, noticeRows(context, drafts)) : 0);

/** What drafts become in the database. */
export function noticeRows(
  { now, secrets }: Pick<Context, "now" | "secrets">,
  drafts: readonly Draft[],
): NoticeRows {
  const created_at = new Date(now());
  // Many are told the same words.
  const texts = new Map<string, string>();
  const seal = (text: string): string => {
    const sealed = texts.get(text) ?? secrets.seal(text);
    texts.set(text, sealed);
    return sealed;
  };
  const named = drafts.map((draft) => {
    const { district, urgency, account, cause } = draft;
    const id = v5(`${account}|${cause}`, messageSpace);
    const common = { district, priority: priorityOf(urgency), subject: noticeSubject, created_at };
    return { ...draft, id, common: { ...common, notice: id } };
  });
  return {
    notices: named.map((draft) => ({ ...draft, created_at })),
    deliveries: named.flatMap((draft) => spokenOf({ open: secrets.open, seal }, draft)),
    pushes: named
      .filter(({ channels }) => channels.includes("webPush"))
      .map(({ common, account, ...message }) => ({
        ...common,
        account,
        text_enc: seal(JSON.stringify(pushOf(message))),
      })),
    announcements: named.map(({ district, id, account, act, urgency, incident }) => ({
      kind: "notice",
      subject: `${district}-${id}`,
      act,
      town: null,
      parties: [],
      account,
      payload: { urgency, incident: incident && `${district}-${incident}` },
    })),
  };
}

type Named = Draft & {
  id: string;
  common: {
    district: string;
    notice: string;
    priority: number;
    subject: string;
    created_at: Date;
  };
};

function spokenOf(
  secrets: Pick<Context["secrets"], "open" | "seal">,
  { id, common, channels, phoneSealed, title, body }: Named,
): NewDeliveryRow[] {
  if (!phoneSealed) return [];
  return (["sms", "voice"] as const)
    .filter((channel) => channels.includes(channel))
    .map((channel) => ({
      ...common,
      id: v5(`${id}|${channel}`, messageSpace),
      channel,
      address: phoneSealed,
      address_masked: maskedPhone(secrets, phoneSealed),
      text_enc: secrets.seal(spokenText({ title, body })),
      next_attempt_at: common.created_at,
    }));
}

const pushOf = ({ district, incident, title, body, urgency }: Message): PushMessage => ({
  title,
  body,
  urgency,
  incident: incident === null ? null : incidentId({ district, id: incident }),
});

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
