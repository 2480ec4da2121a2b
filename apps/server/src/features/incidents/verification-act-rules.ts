import {
  type Acts,
  addRequest,
  endOrders,
  set,
  setOrder,
  addOrder,
  type InputOf,
  type Scene,
} from "./case-rules.ts";
import { invalid } from "../../platform/problems.ts";
import { factsOf } from "./incident-facts.ts";
import type { Case } from "./incident-tables.ts";
import { appealDecider } from "./request-rules.ts";

type Act =
  | "startVerify"
  | "verify"
  | "register"
  | "reject"
  | "appeal"
  | "selfHandle"
  | "checkSelfHandled";

/** From a report to a registered case, or not (domain C.1, C.2). */
export const verificationActs: Acts<Act> = {
  startVerify: (now, { verifier, note }, { names, dispatchProblem }) => {
    const problem = verifier && dispatchProblem(verifier, { text: "", listItem: undefined });
    if (problem) throw invalid(problem);
    return {
      next: set(now, { verifier: verifier ?? null }),
      said: {
        text: verifier ? `转核实，由${names.handler(verifier)}核实` : "转核实",
        note,
        verifier,
      },
    };
  },

  verify: (now, { result, note, files }, scene) => ({
    next: result === "falseAlarm" ? endOrders(now) : now,
    said: { text: result === "confirmed" ? "核实属实，立案" : "核实为误报", note, result },
    files: [{ ids: files, kind: "verify" }],
    follow: result === "confirmed" ? urgentDispatch(now, scene) : undefined,
  }),

  register: (now, { note }) => ({ next: now, said: { text: "立案", note } }),

  reject: (now, { reason }) => ({ next: now, said: { text: "不予立案", note: reason } }),

  appeal: (now, { reason }, scene) => ({
    next: addRequest(set(now, { appealed: true, verifier: null }), scene, {
      kind: "appeal",
      decider: appealDecider(factsOf(now)),
      reason,
    }),
    said: { text: "报告人申诉，重新核实", note: reason },
  }),

  /** The share to be checked is drawn by the id, so that nobody can choose it. */
  selfHandle: (now, { result, files }, scene) => {
    const { incident } = now;
    const sampled = drawn(incident.id, scene.limits.selfHandledSample);
    const grid = { handler: incident.unit, part: "lead", status: "fedBack", result } as const;
    const by = {
      accepted_by: scene.by.account,
      accepted_at: scene.at,
      fed_back_by: scene.by.account,
      fed_back_at: scene.at,
    };
    return {
      next: addOrder(set(endOrders(now), { sampled, chain_level: "grid" }), scene, {
        ...grid,
        ...by,
      }),
      said: { text: sampled ? "格内自办办结，抽中复查" : "格内自办办结", note: result },
      files: [{ ids: files, kind: "after" }],
      follow: sampled ? undefined : { act: "close" },
    };
  },

  checkSelfHandled: (now, { passed, note }, { at }) => {
    const lead = now.orders.findLast(({ part, status }) => part === "lead" && status === "fedBack");
    return passed
      ? {
          next: set(setOrder(now, lead?.id, { status: "done" }), { closed_at: at }),
          said: { text: "抽查通过，结案", note, passed },
        }
      : {
          next: set(setOrder(now, lead?.id, { status: "withdrawn" }), { chain_level: "town" }),
          said: { text: "抽查未通过，立案办理", note, passed },
        };
  },
};

/** What is urgent goes on to its proposed handlers by itself, as far as these can be dispatched to. */
function urgentDispatch(
  { incident }: Case,
  { dispatchProblem }: Scene,
): InputOf<"dispatch"> | undefined {
  if (incident.urgency !== "red" && incident.urgency !== "orange") return undefined;
  const task = { text: `${incident.title}\n${incident.description}`, listItem: undefined };
  const fits = (handler: string) => dispatchProblem(handler, task) === null;
  const { lead, coHandlers } = incident.suggestion;
  if (!lead || !fits(lead)) return undefined;
  return { act: "dispatch", lead, coHandlers: coHandlers.filter(fits), instructions: "" };
}

/** Uniform over ids: the last 32 bits of a version 7 uuid are random. */
const drawn = (id: string, share: number): boolean =>
  Number.parseInt(id.slice(-8), 16) / 2 ** 32 < share;
