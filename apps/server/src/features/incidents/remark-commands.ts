import type { Key } from "@gezhi/contract/ids.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { findCase, lockIncidents } from "./incident-queries.ts";
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
export const recordFireLane = (
  tx: Tx,
  context: Context,
  viewer: Viewer,
  incident: IncidentRow,
  text: string,
  at: Date,
): Promise<void> =>
  recordLine(tx, context, { viewer, incident, said: { text }, at, act: "fireLane" });

/** What was written in a form of the matter (R50, R52), without names; it moves nothing. The caller holds the incident. */
export const recordCaseForm = (
  tx: Tx,
  context: Context,
  viewer: Viewer,
  incident: IncidentRow,
  said: { text: string; note: string },
  at: Date,
): Promise<void> => recordLine(tx, context, { viewer, incident, said, at, act: "caseForm" });

/** Who looked at recognisable persons or took them out, and why (R55); it moves nothing. */
export async function recordOpening(
  tx: Tx,
  context: Context,
  viewer: Viewer,
  key: Key,
  said: { text: string; note: string },
  at: Date,
): Promise<void> {
  const [incident] = await lockIncidents(tx, key.district, [key.id]);
  if (!incident) throw new Error("an alarm hangs on an incident that does not exist");
  await recordLine(tx, context, { viewer, incident, said, at, act: "openClip" });
}

async function recordLine(
  tx: Tx,
  context: Context,
  {
    viewer,
    incident,
    said,
    at,
    act,
  }: {
    viewer: Viewer;
    incident: IncidentRow;
    said: { text: string; note?: string };
    at: Date;
    act: "fireLane" | "openClip" | "caseForm";
  },
): Promise<void> {
  const now = await findCase(tx, incident);
  await settle(tx, context, {
    actor: { kind: "staff", viewer },
    before: now,
    status: incident.status,
    outcome: { next: now, said },
    input: null,
    at,
    act,
  });
}
