import {
  type Acts,
  addOrder,
  addRequest,
  decide,
  endOrders,
  isWhistled,
  set,
} from "./case-rules.ts";
import { factsOf } from "./incident-facts.ts";
import { escalationOf } from "./incident-state-rules.ts";
import { chainNames } from "./lifecycle-names.ts";
import { escalationDecider } from "./request-rules.ts";

type Act = "escalate" | "decideEscalation" | "deescalate";

/** The chain 格→社→镇街→区 and the way back with an answer (R35). */
export const escalationActs: Acts<Act> = {
  /** Only the district is asked; below, the next level simply has it. While the district thinks, the town's posts work on. */
  escalate: (now, { tried, reason }, scene) => {
    const facts = factsOf(now);
    const { level } = escalationOf(facts);
    const said = {
      text: `由${chainNames[now.incident.chain_level]}上报${chainNames[level]}`,
      note: `${reason}；已尝试：${tried.join("；")}`,
      tried,
      level,
    };
    if (level === "district") {
      const asked = addRequest(now, scene, {
        kind: "escalation",
        decider: escalationDecider(facts),
        reason,
        detail: { tried },
      });
      return { next: set(asked, { chain_level: level }), said };
    }
    const freed = set(
      endOrders(now, (order) => order.part === "lead" || !isWhistled(order)),
      { chain_level: level },
    );
    const village = now.incident.unit.slice(0, 12);
    const next =
      level === "village"
        ? addOrder(freed, scene, { handler: village, part: "lead", instructions: said.note })
        : freed;
    return { next, said };
  },

  decideEscalation: (now, { approve, note }, scene) => {
    const decided = decide(now, scene, approve, note);
    return approve
      ? { next: endOrders(decided), said: { text: "区治理中心受理，由区级派遣", note, approve } }
      : {
          next: set(decided, { chain_level: "town" }),
          said: { text: "区治理中心退回镇街办理", note, approve },
        };
  },

  deescalate: (now, { answer }) => {
    const done = now.incident.status === "feedback" || now.incident.status === "rechecking";
    const kept = endOrders(now, ({ status }) => !done || status !== "fedBack");
    return {
      next: set(kept, { chain_level: "town" }),
      said: { text: "区治理中心答复并交回镇街", note: answer },
    };
  },
};
