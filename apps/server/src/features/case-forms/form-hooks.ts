import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import {
  type AskedAct,
  type IncidentChange,
  onActAsked,
  onIncidentChanged,
} from "../incidents/incident-hooks.ts";
import { formsOfPlace } from "./form-commands.ts";
import { listFilled, moveForms, returnForms } from "./form-queries.ts";
import { type AskedAt, missingProblem } from "./form-rules.ts";

const known = new WeakSet<Context>();

/** Acts wait for their forms, and forms follow their incident. Called once by `main/`. */
export function registerCaseForms(context: Context): void {
  if (known.has(context)) return;
  known.add(context);
  onActAsked(context, waitForForms);
  onIncidentChanged(context, followIncident);
}

/** Co-handlers report their part; the whole is the lead's. What is handled on the spot is checked, reported and closed at once. */
function momentOf({ input, order }: AskedAct): AskedAt | undefined {
  if (input.act === "verify") return input.result === "confirmed" ? "check" : undefined;
  if (input.act === "feedback") return order?.part === "lead" ? "feedback" : undefined;
  return input.act === "close" || input.act === "selfHandle" ? "close" : undefined;
}

async function waitForForms(tx: Tx, context: Context, asked: AskedAct): Promise<string | null> {
  const at = momentOf(asked);
  if (!at) return null;
  const { incident } = asked.now;
  const required = formsOfPlace(context, incident).filter((form) => form.required);
  if (required.length === 0) return null;
  return missingProblem(required, await listFilled(tx, incident), at) ?? null;
}

async function followIncident(
  tx: Tx,
  _: Context,
  { act, ...change }: IncidentChange,
): Promise<void> {
  const { incident } = change.case;
  if (act === "merge" && incident.merged_into !== null)
    await moveForms(tx, incident, incident.merged_into);
  if (act === "unmerge") await returnForms(tx, incident);
}
