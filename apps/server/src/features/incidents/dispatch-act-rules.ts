import { keyOf } from "@gezhi/contract/ids.ts";
import { conflict, invalid } from "../../platform/problems.ts";
import {
  type Acts,
  type Scene,
  activeOrders,
  addOrder,
  addRequest,
  chainLevelOf,
  decide,
  endOrders,
  isWhistled,
  set,
  setOrder,
} from "./case-rules.ts";
import { factsOf } from "./incident-facts.ts";
import type { Case } from "./incident-tables.ts";
import { returnDecider } from "./request-rules.ts";
import { isWithDistrict, leadTown } from "./standing-rules.ts";

type Act =
  | "dispatch"
  | "accept"
  | "requestReturn"
  | "decideReturn"
  | "arrive"
  | "progress"
  | "feedback";

const stages = { firstAction: "先期处置", permanentFix: "彻底整治", other: "处置进展" } as const;

/** From the centre to the handlers and back with a result. */
export const dispatchActs: Acts<Act> = {
  /** Who had a work order already keeps it; who is not named any more gives it back. */
  dispatch: (now, { lead, coHandlers, instructions, listItem, seenOrders }, scene) => {
    const { incident } = now;
    const standing = activeOrders(now);
    const seen = seenOrders && new Set(seenOrders.map((order) => keyOf(order).id));
    if (seen && (seen.size !== standing.length || standing.some(({ id }) => !seen.has(id)))) {
      const names = standing.map(({ handler }) => scene.names.handler(handler)).join("、");
      throw conflict(
        names
          ? `您填写期间，已有人派给${names}。请看最新情况；确要改派，请再提交一次`
          : "您填写期间，原来的工单已撤回。请看最新情况；仍要派遣，请再提交一次",
      );
    }
    const helpers = [...new Set(coHandlers)].filter((handler) => handler !== lead);
    const named = [lead, ...helpers];
    const text = [incident.title, incident.description, instructions].join("\n");
    for (const handler of named) {
      const problem = scene.dispatchProblem(handler, { text, listItem });
      if (problem) throw invalid(problem);
    }
    const keeps = standing.filter(
      (order) =>
        (named.includes(order.handler) && order.status !== "fedBack") ||
        (order.part === "co" && isWhistled(order)),
    );
    let next = endOrders(now, (order) => !keeps.includes(order));
    for (const handler of named) {
      const part = handler === lead ? "lead" : "co";
      const kept = keeps.find((order) => order.handler === handler);
      next = kept
        ? setOrder(next, kept.id, { part, instructions: instructions || kept.instructions })
        : addOrder(next, scene, {
            handler,
            part,
            instructions,
            reasons: reasonsFor(now, scene, handler),
          });
    }
    const chain_level = isWithDistrict(factsOf(now)) ? incident.chain_level : chainLevelOf(lead);
    const leadName = scene.names.handler(lead);
    const others = helpers.map(scene.names.handler);
    return {
      next: set(next, { chain_level }),
      said: {
        text: `${incident.status === "reported" ? "立案并" : ""}派遣${leadName}主办${others.length > 0 ? `，${others.join("、")}协办` : ""}`,
        note: instructions,
        lead,
        coHandlers: helpers,
        listItem,
      },
    };
  },

  accept: (now, _input, { at, by, order, names, way }) => ({
    next: setOrder(now, order?.id, {
      status: "accepted",
      accepted_at: at,
      accepted_by: by.account,
      way_minutes: way?.minutes ?? null,
      way_from: way?.from ?? null,
    }),
    said: { text: `${names.handler(order?.handler ?? "")}签收`, handler: order?.handler },
  }),

  requestReturn: (now, { reason, legalBasis }, scene) => {
    const { order, names } = scene;
    if (!order) return { next: now, said: { text: "" } };
    const facts = factsOf(now);
    const asked = addRequest(setOrder(now, order.id, { status: "returnRequested" }), scene, {
      kind: "return",
      decider: returnDecider(facts, order.part),
      reason,
      order: order.id,
      detail: { legalBasis },
    });
    const return_count = now.incident.return_count + (order.part === "lead" ? 1 : 0);
    return {
      next: set(asked, { return_count }),
      said: {
        text: `${names.handler(order.handler)}申请退单`,
        note: `${reason}（依据：${legalBasis}）`,
        handler: order.handler,
      },
    };
  },

  /** The third return is final either way: granted, the matter stays with the district. */
  decideReturn: (now, { approve, note }, scene) => {
    const { request, names, at } = scene;
    const order = now.orders.find(({ id }) => id === request?.work_order);
    const decided = decide(now, scene, approve, note);
    const handler = names.handler(order?.handler ?? "");
    if (!approve) {
      const kept = setOrder(decided, order?.id, { status: "accepted", accepted_at: at });
      return {
        next: kept,
        said: { text: `不同意退单，由${handler}办理`, note, approve, handler: order?.handler },
      };
    }
    const returned = setOrder(decided, order?.id, { status: "withdrawn" });
    const toDistrict = request?.decider_role === "districtCentre" && order?.part === "lead";
    const next = toDistrict ? set(endOrders(returned), { chain_level: "district" }) : returned;
    const text = toDistrict
      ? `区治理中心裁定：${handler}退单成立，由区级派遣`
      : `同意${handler}退单`;
    return { next, said: { text, note, approve, handler: order?.handler } };
  },

  arrive: (now, { position }, { at, order, names }) => ({
    next: setOrder(now, order?.id, {
      status: "handling",
      arrived_at: at,
      // Whoever was called to the scene and stands there has checked in.
      ...(order?.whistle === "emergency" && order.checked_in_at === null
        ? { checked_in_at: at }
        : {}),
    }),
    said: { text: `${names.handler(order?.handler ?? "")}到场`, handler: order?.handler, position },
  }),

  progress: (now, { stage, note, files }, { order, names }) => ({
    next: setOrder(now, order?.id, { status: "handling" }),
    said: {
      text: `${names.handler(order?.handler ?? "")}${stages[stage]}`,
      note,
      stage,
      handler: order?.handler,
    },
    files: [{ ids: files, kind: "progress" }],
  }),

  feedback: (now, { result, before, after }, { at, by, order, names }) => ({
    next: set(
      setOrder(now, order?.id, {
        status: "fedBack",
        fed_back_at: at,
        fed_back_by: by.account,
        result,
      }),
      { rechecked: false },
    ),
    said: {
      text: `${names.handler(order?.handler ?? "")}反馈处置结果`,
      note: result,
      handler: order?.handler,
    },
    files: [
      { ids: before, kind: "before" },
      { ids: after, kind: "after" },
    ],
  }),
};

/** The rules speak for those they proposed; for others the centre that chose them does. */
function reasonsFor(now: Case, scene: Scene, handler: string): string[] {
  const { suggestion, reasons } = now.incident;
  if (suggestion.lead === handler || suggestion.coHandlers.includes(handler))
    return reasons.routing;
  const facts = factsOf(now);
  const centre = isWithDistrict(facts) ? facts.district : leadTown(facts);
  return [`由${scene.names.handler(centre ?? facts.district)}指定`];
}
