import type { IncidentStatus, PerformAct, RequestKind } from "@gezhi/contract/incidents.ts";
import {
  type Actor,
  type IncidentFacts,
  isActive,
  isPending,
  leadOf,
  type LifecycleLimits,
  type Subject,
} from "./incident-facts.ts";
import { hasRated, is, isWithDistrict, ratingSides } from "./standing-rules.ts";

export type ActInput = PerformAct | { act: "archive" };
export type Choose = (facts: IncidentFacts, input: ActInput, subject: Subject) => IncidentStatus;

/** Where the work stands by its lead work order: what a refused request or an ended suspension goes back to. */
export function workingStatus(facts: IncidentFacts): IncidentStatus {
  const lead = leadOf(facts);
  if (!lead) return facts.children.total > 0 ? "handling" : "registered";
  if (lead.status === "fedBack") return othersAtWork(facts, lead.id) ? "feedback" : "rechecking";
  if (lead.status === "handling") return lead.round > 1 ? "rework" : "handling";
  return lead.status === "accepted" || lead.status === "returnRequested"
    ? lead.status
    : "dispatched";
}

const othersAtWork = (facts: IncidentFacts, orderId: string | undefined): boolean =>
  facts.orders.some(
    (order) => order.id !== orderId && isActive(order) && order.status !== "fedBack",
  );

/** One level up; red and orange skip the village (C.4). */
export function escalationOf(facts: Pick<IncidentFacts, "urgency" | "chainLevel" | "unit">) {
  const urgent = facts.urgency === "red" || facts.urgency === "orange";
  if (facts.chainLevel === "town" || facts.chainLevel === "district")
    return { level: "district", status: "escalated" } as const;
  if (facts.chainLevel === "grid" && !urgent)
    return { level: "village", status: "dispatched" } as const;
  return { level: "town", status: "registered" } as const;
}

const approves = (input: ActInput): boolean => "approve" in input && input.approve;
const passes = (input: ActInput): boolean => "passed" in input && input.passed;
const orderOf = (facts: IncidentFacts, { order, request }: Subject) =>
  order ?? facts.orders.find(({ id }) => id === request?.order);
const isCo = (facts: IncidentFacts, subject: Subject): boolean =>
  orderOf(facts, subject)?.part === "co";

/** What a co-handler does never moves the incident. */
const ofLead =
  (choose: Choose): Choose =>
  (facts, input, subject) =>
    isCo(facts, subject) ? facts.status : choose(facts, input, subject);

/** The lead's act moves the incident, unless it waits for another centre. */
export const leadMoves = (status: IncidentStatus, ...from: IncidentStatus[]): Choose =>
  ofLead((facts) => (from.includes(facts.status) ? status : facts.status));
export const whenApproved =
  (status: IncidentStatus): Choose =>
  (facts, input) =>
    approves(input) ? status : facts.status;
export const whenApprovedElseWorking =
  (status: IncidentStatus): Choose =>
  (facts, input) =>
    approves(input) ? status : workingStatus(facts);
export const whenPassed =
  (yes: IncidentStatus, no: IncidentStatus): Choose =>
  (_facts, input) =>
    passes(input) ? yes : no;

/** States that an act chooses between. */
export const choices = {
  /** More hands for the same lead move nothing. */
  dispatched: (facts, input) => {
    const sameLead = "lead" in input && leadOf(facts)?.handler === input.lead;
    return sameLead && facts.status !== "reopened" ? facts.status : "dispatched";
  },
  verified: (facts, input) => {
    if ("result" in input && input.result === "falseAlarm") return "falseAlarm";
    return facts.status === "dispatched" ? "dispatched" : "registered";
  },
  /** The last co-handler's return, once granted, leaves nobody to wait for. */
  afterReturn: (facts, input, subject) => {
    if (!isCo(facts, subject)) return approves(input) ? "registered" : "accepted";
    const done = approves(input) && !othersAtWork(facts, subject.request?.order ?? undefined);
    return facts.status === "feedback" && done ? "rechecking" : facts.status;
  },
  checkedIn: ofLead((facts, _input, { order }) => {
    const onScene = order?.whistle === "emergency";
    if (facts.status === "dispatched") return onScene ? "handling" : "accepted";
    return facts.status === "accepted" && onScene ? "handling" : facts.status;
  }),
  delayAsked: ofLead(() => "delayRequested"),
  delayDecided: ofLead(workingStatus),
  resumed: (facts) => (facts.status === "reopened" ? "handling" : workingStatus(facts)),
  escalated: (facts) => escalationOf(facts).status,
  handedBack: (facts) =>
    facts.status === "feedback" || facts.status === "rechecking" ? "rechecking" : "registered",
  /** A result also ends the wait for the district: it has nothing left to decide. */
  fedBack: (facts, _input, { order }) => {
    if (order?.part === "co" && facts.status !== "feedback") return facts.status;
    return othersAtWork(facts, order?.id) ? "feedback" : "rechecking";
  },
  rated: (facts, input) =>
    "side" in input && input.side === "reporter" ? "evaluated" : facts.status,
  calledBack: (facts, input) =>
    "reached" in input && input.reached && input.satisfied !== undefined
      ? "evaluated"
      : facts.status,
  unmerged: ({ resumeStatus }) =>
    resumeStatus === "reported" || resumeStatus === "verifying" ? resumeStatus : "registered",
} satisfies Record<string, Choose>;

