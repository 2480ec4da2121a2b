import { incidentId } from "@gezhi/contract/ids.ts";
import { type PerformAct, urgencyRanks } from "@gezhi/contract/incidents.ts";
import { v7 } from "uuid";
import type { Tx } from "../../platform/database/scope.ts";
import { invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { endOrders } from "./case-rules.ts";
import { isOpen } from "./incident-clock-rules.ts";
import type { Actor } from "./incident-facts.ts";
import { findCase, insertIncident, isLastChildDone, lockIncidents } from "./incident-queries.ts";
import { sceneOf } from "./incident-scene.ts";
import { joinedPlaces, settle } from "./incident-settling.ts";
import { demandAct, step } from "./incident-step.ts";
import type { Case, IncidentRow } from "./incident-tables.ts";
import { searchVector } from "./search-words.ts";

type Split = Extract<PerformAct, { act: "split" }>;

/** One report, several owners: each part is an incident with its own clocks; the whole waits for them (domain C.4). */
export async function splitIncident(
  tx: Tx,
  context: Context,
  actor: Actor,
  whole: Case,
  input: Split,
  at: Date,
): Promise<void> {
  const scene = sceneOf(context, actor, whole, input, at);
  const status = demandAct(actor, whole, input, scene);
  const parts = input.parts.map((part, index) => {
    const category = scene.category(part.category);
    if (!category) throw invalid(`类别目录中没有 ${part.category}，请重新选择`);
    return { ...part, category, number: `${whole.incident.number}-${index + 1}` };
  });

  const children: { row: IncidentRow; lead: string | undefined }[] = [];
  for (const { title, category, number, lead } of parts) {
    const row: IncidentRow = {
      ...whole.incident,
      ...fresh(at),
      id: v7(),
      number,
      title,
      status: "registered",
      category: category.code,
      urgency: category.urgency,
      urgency_rank: urgencyRanks[category.urgency],
      catalogue_version: context.configuration.current("catalogue", whole.incident.unit).version,
      parent: whole.incident.id,
      informed_units: joinedPlaces(whole),
    };
    const { open: _, urgency_rank: __, reasons, suggestion, ...members } = row;
    await insertIncident(tx, {
      ...members,
      reasons: JSON.stringify(reasons),
      suggestion: JSON.stringify(suggestion),
      search: searchVector([number, title, row.address], row.description),
    });
    children.push({ row, lead });
  }

  await settle(tx, context, {
    actor,
    before: whole,
    status,
    outcome: {
      next: { ...endOrders(whole), children: { total: children.length, open: children.length } },
      said: {
        text: `拆分为 ${children.length} 件：${parts.map(({ title }) => title).join("、")}`,
        children: children.map(({ row }) => incidentId(row)),
      },
    },
    input,
    at,
  });
  for (const { row, lead } of children) {
    const found = await findCase(tx, row);
    const child = await settle(tx, context, {
      actor,
      before: found,
      status: row.status,
      outcome: {
        next: found,
        said: { text: `由 ${whole.incident.number} 拆分立案`, parent: incidentId(whole.incident) },
      },
      input: null,
      at,
      act: "splitFrom",
    });
    if (lead)
      await step(
        tx,
        context,
        actor,
        child,
        { act: "dispatch", lead, coHandlers: [], instructions: "" },
        at,
      );
  }
}

/** What a part does not take over from the whole. */
const fresh = (at: Date) => ({
  status_since: at,
  opened_at: at,
  updated_at: at,
  due_at: null,
  registered_at: at,
  dispatched_at: null,
  accepted_at: null,
  arrived_at: null,
  fed_back_at: null,
  promised_at: null,
  satisfied: null,
  resume_status: null,
  review_at: null,
  lead_handler: null,
  pinned_until: null,
  supervised: false,
  rechecked: false,
  sampled: false,
  appealed: false,
  report_count: 0,
  return_count: 0,
  delay_count: 0,
  rework_count: 0,
  reopen_count: 0,
  urge_count: 0,
  timeline_seq: 0,
  timeline_hash: "",
  // Who works on the whole has no part in what others do; settling finds the part's own parties.
  party_units: [],
  verifier: null,
});

/** The whole closes by itself when its last part has ended; the caller holds the part. */
export async function closeWhole(
  tx: Tx,
  context: Context,
  part: IncidentRow,
  at: Date,
): Promise<void> {
  if (part.parent === null || isOpen(part.status)) return;
  const [whole] = await lockIncidents(tx, part.district, [part.parent]);
  if (!whole || whole.status !== "handling") return;
  if (!(await isLastChildDone(tx, whole))) return;
  const now = await findCase(tx, whole);
  await step(
    tx,
    context,
    { kind: "system" },
    now,
    { act: "close", note: "拆分的子事件已全部办结" },
    at,
  );
}
