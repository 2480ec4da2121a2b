import {
  type Action,
  IncidentAct,
  IncidentStatus,
  type RequestKind,
  type WorkOrderStatus,
} from "@gezhi/contract/incidents.ts";
import { requestId, workOrderId } from "@gezhi/contract/ids.ts";
import { openStatuses as open } from "./incident-clock-rules.ts";
import { actNames } from "./lifecycle-names.ts";
import {
  type Actor,
  type IncidentFacts,
  isPending,
  type LifecycleLimits,
  type Subject,
} from "./incident-facts.ts";
import {
  type ActInput,
  type Choose,
  choices,
  leadMoves,
  type Obstacle,
  obstacles,
  whenApproved,
  whenApprovedElseWorking,
  whenPassed,
} from "./incident-state-rules.ts";
import { hasHandled, hasRated, is, ratingSides, type Standing } from "./standing-rules.ts";

/**
 * The life of an incident (domain C.1–C.4) as one table, longer than other files because it is read whole.
 * The `actions` of the interface, the checks of the commands, the tests and docs/lifecycle.md all come from it.
 */
export type Move = {
  from: readonly IncidentStatus[];
  /** `same` leaves the state; a choice names all it can choose. */
  to:
    | IncidentStatus
    | "same"
    | {
        choose: Choose;
        among: readonly (IncidentStatus | "same")[];
        /** It moves only these states and leaves the others; absent: all it starts from. */
        moves?: readonly IncidentStatus[];
      };
  who: readonly Standing[];
  /** Never by who handled it, never by who asked for it. */
  never?: "handler" | "asker";
  /** The act is about a work order in one of these states. */
  order?: readonly WorkOrderStatus[];
  asks?: RequestKind;
  decides?: RequestKind;
  unless?: Obstacle;
  /** What the columns cannot say, for the document. */
  rule?: string;
};

const without = (...left: IncidentStatus[]) =>
  IncidentStatus.options.filter((status) => !left.includes(status));
const atWork = [
  "dispatched",
  "returnRequested",
  "accepted",
  "handling",
  "delayRequested",
  "rework",
] as const;
const waiting = [...atWork, "transferred", "escalated"] as const;
/** A co-handler works on while the lead has reported already. */
const withOrders = [...waiting, "feedback"] as const;
const movable = ["registered", "dispatched", "accepted", "handling", "rework", "reopened"] as const;
const suspendable = ["registered", "dispatched", "accepted", "handling", "rework"] as const;
const working = ["registered", "dispatched", "accepted", "handling", "rework"] as const;

