import { conflict, forbidden, invalid } from "../../platform/problems.ts";
import { type Acts, activeOrders, addOrder, type Scene, setOrder } from "./case-rules.ts";
import { factsOf } from "./incident-facts.ts";
import { is } from "./standing-rules.ts";
import type { Case } from "./incident-tables.ts";
import { termOf, termText, whistleNames } from "./whistle-rules.ts";

/** 吹哨报到 (R36): who is on the spot calls departments, which must answer in time. */
export const whistleActs: Acts<"whistle" | "checkIn"> = {
  /** Who works on it already is called all the same: their work order gets the term besides its own. */
  whistle: (now, { kind, handlers, need, termHours }, scene) => {
    const term = demandTerm(now, kind, termHours, scene);
    const called = [...new Set(handlers)];
    const standing = activeOrders(now).filter(({ status }) => status !== "fedBack");
    const rung = {
      whistle: kind,
      whistle_unit: ringingUnit(now, scene),
      whistled_by: scene.by.account,
      whistled_at: scene.at,
      whistle_minutes: term,
    };
    let next = now;
    for (const handler of called) {
      demandCallable(handler, `${now.incident.title}\n${need}`, scene);
      const kept = standing.find((order) => order.handler === handler);
      if (kept?.whistle)
        throw conflict(`已对${scene.names.handler(handler)}吹过哨，催促请用“催办”`);
      next = kept
        ? setOrder(next, kept.id, rung)
        : addOrder(next, scene, { handler, part: "co", instructions: need, ...rung });
    }
    const names = called.map(scene.names.handler).join("、");
    return {
      next,
      said: {
        text: `吹${whistleNames[kind]}，请${names}在 ${termText(term)}内报到`,
        note: need,
        kind,
        handlers: called,
        minutes: term,
      },
    };
  },

  checkIn: (now, { position, answer }, { at, by, order, names }) => {
    const onScene = order?.whistle === "emergency";
    if (!onScene && !answer) throw invalid("日常哨和攻坚哨请写明答复");
    const signed =
      order?.status === "dispatched"
        ? { status: "accepted" as const, accepted_at: at, accepted_by: by.account }
        : {};
    const arrived = onScene
      ? { status: "handling" as const, arrived_at: order.arrived_at ?? at }
      : {};
    const handler = order?.handler ?? "";
    return {
      next: setOrder(now, order?.id, { ...signed, ...arrived, checked_in_at: at }),
      said: {
        text: onScene ? `${names.handler(handler)}到场报到` : `${names.handler(handler)}报到答复`,
        note: answer,
        handler,
        position,
      },
    };
  },
};

function demandTerm(
  now: Case,
  kind: "emergency" | "regular" | "hard",
  termHours: number | undefined,
  { actor }: Scene,
): number {
  if (kind === "hard" && !is("officer", actor, factsOf(now), {}))
    throw forbidden("攻坚哨由值班长或指挥长吹响，请用应急哨或日常哨，或上报升级");
  const term = termOf(kind, termHours);
  if (term === undefined) throw invalid("攻坚哨请写明报到时限");
  return term;
}

/** A whistle calls departments and posts, never the grid or the village below. */
function demandCallable(handler: string, text: string, scene: Scene): void {
  if (!handler.includes("/")) throw invalid("吹哨请选部门或岗位");
  const problem = scene.dispatchProblem(handler, { text, listItem: undefined });
  if (problem) throw invalid(problem);
}

/** The unit for which the caller speaks: the one of theirs nearest to the place. */
function ringingUnit({ incident }: Case, { actor }: Scene): string {
  const held = actor.kind === "staff" ? actor.viewer.appointments.map(({ unit }) => unit) : [];
  const near = held.filter((unit) => incident.unit.startsWith(unit));
  return (
    (near.length > 0 ? near : held).toSorted((a, b) => b.length - a.length)[0] ?? incident.unit
  );
}
