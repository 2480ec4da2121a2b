import type { FastifyError } from "fastify";
import { sql } from "kysely";
import { type IncidentId, keyOf, type Key } from "@gezhi/contract/ids.ts";
import type { PerformAct } from "@gezhi/contract/incidents.ts";
import { type Scope, type Tx, read, write } from "../../platform/database/scope.ts";
import { toProblem } from "../../platform/http/app.ts";
import { notFound } from "../../platform/problems.ts";
import { teachCategory } from "../classification/classification-commands.ts";
import type { Context } from "../context.ts";
import { scopeOf } from "../identity/viewer.ts";
import { findReportIncident } from "../reports/report-link-commands.ts";
import type { Actor } from "./incident-facts.ts";
import { findCase, findIncident, lockIncidents } from "./incident-queries.ts";
import type { ActInput } from "./incident-state-rules.ts";
import { step } from "./incident-step.ts";
import { lockForMerge, lockForUnmerge, mergeInto, unmerge } from "./merge-commands.ts";
import { closeWhole, splitIncident } from "./split-commands.ts";

const scopeOfActor = (actor: Actor): Scope =>
  actor.kind === "staff" ? scopeOf(actor.viewer) : "system";

/**
 * One act: lock, decide by the lifecycle, write, record, announce, all in one transaction. The incident is found under
 * the actor's own scope; what follows from the act may touch rows beyond it (a parent, a merged incident's reports).
 * Throws `not_found`, `forbidden`, `conflict` or `invalid` with a reason for people.
 */
export async function performAct(
  context: Context,
  actor: Actor,
  id: IncidentId,
  input: ActInput,
): Promise<void> {
  const at = new Date(context.now());
  await write(context.db, scopeOfActor(actor), (tx) =>
    performIn(tx, context, actor, id, input, at),
  );
  context.hint();
  if (input.act === "recategorise" && input.category && actor.kind === "staff")
    await teach(context, id, input.category);
}

/** The same inside a transaction that does more, such as a timer's. */
export async function performIn(
  tx: Tx,
  context: Context,
  actor: Actor,
  id: IncidentId,
  input: ActInput,
  at: Date,
): Promise<void> {
  if (input.act === "merge") {
    const { away, main } = await lockForMerge(tx, id, input);
    await seeAll(tx);
    return mergeInto(
      tx,
      context,
      actor,
      await findCase(tx, away),
      await findCase(tx, main),
      input,
      at,
    );
  }
  if (input.act === "unmerge") {
    const { away, holder } = await lockForUnmerge(tx, id);
    await seeAll(tx);
    return unmerge(
      tx,
      context,
      actor,
      await findCase(tx, away),
      await findCase(tx, holder),
      input,
      at,
    );
  }
  const key = keyOf(id);
  const [row] = await lockIncidents(tx, key.district, [key.id]);
  if (!row) throw notFound("事件");
  await seeAll(tx);
  if (actor.kind === "reporter") await demandOwnReport(tx, key, actor.report);
  const now = await findCase(tx, row);
  if (input.act === "split") return splitIncident(tx, context, actor, now, input, at);
  const after = await step(tx, context, actor, now, input, at);
  await closeWhole(tx, context, after.incident, at);
}

const seeAll = (tx: Tx) => sql`set local app.scope = '.'`.execute(tx);

/** A receipt speaks only for the incident that holds its report. */
async function demandOwnReport(tx: Tx, { district, id }: Key, report: string): Promise<void> {
  const holder = await findReportIncident(tx, keyOf(report));
  if (holder?.district !== district || holder.id !== id) throw notFound("事件");
}

/** What a person corrected teaches the classifier; the text itself is not kept there. */
async function teach(context: Context, id: IncidentId, category: string): Promise<void> {
  const row = await read(context.db, "system", (tx) => findIncident(tx, keyOf(id)));
  if (row?.description) teachCategory(context, row.unit, category, row.description);
}

export type RowResult = { incident: IncidentId; ok: boolean; problem: string | null };

/** The same act on many, each in its own transaction; what fails says why and stops nothing. */
export async function performOnAll(
  context: Context,
  actor: Actor,
  incidents: readonly IncidentId[],
  act: PerformAct,
): Promise<RowResult[]> {
  const results: RowResult[] = [];
  let away: string | undefined;
  for (const incident of new Set(incidents)) {
    // Each would wait in vain, one after the other.
    if (away !== undefined) {
      results.push({ incident, ok: false, problem: away });
      continue;
    }
    try {
      await performAct(context, actor, incident, act);
      results.push({ incident, ok: true, problem: null });
    } catch (error) {
      const problem = toProblem(error as FastifyError);
      if (problem.code === "internal")
        context.log.error({ err: error, incident }, "a bulk act failed on one incident");
      if (problem.code === "unavailable") away = problem.message;
      results.push({ incident, ok: false, problem: problem.message });
    }
  }
  return results;
}
