import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { type IncidentChange, onIncidentChanged } from "../incidents/incident-hooks.ts";
import { intakeHooks, type OpenedForNotice, type ReceivedReport } from "../reports/intake-hooks.ts";
import { receiptToken, receiptUrl } from "../reports/receipt-token-rules.ts";
import { matterOf, startChain } from "./acceptance-chain.ts";
import { alarmedBy } from "./incident-audience-rules.ts";
import { causeOf, tellingsOf } from "./incident-notice-rules.ts";
import { notify, sendShortMessage } from "./notice-commands.ts";
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
  if (!intakeHooks.incidentOpened.includes(tellOfOpening))
    intakeHooks.incidentOpened.push(tellOfOpening);
  if (!intakeHooks.reportReceived.includes(confirmReceipt))
    intakeHooks.reportReceived.push(confirmReceipt);
  intakeHooks.sendText = (tx, of, { district, phone, text }) =>
    sendShortMessage(tx, of, { district, phone, text, subject: "短信验证码", priority: 0 });
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
  for (const { topic, to, urgency, verb, extra = "", except = [] } of tellingsOf(change))
    await notify(tx, context, {
      district: incident.district,
      incident: incident.id,
      urgency,
      act: change.act,
      title: titleOf(verb, matter),
      body: bodyOf(matter, extra),
      cause: causeOf(change, topic),
      recipients: to,
      except: [actor, ...except],
    });
  if (incident.status !== change.before && isEnding(incident.status))
    await answerReporters(tx, context, change, incident.status);
}

async function tellOfOpening(tx: Tx, context: Context, opened: OpenedForNotice): Promise<void> {
  const { key, urgency, unit, town, number, simulated, status, quiet } = opened;
  const matter = matterOf(context, {
    number,
    category: opened.category.code,
    unit,
    urgency,
    simulated,
  });
  const common = {
    district: key.district,
    incident: key.id,
    urgency,
    quiet,
    act: "report",
  } as const;
  await notify(tx, context, {
    ...common,
    title: titleOf("新事件", matter),
    body: bodyOf(matter),
    cause: `${key.id} opened`,
    recipients: { roles: alarmedBy(urgency, { district: key.district, town }) },
  });
  if (status === "verifying")
    await notify(tx, context, {
      ...common,
      title: titleOf("请核实", matter),
      body: bodyOf(matter),
      cause: `${key.id} verify`,
      recipients: { handlers: [unit] },
    });
  for (const { id, handler, part } of opened.orders)
    await startChain(tx, context, {
      key: { district: key.district, id },
      incident: key.id,
      handler,
      part,
      unit,
      town,
      dueAt: null,
      matter,
    });
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
