import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { findCase } from "./incident-queries.ts";
import { settle } from "./incident-settling.ts";
import type { IncidentRow } from "./incident-tables.ts";

/** What a deputy says of a matter stands in its timeline; it moves nothing. The caller holds the incident. */
export async function recordDeputyAnswer(
  tx: Tx,
  context: Context,
  viewer: Viewer,
  incident: IncidentRow,
  { text, note }: { text: string; note: string | undefined },
  at: Date,
): Promise<void> {
  const now = await findCase(tx, incident);
  await settle(tx, context, {
    actor: { kind: "staff", viewer },
    before: now,
    status: incident.status,
    outcome: { next: now, said: { text, note } },
    input: null,
    at,
    act: "deputyAnswer",
  });
}

/** What was done about a vehicle in a fire lane; it moves nothing. The caller holds the incident. */
export async function recordFireLane(
  tx: Tx,
  context: Context,
  viewer: Viewer,
  incident: IncidentRow,
  text: string,
  at: Date,
): Promise<void> {
  const now = await findCase(tx, incident);
  await settle(tx, context, {
    actor: { kind: "staff", viewer },
    before: now,
    status: incident.status,
    outcome: { next: now, said: { text } },
    input: null,
    at,
    act: "fireLane",
  });
}
