import { keyOf } from "@gezhi/contract/ids.ts";
import type { RequestKind, Urgency } from "@gezhi/contract/incidents.ts";
import type { FiredRung, IncidentChange } from "../incidents/incident-hooks.ts";
import type { RequestRow } from "../incidents/incident-tables.ts";
import { whistleNames } from "../incidents/whistle-rules.ts";
import { requestNames } from "../incidents/lifecycle-names.ts";
import {
  activeHandlers,
  alarmedBy,
  centre,
  dutyOf,
  recheckers,
  reporters,
  verifierOf,
} from "./incident-audience-rules.ts";
import { atMost, type Recipients } from "./notice-rules.ts";

/** Somebody to be told something because of one change. */
export type Telling = {
  /** Tells apart what one change tells several people for. */
  topic: string;
  to: Recipients;
  urgency: Urgency;
  /** What to do or what happened, at the head of the title. */
  verb: string;
  extra?: string;
  /** Who is not told: those whose own work it is about. */
  except?: readonly (string | null)[];
  /** Asks nothing of anybody. */
  informs?: boolean;
};

/** Everything people are to hear of a change, beside the work orders that are asked to be accepted. */
export function tellingsOf(change: IncidentChange): Telling[] {
  const told = [
    ...(change.rung ? ofRung(change, change.rung) : []),
    ...ofStatus(change),
    ...ofAct(change),
    ...ofRequests(change),
    ...ofWithdrawn(change),
  ];
  return told.filter(({ to }) => to.accounts?.length || to.handlers?.length || to.roles?.length);
}

/** The new state itself asks somebody for something, whichever act led there. */
function ofStatus(change: IncidentChange): Telling[] {
  const { incident } = change.case;
  const { status, urgency } = incident;
  if (status === change.before) return [];
  const last = change.case.orders.findLast(({ part }) => part === "lead");
  const lead = last ? [last.handler] : [];
  switch (status) {
    case "verifying":
      return [{ topic: "verify", to: { handlers: [verifierOf(change)] }, urgency, verb: "请核实" }];
    case "registered":
      return change.before === "reported" || change.before === "verifying"
        ? []
        : [
            {
              topic: "redispatch",
              to: { roles: centre(change, "dispatcher") },
              urgency: atMost(urgency, "orange"),
              verb: "请重新派遣",
              extra: change.text,
            },
          ];
    case "rechecking":
      return [
        {
          topic: "recheck",
          ...recheckers(change),
          urgency: atMost(urgency, "orange"),
          verb: "请核查处置结果",
        },
      ];
    case "rework":
      return [
        {
          topic: "rework",
          to: { handlers: lead },
          urgency,
          verb: "核查未通过，请返工",
          extra: change.text,
        },
      ];
    case "reopened":
      return [
        {
          topic: "reopened",
          to: { roles: centre(change, "dutyOfficer"), handlers: lead },
          urgency: atMost(urgency, "orange"),
          verb: "已重开，请复核",
          extra: change.text,
        },
      ];
    case "closed":
      return [
        {
          topic: "closed",
          to: {
            accounts: [
              ...reporters(change),
              ...change.case.orders.flatMap(({ accepted_by }) => accepted_by ?? []),
            ],
          },
          urgency: "blue",
          verb: "已结案",
        },
      ];
    case "rejected":
    case "falseAlarm":
      return [
        {
          topic: "refused",
          to: { accounts: reporters(change) },
          urgency: atMost(urgency, "yellow"),
          verb: status === "rejected" ? "不予立案" : "核实为误报",
        },
      ];
    default:
      return [];
  }
}

/** Acts that move nothing and yet concern somebody. */
function ofAct(change: IncidentChange): Telling[] {
  const { input } = change;
  const { incident } = change.case;
  const { urgency } = incident;
  const handlers = activeHandlers(change);
  switch (input?.act) {
    case "urge":
      return [{ topic: "urge", to: { handlers }, urgency, verb: "催办", extra: change.text }];
    case "supervise":
      return input.on
        ? [
            {
              topic: "supervise",
              to: { handlers, roles: centre(change, "dutyOfficer", "commander") },
              urgency: atMost(urgency, "orange"),
              verb: "列入督办",
            },
          ]
        : [];
    case "confer":
      return [
        {
          topic: "confer",
          to: {
            handlers,
            roles: [...centre(change, "dispatcher", "dutyOfficer", "commander")],
          },
          urgency,
          verb: "请参加会商",
          extra: input.room,
        },
      ];
    case "whistle": {
      const { kind } = input;
      return [
        {
          topic: "whistle",
          to: { handlers: [...new Set(input.handlers)] },
          urgency: kind === "emergency" && urgency !== "red" ? "orange" : urgency,
          verb: `${whistleNames[kind]}，请报到`,
          extra: change.text,
        },
      ];
    }
    case "checkIn": {
      const key = keyOf(input.workOrder);
      const caller = change.case.orders.find(({ id }) => id === key.id)?.whistled_by;
      return [
        {
          topic: "checkIn",
          to: { accounts: caller ? [caller] : [] },
          urgency: atMost(urgency, "yellow"),
          verb: "已报到",
          extra: change.text,
          informs: true,
        },
      ];
    }
    case "resume":
      return [
        {
          topic: "resume",
          to: { handlers },
          urgency: atMost(urgency, "orange"),
          verb: "恢复办理",
          extra: change.text,
        },
      ];
    case "recategorise":
      return input.urgency
        ? [
            {
              topic: "alarm",
              to: { roles: alarmedBy(urgency, incident), handlers },
              urgency,
              verb: "紧急程度调整",
            },
          ]
        : [];
    case "recheck":
      return input.passed
        ? [
            {
              topic: "close",
              to: { roles: centre(change, "dispatcher") },
              urgency: "blue",
              verb: "核查通过，请结案",
            },
          ]
        : [];
    case "rate":
      return input.side === "reporter" && !input.satisfied
        ? [
            {
              topic: "dissatisfied",
              to: { roles: centre(change, "dutyOfficer") },
              urgency: atMost(urgency, "yellow"),
              verb: "报告人不满意",
            },
          ]
        : [];
    default:
      return [];
  }
}