/** A moment at which somebody wants to act; `at` in epoch milliseconds. */
export type Moment = {
  facts: IncidentFacts;
  subject: Subject;
  actor: Actor;
  at: number;
  limits: LifecycleLimits;
};
/** A reason why not now, in Chinese and for people. */
export type Obstacle = (moment: Moment) => string | null;

const dayMs = 86_400_000;
const when = (holds: boolean, reason: string): string | null => (holds ? reason : null);
const isOfficer = ({ actor, facts, subject }: Moment): boolean =>
  is("officer", actor, facts, subject);

const pendingAlready =
  (kind: RequestKind, reason: string): Obstacle =>
  ({ facts, subject }) =>
    when(
      facts.requests.some(
        (request) =>
          isPending(request) &&
          request.kind === kind &&
          (!subject.order || request.order === subject.order.id),
      ),
      reason,
    );
const openChildren: Obstacle = ({ facts }) =>
  when(facts.children.open > 0, "还有拆分出的子事件没有结案，请先办结子事件");

export const obstacles = {
  /** Who was sent reports what there was; only what a sensor alone had sent them to can be called off. */
  dispatchedAlready: ({ facts, actor }) => {
    if (facts.status !== "dispatched") return null;
    if (actor.kind !== "system") return "已派遣，请由承办岗位反馈结果";
    return when(
      facts.orders.some(({ acceptedAt }) => acceptedAt !== null),
      "已有岗位签收，请由承办岗位反馈结果",
    );
  },
  appealedBefore: (moment) =>
    when(moment.facts.appealed && !isOfficer(moment), "报告人已申诉，再次不予立案须由值班长决定"),
  secondAppeal: ({ facts }) => when(facts.appealed, "申诉只有一次机会，此件已申诉过"),
  isParent: ({ facts }) => when(facts.children.total > 0, "事件已拆分，请办理子事件"),
  ofSplit: ({ facts }) =>
    when(facts.isChild || facts.children.total > 0, "拆分出的事件不能再并案或拆分"),
  returns: ({ facts, subject }) => {
    if (subject.order?.part === "co") return null;
    if (facts.returnCount >= 3) return "第三次退单由区县裁定，为终局，不能再退";
    return when(facts.status !== "dispatched", "正在等待其他单位决定，暂不能退单");
  },
  arrived: ({ subject }) =>
    when(subject.order?.arrivedAt !== null && subject.order?.round === 1, "已登记到场"),
  checkIn: ({ subject: { order } }) =>
    order?.whistle ? when(order.checkedInAt !== null, "已报到") : "此工单没有吹哨，请签收",
  notCheckedIn: ({ subject: { order } }) =>
    when(Boolean(order?.whistle) && order?.checkedInAt === null, "请先报到，再反馈结果"),
  delayPending: pendingAlready("delay", "延期申请正在等待决定"),
  suspendPending: pendingAlready("suspend", "挂账申请正在等待决定"),
  cancelPending: (moment) =>
    pendingAlready("cancel", "作废申请正在等待决定")(moment) ?? openChildren(moment),
  resumes: (moment) => {
    if (moment.facts.status !== "reopened") return null;
    if (!isOfficer(moment)) return "重开后由值班长决定续办";
    return when(
      !moment.facts.orders.some(({ acceptedAt }) => acceptedAt !== null),
      "此前没有承办岗位，请派遣",
    );
  },
  atTop: ({ facts }) => when(isWithDistrict(facts), "已在区县一级"),
  notWithDistrict: ({ facts }) =>
    facts.chainLevel !== "district"
      ? "此件不在区县一级"
      : when(facts.town === null, "此件没有所属镇街，请先补正位置"),
  recheckedAlready: ({ facts }) => when(facts.rechecked, "已核查通过，等待结案"),
  closing: (moment) => {
    const { facts, actor } = moment;
    if (facts.children.open > 0) return openChildren(moment);
    if (facts.status === "rechecking") return when(!facts.rechecked, "核查通过后才能结案");
    if (facts.status === "selfHandled") return when(actor.kind !== "system", "抽查后自动结案");
    if (facts.status === "handling")
      return when(facts.children.total === 0, "反馈并核查通过后才能结案");
    return when(!isOfficer(moment), "重开的事件由值班长复核后才能结案");
  },
  rating: ({ facts, actor, at, limits }) =>
    at > (facts.closedAt ?? at) + limits.ratingDays * dayMs
      ? "评价期已过"
      : when(
          ratingSides(actor, facts).every((side) => hasRated(facts, side)),
          "已经评价过",
        ),
  archivePeriod: ({ facts, at, limits }) =>
    when(at < (facts.closedAt ?? at) + limits.archiveDays * dayMs, "归档期未到"),
} satisfies Record<string, Obstacle>;
