import type { Tx } from "../../platform/database/scope.ts";
import { conflict, ProblemError } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { Acts, Outcome, Scene } from "./case-rules.ts";
import { closingActs } from "./closing-act-rules.ts";
import { correctionActs } from "./correction-act-rules.ts";
import { dispatchActs } from "./dispatch-act-rules.ts";
import { escalationActs } from "./escalation-act-rules.ts";
import { type Actor, factsOf, type Subject } from "./incident-facts.ts";
import { askActGuards } from "./incident-hooks.ts";
import { refusalOf, statusAfter } from "./incident-lifecycle.ts";
import { sceneOf } from "./incident-scene.ts";
import { settle } from "./incident-settling.ts";
import type { ActInput } from "./incident-state-rules.ts";
import type { Case, IncidentRow } from "./incident-tables.ts";
import { markActs } from "./mark-act-rules.ts";
import { wayOf } from "./order-way.ts";
import { requestActs } from "./request-act-rules.ts";
import { verificationActs } from "./verification-act-rules.ts";
import { whistleActs } from "./whistle-act-rules.ts";

/** Acts that concern this incident alone; merging, its undoing and splitting have commands of their own. */
type SingleAct = Exclude<ActInput["act"], "merge" | "unmerge" | "split">;
export type SingleInput = Extract<ActInput, { act: SingleAct }>;

const acts: Acts<SingleAct> = {
  ...verificationActs,
  ...dispatchActs,
  ...whistleActs,
  ...requestActs,
  ...escalationActs,
  ...closingActs,
  ...markActs,
  ...correctionActs,
};

/** Throws when the lifecycle does not let this actor do this now. */
export function demandAct(
  actor: Actor,
  now: Case,
  input: ActInput,
  scene: Scene,
): IncidentRow["status"] {
  const facts = factsOf(now);
  const subject: Subject = {};
  const order = facts.orders.find(({ id }) => id === scene.order?.id);
  const request = facts.requests.find(({ id }) => id === scene.request?.id);
  if (order) subject.order = order;
  if (request) subject.request = request;
  const refusal = refusalOf(input.act, actor, facts, subject, scene.at.getTime(), scene.limits);
  if (refusal) throw new ProblemError(refusal.code, refusal.message);
  const status = statusAfter(input, facts, subject);
  if (!status) throw new ProblemError("conflict", "事件状态已变化，请刷新后再看");
  return status;
}

/** One act on a locked case, with what the server does by itself thereafter. */
export async function step(
  tx: Tx,
  context: Context,
  actor: Actor,
  now: Case,
  input: SingleInput,
  at: Date,
): Promise<Case> {
  const scene = sceneOf(context, actor, now, input, at);
  if (input.act === "accept" && scene.order)
    scene.way = await wayOf(tx, context, actor, now.incident, scene.order.handler, at);
  const status = demandAct(actor, now, input, scene);
  const waits =
    actor.kind === "staff"
      ? await askActGuards(tx, context, { now, input, order: scene.order })
      : null;
  if (waits) throw conflict(waits);
  const act = acts[input.act] as (now: Case, input: SingleInput, scene: Scene) => Outcome;
  const outcome = act(now, input, scene);
  const after = await settle(tx, context, { actor, before: now, status, outcome, input, at });
  const { follow } = outcome;
  return follow ? step(tx, context, { kind: "system" }, after, follow as SingleInput, at) : after;
}