const asking: Record<RequestKind, string> = {
  return: "请裁定退单",
  delay: "请审批延期",
  suspend: "请审批挂账",
  transfer: "请答复移交",
  crossTown: "请求跨镇街协同",
  escalation: "上报区级，请受理",
  cancel: "请审批作废",
  appeal: "报告人申诉，请复核",
};

/** Another town's call for help is a matter for its leader on duty as well as for its desk. */
const askedOffices = ({ kind, decider_role: role, decider_unit: unit }: RequestRow) =>
  (kind === "crossTown" || kind === "transfer") && role === "dispatcher"
    ? ([
        { role, unit },
        { role: "dutyOfficer", unit },
      ] as const)
    : [{ role, unit }];

function ofRequests({ newRequests, settledRequests, case: now }: IncidentChange): Telling[] {
  const { urgency } = now.incident;
  const asked = newRequests
    .filter(({ status }) => status === "pending")
    .map((request) => ({
      topic: `request ${request.id}`,
      to: { roles: askedOffices(request) },
      urgency,
      verb: asking[request.kind],
    }));
  const answered = settledRequests
    .filter(({ status }) => status === "approved" || status === "refused")
    .map((request) => ({
      topic: `answer ${request.id}`,
      to: { accounts: request.asked_by ? [request.asked_by] : [] },
      urgency: atMost(urgency, "yellow"),
      verb: `${requestNames[request.kind]}申请${request.status === "approved" ? "已同意" : "未同意"}`,
    }));
  return [...asked, ...answered];
}

/** Whoever has not got another work order of it can put it aside. */
function ofWithdrawn(change: IncidentChange): Telling[] {
  const kept = new Set(activeHandlers(change));
  const handlers = change.withdrawnOrders
    .map(({ handler }) => handler)
    .filter((handler) => !kept.has(handler));
  const { urgency } = change.case.incident;
  return [
    {
      topic: "withdrawn",
      to: { handlers },
      urgency: atMost(urgency, "yellow"),
      verb: "工单已撤回",
      extra: change.text,
      informs: true,
    },
  ];
}

function ofRung(change: IncidentChange, rung: FiredRung): Telling[] {
  if (rung.silent) return [];
  const { urgency, district } = change.case.incident;
  const extra = change.text;
  const duty = { to: dutyOf(change, rung), extra };
  if (rung.act === "remind")
    return [{ topic: "remind", ...duty, urgency: atMost(urgency, "yellow"), verb: "时限提醒" }];
  const handed = rung.handedTo ? [rung.handedTo] : centre(change, "dutyOfficer");
  if (rung.act === "escalate")
    return [
      { topic: "handed", to: { roles: handed }, urgency, verb: "超时升级，请处理", extra },
      { topic: "overdue", ...duty, urgency: atMost(urgency, "orange"), verb: "已超时" },
    ];
  return [
    { topic: "overdue", ...duty, urgency: atMost(urgency, "orange"), verb: "超时督办" },
    {
      topic: "supervise",
      to: {
        roles: [...handed, ...centre(change, "commander"), { role: "supervisor", unit: district }],
      },
      urgency: atMost(urgency, "yellow"),
      verb: "超时督办",
      extra,
    },
  ];
}

/** The same cause for the same thing, whatever is retried. A reminder moves nothing, so its clock names it. */
export function causeOf(change: IncidentChange, topic: string): string {
  const { rung } = change;
  const { id, timeline_seq } = change.case.incident;
  if (change.act !== "overdue" || rung?.act !== "remind") return `${id} ${timeline_seq} ${topic}`;
  const about = rung.order?.id ?? rung.request?.id ?? "";
  return `${id} ${rung.stage} ${about} ${rung.percent} ${rung.dueAt?.getTime() ?? ""} ${topic}`;
}
