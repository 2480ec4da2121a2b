import { invalid } from "../../platform/problems.ts";
import {
  type Acts,
  addOrder,
  addRequest,
  type Approval,
  decide,
  endOrders,
  set,
  type Scene,
  wallTime,
} from "./case-rules.ts";
import { askedUnit, factsOf } from "./incident-facts.ts";
import type { Case } from "./incident-tables.ts";
import { cancelDecider, centreOf, delayDecider, suspendDecider } from "./request-rules.ts";

type Act =
  | "requestDelay"
  | "decideDelay"
  | "requestSuspend"
  | "decideSuspend"
  | "resume"
  | "requestTransfer"
  | "decideTransfer"
  | "requestCrossTown"
  | "decideCrossTown"
  | "requestCancel"
  | "decideCancel";

const townLength = 9;
const dayMs = 86_400_000;
const hourMs = 3_600_000;

const approvalBy = ({ by }: Scene, reason: string): Approval => ({ approver: by.name, reason });
const verdict = (approve: boolean): string => (approve ? "同意" : "不同意");

/** Whatever needs somebody else's word: more time, a shelf, another town, cancellation. */
export const requestActs: Acts<Act> = {
  requestDelay: (now, { hours, reason, engineering }, scene) => {
    const { order, names } = scene;
    const decider = delayDecider(factsOf(now), engineering);
    const detail = { hours, engineering };
    const kind = engineering ? "（工程性）" : "";
    return {
      next: addRequest(now, scene, {
        kind: "delay",
        decider,
        reason,
        detail,
        ...(order ? { order: order.id } : {}),
      }),
      said: {
        text: `${names.handler(order?.handler ?? "")}申请延期 ${hours} 小时${kind}`,
        note: reason,
        handler: order?.handler,
        ...detail,
      },
    };
  },

  decideDelay: (now, { approve, note }, scene) => {
    const { request, limits } = scene;
    const hours = Number(request?.detail["hours"] ?? 0);
    const next = decide(now, scene, approve, note);
    const said = { text: `${verdict(approve)}延期 ${hours} 小时`, note, approve, hours };
    if (!approve || !request?.work_order || limits === undefined) return { next, said };
    const extension = {
      order: request.work_order,
      byMs: Math.round(hours * hourMs),
      ...approvalBy(scene, request.reason),
    };
    return { next: set(next, { delay_count: now.incident.delay_count + 1 }), said, extension };
  },

  requestSuspend: (now, { reason, reviewAt, interimMeasure }, scene) => {
    const review = new Date(reviewAt);
    checkReview(review, scene);
    return {
      next: addRequest(now, scene, {
        kind: "suspend",
        decider: suspendDecider(factsOf(now)),
        reason,
        detail: { reviewAt: review.toISOString(), interimMeasure },
      }),
      said: {
        text: `申请挂账至${wallTime(review)}`,
        note: `${reason}；临时措施：${interimMeasure}`,
        reviewAt: review.toISOString(),
      },
    };
  },

  decideSuspend: (now, { approve, note }, scene) => {
    const review = new Date(String(scene.request?.detail["reviewAt"]));
    const next = decide(now, scene, approve, note);
    if (!approve) return { next, said: { text: "不同意挂账", note, approve } };
    checkReview(review, scene);
    return {
      next: set(next, { review_at: review }),
      said: {
        text: `同意挂账至${wallTime(review)}`,
        note,
        approve,
        reviewAt: review.toISOString(),
      },
      paused: approvalBy(scene, scene.request?.reason ?? "挂账"),
    };
  },

  resume: (now, { note }, scene) => {
    const shelved = set(now, { review_at: null });
    if (now.incident.status !== "reopened")
      return { next: shelved, said: { text: "挂账期满或条件具备，恢复办理", note } };
    return {
      next: renewOrders(shelved, scene, note ?? ""),
      said: { text: "重开后由原承办岗位续办", note },
    };
  },

  requestTransfer: (now, { to, reason }, scene) => {
    const { incident } = now;
    if (!isCentre(to, scene)) throw invalid("请选择移交的镇街或区县");
    if (to === incident.town || to === incident.district) throw invalid("不能移交给自己");
    return {
      next: addRequest(now, scene, {
        kind: "transfer",
        decider: centreOf(to),
        reason,
        detail: { to },
      }),
      said: { text: `请求移交${scene.names.unit(to)}办理`, note: reason, to },
    };
  },

  /** The centre that says yes leads from then on and dispatches to its own posts. */
  decideTransfer: (now, { approve, note }, scene) => {
    const { names } = scene;
    const { to, taken } = answered(scene);
    const decided = decide(now, scene, approve, note);
    const said = { text: `${names.unit(to)}${approve ? "接收" : "不接收"}移交`, note, approve, to };
    if (!approve) return { next: decided, said };
    const order = { handler: to, part: "lead", ...taken } as const;
    // A town that takes what nobody could place has it from then on; what was put before the district stays there.
    const placed = now.incident.town === null && to.length === townLength;
    const chain_level = now.incident.chain_level === "district" && !placed ? "district" : "town";
    return { next: addOrder(set(endOrders(decided), { chain_level }), scene, order), said };
  },

  requestCrossTown: (now, { to, need, until }, scene) => {
    const { incident, requests, orders } = now;
    const engaged = new Set([
      incident.town,
      incident.district,
      ...requests.flatMap(({ kind, status, detail, decider_unit }) =>
        kind === "crossTown" && status === "pending" ? [askedUnit(detail, decider_unit)] : [],
      ),
      ...orders.flatMap(({ handler, status }) =>
        status === "done" || status === "withdrawn" ? [] : [handler],
      ),
    ]);
    const asked = [...new Set(to)].filter((town) => !engaged.has(town));
    if (asked.length === 0) throw invalid("所选镇街已在协同或正在答复，请另选");
    if (!asked.every((town) => isCentre(town, scene))) throw invalid("请选择要求助的镇街");
    const next = asked.reduce(
      (before, town) =>
        addRequest(before, scene, {
          kind: "crossTown",
          decider: centreOf(town),
          reason: need,
          detail: { to: town, need, until },
        }),
      now,
    );
    return {
      next,
      said: {
        text: `请求${asked.map(scene.names.unit).join("、")}协同`,
        note: need,
        to: asked,
        until,
      },
    };
  },

  decideCrossTown: (now, { approve, note }, scene) => {
    const { names, request } = scene;
    const { to: town, taken } = answered(scene);
    const decided = decide(now, scene, approve, note);
    const said = {
      text: `${names.unit(town)}${approve ? "同意" : "不同意"}协同`,
      note,
      approve,
      town,
    };
    if (!approve) return { next: decided, said };
    const order = {
      handler: town,
      part: "co",
      ...taken,
      instructions: request?.reason ?? "",
    } as const;
    return { next: addOrder(decided, scene, order), said };
  },

  requestCancel: (now, { reason }, scene) => ({
    next: addRequest(now, scene, { kind: "cancel", decider: cancelDecider(factsOf(now)), reason }),
    said: { text: "申请作废，等待另一人审批", note: reason },
  }),

  decideCancel: (now, { approve, note }, scene) => {
    const decided = decide(now, scene, approve, note);
    const next = approve
      ? set(endOrders(decided), { closed_at: scene.at, review_at: null })
      : decided;
    return { next, said: { text: approve ? "同意作废" : "不同意作废", note, approve } };
  },
};

