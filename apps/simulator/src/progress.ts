import type { Action, Incident, PerformAct } from "@gezhi/contract/incidents.ts";
import type { z } from "zod";
import { Refused, type Cast } from "./client.ts";
import type { Dice } from "./dice.ts";
import { fillMissing } from "./forms.ts";
import { candidates } from "./people.ts";
import { answers } from "./texts.ts";

type Act = z.input<typeof PerformAct>;

/** The ordinary road of an incident: the first of these that somebody may do is done next. */
const road = [
  "decideReturn",
  "decideDelay",
  "decideEscalation",
  "decideTransfer",
  "decideCrossTown",
  "verify",
  "register",
  "dispatch",
  "accept",
  "arrive",
  "feedback",
  "recheck",
  "close",
] as const;

/** Acts that may wait for a form of the matter. */
const formed: ReadonlySet<string> = new Set(["verify", "feedback", "close"]);

function payload(action: Action, incident: Incident, dice: Dice): Act | undefined {
  const { workOrder, request } = action;
  switch (action.act) {
    case "verify":
      return {
        act: "verify",
        result: dice.chance(0.95) ? "confirmed" : "falseAlarm",
        note: "现场核实",
      };
    case "register":
      return { act: "register" };
    case "dispatch":
      return incident.suggestion.lead &&
        !incident.workOrders.some(
          (order) =>
            order.part === "lead" && order.status !== "withdrawn" && order.status !== "done",
        )
        ? {
            act: "dispatch",
            lead: incident.suggestion.lead,
            coHandlers: [],
            instructions: "请及时处置",
          }
        : undefined;
    case "accept":
      return workOrder ? { act: "accept", workOrder } : undefined;
    case "arrive":
      return workOrder && dice.chance(0.6) ? { act: "arrive", workOrder } : undefined;
    case "feedback":
      return workOrder ? { act: "feedback", workOrder, result: dice.pick(answers) } : undefined;
    case "recheck":
      return { act: "recheck", passed: dice.chance(0.93), note: "到场核查" };
    case "close":
      return { act: "close" };
    case "decideReturn":
    case "decideDelay":
    case "decideEscalation":
    case "decideTransfer":
    case "decideCrossTown":
      return request ? { act: action.act, request, approve: true, note: "同意" } : undefined;
    default:
      return undefined;
  }
}

/** Moves one incident one step, by someone who may. False when nobody can move it now. */
export async function moveOn(cast: Cast, id: string, reader: string, dice: Dice): Promise<boolean> {
  const client = await cast.find(reader);
  if (!client) return false;
  const seen = await client.incident(id);
  for (const { client: person } of await candidates(cast, seen)) {
    try {
      const incident = await person.incident(id);
      for (const act of road) {
        const action = incident.actions.find((candidate) => candidate.act === act);
        const body = action && payload(action, incident, dice);
        if (!body) continue;
        if (formed.has(act)) await fillMissing(person, id);
        await person.perform(id, body);
        return true;
      }
    } catch (error) {
      if (!(error instanceof Refused) || error.status >= 500) throw error;
    }
  }
  return false;
}