export const lifecycle: Record<IncidentAct, Move> = {
  startVerify: { from: ["reported"], to: "verifying", who: ["centre"] },
  verify: {
    from: ["reported", "verifying", "dispatched"],
    to: {
      choose: choices.verified,
      among: ["registered", "falseAlarm", "same"],
      moves: ["reported", "verifying", "dispatched"],
    },
    who: ["system", "gridWorker", "verifier", "centre"],
    unless: obstacles.dispatchedAlready,
    rule: "by itself when the alarm that opened it turns red or is called false; what was dispatched only ends as a false alarm while nobody has accepted it; confirmed by people after the forms of the check that its category requires",
  },
  register: { from: ["reported"], to: "registered", who: ["centre"] },
  reject: {
    from: ["reported", "verifying", "registered"],
    to: "rejected",
    who: ["centre"],
    unless: obstacles.appealedBefore,
    rule: "after an appeal only by the duty officer",
  },
  appeal: {
    from: ["rejected", "falseAlarm"],
    to: "verifying",
    who: ["reporter"],
    asks: "appeal",
    unless: obstacles.secondAppeal,
    rule: "once",
  },
  selfHandle: {
    from: ["reported", "verifying", "registered"],
    to: "selfHandled",
    who: ["gridWorker"],
    rule: "after the required forms",
  },
  checkSelfHandled: {
    from: ["selfHandled"],
    to: { choose: whenPassed("closed", "registered"), among: ["closed", "registered"] },
    who: ["centre"],
    never: "handler",
    rule: "of the drawn sample; the others close by themselves",
  },
  dispatch: {
    from: ["reported", ...movable],
    to: { choose: choices.dispatched, among: ["dispatched", "same"] },
    who: ["system", "centre"],
    unless: obstacles.isParent,
    rule: "red and orange by itself once verified; a push-down on the negative list is refused with its reason; who was whistled for keeps the work order",
  },
  whistle: {
    from: ["registered", ...atWork],
    to: "same",
    who: ["gridWorker", "chainHandler", "officer"],
    unless: obstacles.isParent,
    rule: "emergency: on the scene within 30 minutes; regular: an answer within a day; hard: a term set with it, by the duty officer only; once for each work order",
  },
  checkIn: {
    from: ["registered", ...withOrders],
    to: {
      choose: choices.checkedIn,
      among: ["accepted", "handling", "same"],
      moves: ["dispatched", "accepted"],
    },
    who: ["handler"],
    order: ["dispatched", "accepted", "handling"],
    unless: obstacles.checkIn,
    rule: "of a work order that was whistled for; signs for it, and for an emergency records the arrival",
  },
  accept: {
    from: withOrders,
    to: {
      choose: leadMoves("accepted", "dispatched"),
      among: ["accepted", "same"],
      moves: ["dispatched"],
    },
    who: ["handler"],
    order: ["dispatched"],
  },
  requestReturn: {
    from: withOrders,
    to: {
      choose: leadMoves("returnRequested", "dispatched"),
      among: ["returnRequested", "same"],
      moves: ["dispatched"],
    },
    who: ["handler"],
    order: ["dispatched"],
    asks: "return",
    unless: obstacles.returns,
    rule: "with a legal basis; the second is decided by the duty officer, the third by the district and is final; the clock runs on",
  },
  decideReturn: {
    from: withOrders,
    to: {
      choose: choices.afterReturn,
      among: ["registered", "accepted", "rechecking", "same"],
      moves: ["returnRequested", "feedback"],
    },
    who: ["decider"],
    never: "asker",
    decides: "return",
  },
  arrive: {
    from: withOrders,
    to: {
      choose: leadMoves("handling", "dispatched", "accepted"),
      among: ["handling", "same"],
      moves: ["dispatched", "accepted"],
    },
    who: ["handler"],
    order: ["accepted", "handling"],
    unless: obstacles.arrived,
  },
  progress: {
    from: withOrders,
    to: {
      choose: leadMoves("handling", "dispatched", "accepted"),
      among: ["handling", "same"],
      moves: ["dispatched", "accepted"],
    },
    who: ["handler"],
    order: ["accepted", "handling"],
  },
  requestDelay: {
    from: ["accepted", "handling", "rework"],
    to: { choose: choices.delayAsked, among: ["delayRequested", "same"] },
    who: ["handler"],
    order: ["accepted", "handling"],
    asks: "delay",
    unless: obstacles.delayPending,
    rule: "the first is decided by the duty officer, a second or an engineering one by the commander",
  },
  decideDelay: {
    from: ["delayRequested", "accepted", "handling", "rework"],
    to: {
      choose: choices.delayDecided,
      among: ["accepted", "handling", "rework", "same"],
      moves: ["delayRequested"],
    },
    who: ["decider"],
    never: "asker",
    decides: "delay",
  },
  requestSuspend: {
    from: suspendable,
    to: "same",
    who: ["leadHandler", "centre"],
    asks: "suspend",
    unless: obstacles.suspendPending,
    rule: "with a review date and an interim safety measure",
  },
  decideSuspend: {
    from: suspendable,
    to: { choose: whenApproved("suspended"), among: ["suspended", "same"] },
    who: ["decider"],
    decides: "suspend",
    rule: "by the commander",
  },
  resume: {
    from: ["suspended", "reopened"],
    to: { choose: choices.resumed, among: working },
    who: ["system", "centre"],
    unless: obstacles.resumes,
    rule: "by itself when the review date comes; a reopened one by the duty officer, to those who handled it",
  },
  requestTransfer: { from: movable, to: "transferred", who: ["officer"], asks: "transfer" },
  decideTransfer: {
    from: ["transferred"],
    to: { choose: whenApprovedElseWorking("accepted"), among: working },
    who: ["decider"],
    decides: "transfer",
    rule: "by the centre of the other town, which leads from then on",
  },
  requestCrossTown: {
    from: ["registered", ...atWork, "reopened"],
    to: "same",
    who: ["officer"],
    asks: "crossTown",
  },
  decideCrossTown: {
    from: ["registered", ...waiting, "suspended", "reopened"],
    to: "same",
    who: ["decider"],
    decides: "crossTown",
    rule: "by the centre of each town that was asked, which then co-handles",
  },
  escalate: {
    from: movable,
    to: { choose: choices.escalated, among: ["dispatched", "registered", "escalated"] },
    who: ["system", "chainHandler", "officer"],
    asks: "escalation",
    unless: obstacles.atTop,
    rule: "grid → village → town → district, one level with what was tried; red and orange skip the village; only the district is asked",
  },
  decideEscalation: {
    from: ["escalated"],
    to: { choose: whenApprovedElseWorking("registered"), among: working },
    who: ["decider"],
    decides: "escalation",
  },
  deescalate: {
    from: [...working, "feedback", "rechecking"],
    to: { choose: choices.handedBack, among: ["registered", "rechecking"] },
    who: ["districtCentre"],
    unless: obstacles.notWithDistrict,
    rule: "with an answer; only what stands with the district",
  },
  feedback: {
    from: ["accepted", "handling", "rework", "delayRequested", "escalated", "feedback"],
    to: { choose: choices.fedBack, among: ["feedback", "rechecking", "same"] },
    who: ["handler"],
    order: ["accepted", "handling"],
    unless: obstacles.notCheckedIn,
    rule: "after the required forms, as far as the lead reports; who was whistled for checks in first; the recheck starts by itself when the lead and all co-handlers have reported",
  },
  recheck: {
    from: ["feedback", "rechecking"],
    to: { choose: whenPassed("rechecking", "rework"), among: ["rechecking", "rework"] },
    who: ["reporter", "gridWorker", "officer"],
    never: "handler",
    unless: obstacles.recheckedAlready,
  },
  close: {
    from: ["rechecking", "selfHandled", "handling", "reopened"],
    to: "closed",
    who: ["system", "centre"],
    unless: obstacles.closing,
    rule: "by people after the required forms; after a passed recheck, when the last child of a split is closed, or when the duty officer upholds a reopened result",
  },
  rate: {
    from: ["closed", "evaluated"],
    to: { choose: choices.rated, among: ["evaluated", "same"] },
    who: ["rater"],
    unless: obstacles.rating,
    rule: "within the rating period; each side once for each closing",
  },
  callBack: {
    from: ["closed", "evaluated"],
    to: { choose: choices.calledBack, among: ["evaluated", "same"] },
    who: ["centre"],
  },
  reopen: {
    from: ["closed", "evaluated"],
    to: "reopened",
    who: ["officer", "dissatisfiedReporter"],
  },
  merge: {
    from: ["reported", "verifying", ...movable, "returnRequested", "delayRequested", "suspended"],
    to: "merged",
    who: ["system", "centre"],
    unless: obstacles.ofSplit,
    rule: "into an open incident of the same district; its reports move there",
  },
  unmerge: {
    from: ["merged"],
    to: { choose: choices.unmerged, among: ["reported", "verifying", "registered"] },
    who: ["centre"],
    rule: "its reports come back",
  },
  split: {
    from: ["reported", "registered", "dispatched", "accepted", "handling", "reopened"],
    to: "handling",
    who: ["centre"],
    unless: obstacles.ofSplit,
    rule: "each child has its own clocks; the parent closes last",
  },
  requestCancel: {
    from: open,
    to: "same",
    who: ["centre"],
    asks: "cancel",
    unless: obstacles.cancelPending,
  },
  decideCancel: {
    from: open,
    to: { choose: whenApproved("cancelled"), among: ["cancelled", "same"] },
    who: ["decider"],
    never: "asker",
    decides: "cancel",
    rule: "two different people",
  },
  urge: { from: open, to: "same", who: ["centre", "reporter", "districtCentre", "supervisor"] },
  supervise: { from: open, to: "same", who: ["system", "officer", "districtCentre", "supervisor"] },
  confer: {
    from: open,
    to: "same",
    who: ["centre"],
    rule: "link or number of a conference, told to everybody who works on it",
  },
  pin: { from: open, to: "same", who: ["officer"], rule: "until a given time" },
  note: { from: without("archived"), to: "same", who: ["party"] },
  sendToDeputy: {
    from: without("merged", "archived"),
    to: "same",
    who: ["centre"],
    rule: "a deputy of the town where it lies, once; the deputy sees how it goes without persons",
  },
  relocate: {
    from: open.filter((status) => status !== "rechecking"),
    to: "same",
    who: ["centre", "gridWorker"],
  },
  recategorise: {
    from: open,
    to: "same",
    who: ["system", "centre"],
    rule: "the limits of the new category count from the start of each clock; a sensor's rising level raises it by itself",
  },
  archive: {
    from: ["closed", "evaluated"],
    to: "archived",
    who: ["system"],
    unless: obstacles.archivePeriod,
    rule: "by itself after the archive period",
  },
};