/** Whom a transfer or a call for help was put to. Its own word is its signature; told by a higher one, it has to sign. */
function answered({ request, at, by }: Scene) {
  const to = request ? askedUnit(request.detail, request.decider_unit) : "";
  const own = request?.decider_unit === to;
  const taken = own
    ? ({ status: "accepted", accepted_at: at, accepted_by: by.account } as const)
    : ({ status: "dispatched" } as const);
  return { to, taken };
}

/** Towns have a centre to ask, and districts across the border. */
const isCentre = (unit: string, { stands }: Scene): boolean =>
  (unit.length === 9 || unit.length === 6) && stands(unit);

function checkReview(review: Date, { at, limits }: Scene): void {
  const most = limits.suspensionMaxDays;
  if (review <= at) throw invalid("复核时间须晚于现在");
  if (review.getTime() > at.getTime() + most * dayMs)
    throw invalid(`复核时间最晚在 ${most} 天内，请改近后再提交`);
}

/** The lead that last worked on it and its co-handlers go on. */
function renewOrders(now: Case, scene: Scene, instructions: string): Case {
  const signed = now.orders
    .filter(({ accepted_at }) => accepted_at !== null)
    .toSorted((a, b) => b.dispatched_at.getTime() - a.dispatched_at.getTime());
  const lead = signed.find(({ part }) => part === "lead");
  const helpers = signed.filter(
    ({ part, status, handler }) => part === "co" && status === "done" && handler !== lead?.handler,
  );
  const handlers = [
    ...new Set([...(lead ? [lead.handler] : []), ...helpers.map(({ handler }) => handler)]),
  ];
  return handlers.reduce(
    (before, handler, index) =>
      addOrder(before, scene, {
        handler,
        part: index === 0 ? "lead" : "co",
        status: "handling",
        accepted_at: scene.at,
        instructions,
      }),
    now,
  );
}
