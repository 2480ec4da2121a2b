import { ancestorAt } from "@gezhi/contract/units.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { type IncidentChange, onIncidentChanged } from "../incidents/incident-hooks.ts";
import {
  intakeHooks,
  type OpenedForNotice,
  type OpeningWrites,
  type ReceivedReport,
} from "../reports/intake-hooks.ts";
import { receiptToken, receiptUrl } from "../reports/receipt-token-rules.ts";
import { firstAsked, matterOf, startChain } from "./acceptance-chain.ts";
import { insertChains, insertSteps } from "./chain-queries.ts";
import { alarmedBy } from "./incident-audience-rules.ts";
import { causeOf, tellingsOf } from "./incident-notice-rules.ts";
import { isSimulated } from "./message-adapters.ts";
import { draftsAmong, draftsFor, noticeRows, notify, peopleAmong } from "./notice-commands.ts";
import { sendShortMessage } from "./outside-message-commands.ts";
import { noticeWrites } from "./notice-queries.ts";
import {
  bodyOf,
  endedText,
  type Ending,
  isEnding,
  receivedText,
  titleOf,
} from "./notice-text-rules.ts";
import { listProvenReporters } from "./reporter-queries.ts";

const known = new WeakSet<Context>();

/** Lets everything that happens to incidents reach the people it concerns. Called once by `main/` for each context. */
export function registerNotices(context: Context): void {
  if (known.has(context)) return;
  known.add(context);
  onIncidentChanged(context, tellOfChange);
  if (!intakeHooks.incidentsOpened.includes(tellOfOpenings))
    intakeHooks.incidentsOpened.push(tellOfOpenings);
  if (!intakeHooks.reportReceived.includes(confirmReceipt))
    intakeHooks.reportReceived.push(confirmReceipt);
  intakeHooks.sendText = async (tx, of, { district, phone, text }) => {
    await sendShortMessage(tx, of, { district, phone, text, subject: "短信验证码", priority: 0 });
    return { simulated: isSimulated(of, "sms") };
  };
}

/** In the transaction of the act, as everything below. */
async function tellOfChange(tx: Tx, context: Context, change: IncidentChange): Promise<void> {
  const { incident } = change.case;
  const matter = matterOf(context, incident);
  for (const order of change.newOrders) {
    if (order.status !== "dispatched") continue;
    await startChain(tx, context, {
      key: { district: order.district, id: order.id },
      incident: incident.id,
      handler: order.handler,
      part: order.part,
      unit: incident.unit,
      town: incident.town,
      dueAt: order.due_at,
      matter,
    });
  }
  const actor = change.actor.kind === "staff" ? change.actor.viewer.account : null;
  const told = tellingsOf(change);
  // Of one rung a person who stands in for several hears once, in the gravest words.
  const heard: string[] = [];
  for (const { topic, to, urgency, verb, extra = "", except = [], informs = false } of told) {
    const { people } = await notify(tx, context, {
      district: incident.district,
      incident: incident.id,
      urgency,
      act: change.act,
      title: titleOf(verb, matter),
      body: bodyOf(matter, extra),
      cause: causeOf(change, topic),
      recipients: to,
      except,
      know: [actor, ...heard],
      informs,
    });
    if (change.rung) heard.push(...people);
  }
  if (incident.status !== change.before && isEnding(incident.status))
    await answerReporters(tx, context, change, incident.status);
}

/** Without asking the database anything: what it writes is part of the one statement of intake. */
function tellOfOpenings(context: Context, opened: readonly OpenedForNotice[]): OpeningWrites {
  const at = new Date(context.now());
  const told = opened.map((one) => tellOfOpening(context, one, at));
  const rows = noticeRows(
    context,
    told.flatMap(({ drafts }) => drafts),
  );
  return {
    writes: [
      ...noticeWrites(rows),
      insertChains(told.flatMap(({ chains }) => chains)),
      insertSteps(told.flatMap(({ asked }) => asked)),
    ],
    announcements: rows.announcements,
  };
}

function tellOfOpening(context: Context, opened: OpenedForNotice, at: Date) {
  const { key, urgency, unit, town, number, simulated, status, quiet, appointed } = opened;
  const { district } = key;
  const category = opened.category.code;
  const matter = matterOf(context, { number, category, unit, urgency, simulated });
  const common = { district, incident: key.id, urgency, quiet, act: "report" } as const;
  // Where a town's centre has nobody, the district has the matter and hears of it whatever its colour.
  const vacant = town === null && ancestorAt(unit, "town") !== undefined;
  const centre = { role: "districtCentre", unit: district } as const;
  const started = opened.orders.map(({ id, handler, part }) => {
    const order = { key: { district, id }, incident: key.id, handler, part, unit, town, matter };
    return firstAsked(context, { ...order, dueAt: null }, appointed, at);
  });
  return {
    drafts: [
      ...draftsAmong(context, appointed, {
        ...common,
        title: titleOf("新事件", matter),
        body: bodyOf(matter, vacant ? "镇街指挥中心无人在岗，由区治理中心受理" : ""),
        cause: `${key.id} opened`,
        recipients: { roles: vacant ? [centre] : alarmedBy(urgency, { district, town }) },
      }),
      ...(status === "verifying"
        ? draftsAmong(context, appointed, {
            ...common,
            title: titleOf("请核实", matter),
            body: bodyOf(matter),
            cause: `${key.id} verify`,
            recipients: { handlers: [unit] },
            informs: vacant,
          })
        : []),
      ...started.flatMap(({ asked, message }) =>
        draftsFor(
          peopleAmong(appointed, { accounts: asked.map(({ account }) => account) }),
          message,
        ),
      ),
    ],
    chains: started.flatMap(({ chain }) => chain ?? []),
    asked: started.flatMap(({ asked }) => asked),
  };
}

/** Nobody who proved a telephone number stays without an answer, also where reports were merged. */
async function answerReporters(
  tx: Tx,
  context: Context,
  { case: { incident } }: IncidentChange,
  ending: Ending,
): Promise<void> {
  const { category } = matterOf(context, incident);
  for (const { phoneSealed, number, ...report } of await listProvenReporters(tx, incident))
    await sendShortMessage(tx, context, {
      district: report.district,
      phone: context.secrets.open(phoneSealed),
      subject: "办理结果",
      text: endedText(ending, {
        category,
        number,
        url: receiptUrl(context, number, receiptToken(context, report)),
      }),
      cause: `${report.id} ${ending} ${incident.timeline_seq}`,
    });
}

const confirmReceipt = (tx: Tx, context: Context, received: ReceivedReport): Promise<void> => {
  const { report, number, phone, category } = received;
  const url = receiptUrl(context, number, receiptToken(context, report));
  return sendShortMessage(tx, context, {
    district: report.district,
    phone,
    subject: "受理回执",
    text: receivedText({ category, number, url }),
    cause: `${report.id} received`,
  });
};
