import type { Key } from "@gezhi/contract/ids.ts";
import { incidentId } from "@gezhi/contract/ids.ts";
import { type Handler, type Urgency, urgencyRanks } from "@gezhi/contract/incidents.ts";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";
import { ProblemError } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { activeOrders, set } from "./case-rules.ts";
import { isOpen } from "./incident-clock-rules.ts";
import type { Actor } from "./incident-facts.ts";
import { lifecycle } from "./incident-lifecycle.ts";
import { findCase, lockIncidents } from "./incident-queries.ts";
import { sceneOf } from "./incident-scene.ts";
import { settle } from "./incident-settling.ts";
import { type SingleInput, step } from "./incident-step.ts";
import type { Case } from "./incident-tables.ts";
import { performIn } from "./incident-commands.ts";

/**
 * What a device's alarm means for the incident it hangs on, in the alarm's transaction. The server acts by the same table
 * as people: a sensor may raise and call attention, and only people end what others work on.
 */
const system: Actor = { kind: "system" };
const mostMerges = 10;

/** The incident, or the one it was merged into in the end, locked. */
export async function lockForSensor(tx: Tx, key: Key, depth = 0): Promise<Case | undefined> {
  const [row] = await lockIncidents(tx, key.district, [key.id]);
  if (row?.merged_into && depth < mostMerges)
    return lockForSensor(tx, { district: key.district, id: row.merged_into }, depth + 1);
  return row && findCase(tx, row);
}

/** What an alarm needs of an incident where it changes nothing, without holding it. */
export const glanceAtIncident = (tx: Tx, { district, id }: Key) =>
  tx
    .selectFrom("incidents as i")
    .select(["i.number", "i.open", "i.party_units", "i.chain_level"])
    .select(
      sql<
        string[]
      >`array(select w.handler from work_orders w where w.district = i.district and w.incident = i.id)`.as(
        "handlers",
      ),
    )
    .where("i.district", "=", district)
    .where("i.id", "=", id)
    .executeTakeFirst();

export const isAtWork = ({ incident }: Case): boolean => isOpen(incident.status);

export type SensorSays = {
  text: string;
  at: Date;
  /** The alarm's level; the incident's is raised to it, never lowered. */
  urgency?: Urgency;
  /** Further handlers of the rule, asked at once where the incident is with its handlers. */
  coHandlers?: readonly Handler[];
  plan?: string | undefined;
};

/** One line in the timeline, and what a higher level asks for: urgency, dispatch of what is red, more hands. */
export async function tellIncident(
  tx: Tx,
  context: Context,
  before: Case,
  { text, at, urgency, coHandlers = [], plan }: SensorSays,
): Promise<Case> {
  const { suggestion } = before.incident;
  const hands = [
    ...new Set([...suggestion.coHandlers, ...coHandlers.filter((one) => one !== suggestion.lead)]),
  ];
  const proposed =
    hands.length > suggestion.coHandlers.length || (plan !== undefined && plan !== suggestion.plan);
  let now = await settle(tx, context, {
    actor: system,
    before,
    status: before.incident.status,
    outcome: {
      next: proposed
        ? set(before, {
            suggestion: { ...suggestion, coHandlers: hands, ...(plan ? { plan } : {}) },
          })
        : before,
      said: { text, ...(plan && plan !== suggestion.plan ? { note: plan } : {}) },
    },
    input: null,
    at,
    act: "sensor",
  });
  const act = async (input: SingleInput) => {
    now = await step(tx, context, system, now, input, at);
  };
  if (urgency && urgencyRanks[urgency] < urgencyRanks[now.incident.urgency])
    await act({ act: "recategorise", urgency, reason: text });
  if (now.incident.urgency === "red" && now.incident.status === "verifying")
    await act({
      act: "verify",
      result: "confirmed",
      note: "生命安全优先，边处置边核实",
      files: [],
    });
  await askHands(context, now, { at, coHandlers }, act);
  return now;
}

/** Red goes to its handlers at once; who handles already gets the further hands beside them. */
async function askHands(
  context: Context,
  now: Case,
  { at, coHandlers }: { at: Date; coHandlers: readonly Handler[] },
  act: (input: SingleInput) => Promise<void>,
): Promise<void> {
  const { incident } = now;
  const standing = activeOrders(now);
  const lead =
    standing.find(({ part }) => part === "lead")?.handler ??
    (incident.urgency === "red" ? incident.suggestion.lead : null);
  if (!lead || !lifecycle.dispatch.from.includes(incident.status)) return;
  const standingCo = standing.filter(({ part }) => part === "co").map(({ handler }) => handler);
  const asked = standing.length > 0 ? coHandlers : incident.suggestion.coHandlers;
  const wanted = asked.filter((one) => one !== lead && !standingCo.includes(one));
  if (standing.length > 0 && wanted.length === 0) return;
  const input: Extract<SingleInput, { act: "dispatch" }> = {
    act: "dispatch",
    lead,
    coHandlers: [],
    instructions: "",
  };
  const { dispatchProblem } = sceneOf(context, system, now, input, at);
  const task = { text: `${incident.title}\n${incident.description}`, listItem: undefined };
  const fits = (handler: string) => dispatchProblem(handler, task) === null;
  if (!fits(lead)) return;
  const helpers = wanted.filter(fits);
  if (standing.length > 0 && helpers.length === 0) return;
  await act({ ...input, coHandlers: [...standingCo, ...helpers] });
}

/** Ends it as a false alarm where the lifecycle lets the server; else the timeline says so. Says whether it ended. */
export async function endAsFalseAlarm(
  tx: Tx,
  context: Context,
  now: Case,
  { reason, at }: { reason: string; at: Date },
): Promise<boolean> {
  const note = `告警判为误报：${reason}`;
  try {
    await step(
      tx,
      context,
      system,
      now,
      { act: "verify", result: "falseAlarm", note, files: [] },
      at,
    );
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await tellIncident(tx, context, now, { text: note, at });
    return false;
  }
}

/** One of a storm's incidents goes into the storm's; false where the lifecycle does not let it. */
export async function mergeBySensor(
  tx: Tx,
  context: Context,
  from: Key,
  into: Key,
  { reason, at }: { reason: string; at: Date },
): Promise<boolean> {
  try {
    const input = { act: "merge", into: incidentId(into), reason } as const;
    await performIn(tx, context, system, incidentId(from), input, at);
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return false;
  }
}