/** The state after the act; undefined when this state does not know it. */
export function statusAfter(
  input: ActInput,
  facts: IncidentFacts,
  subject: Subject = {},
): IncidentStatus | undefined {
  const { from, to } = lifecycle[input.act];
  if (!from.includes(facts.status)) return undefined;
  if (to === "same") return facts.status;
  return typeof to === "string" ? to : to.choose(facts, input, subject);
}

export type Refusal = { code: "forbidden" | "conflict"; message: string };
const no = (code: Refusal["code"], message: string): Refusal => ({ code, message });

/** Why this actor may not do this now; null when they may. */
export function refusalOf(
  act: IncidentAct,
  actor: Actor,
  facts: IncidentFacts,
  subject: Subject,
  at: number,
  limits: LifecycleLimits,
): Refusal | null {
  const { who, from, order, decides, never, unless } = lifecycle[act];
  const { zh } = actNames[act];
  if (!who.some((standing) => is(standing, actor, facts, subject)))
    return no("forbidden", `您不能对此件${zh}`);
  if (!from.includes(facts.status))
    return no("conflict", `事件状态已变化，现在不能${zh}，请刷新后再看`);
  if (order && !(subject.order && order.includes(subject.order.status)))
    return no("conflict", `工单状态已变化，现在不能${zh}，请刷新后再看`);
  if (
    decides &&
    !(subject.request && isPending(subject.request) && subject.request.kind === decides)
  )
    return no("conflict", "该申请已有决定或已失效，请刷新后再看");
  if (actor.kind === "staff" && never === "handler" && hasHandled(actor.viewer, facts))
    return no("forbidden", `承办人不能${zh}自己办的事，请由其他人${zh}`);
  if (
    actor.kind === "staff" &&
    never === "asker" &&
    subject.request?.askedBy === actor.viewer.account
  )
    return no("forbidden", "申请人不能决定自己的申请，请由另一人决定");
  const reason = unless?.({ facts, subject, actor, at, limits });
  return reason ? no("conflict", reason) : null;
}

/** What this actor may do now: one action for each act, work order, request and side. */
export function actionsFor(
  actor: Actor,
  facts: IncidentFacts,
  at: number,
  limits: LifecycleLimits,
): Action[] {
  const { district } = facts;
  return IncidentAct.options.flatMap((act): Action[] => {
    const { from, order, decides } = lifecycle[act];
    if (!from.includes(facts.status)) return [];
    const may = (subject: Subject) => refusalOf(act, actor, facts, subject, at, limits) === null;
    if (order)
      return facts.orders.flatMap((one) =>
        may({ order: one }) ? { act, workOrder: workOrderId({ district, id: one.id }) } : [],
      );
    if (decides)
      return facts.requests.flatMap((one) =>
        may({ request: one }) ? { act, request: requestId({ district, id: one.id }) } : [],
      );
    if (!may({})) return [];
    if (act !== "rate") return [{ act }];
    return ratingSides(actor, facts).flatMap((side) =>
      hasRated(facts, side) ? [] : { act, side: side.side },
    );
  });
}
