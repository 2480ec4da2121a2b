import type { CaredPerson, RecordVisit } from "@gezhi/contract/care.ts";
import { keyOf } from "@gezhi/contract/ids.ts";
import { SubmitReport } from "@gezhi/contract/reports.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { write } from "../../platform/database/scope.ts";
import { conflict, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { type Intake, prepareIntake, takeReport } from "../reports/intake-commands.ts";
import { entitlement } from "../reports/source-rules.ts";
import { nextDue } from "./care-commands.ts";
import { hintCare } from "./care-hint-commands.ts";
import { careRow } from "./care-lists.ts";
import {
  type CareRow,
  findVisit,
  insertVisit,
  lockCare,
  setCare,
  type VisitRow,
} from "./care-queries.ts";
import { seenAtOf, wasSeen } from "./care-rules.ts";

/** 孤寡老人走访异常 of the catalogue: goes to the post for the elderly. */
const category = "140106";

/**
 * What came of a visit; the same visit sent twice is one. Somebody who needs help becomes an incident in the same
 * transaction, through the intake of every report.
 */
export async function recordVisit(
  context: Context,
  viewer: Viewer,
  visit: RecordVisit,
): Promise<{ person: CaredPerson; incident: string | null }> {
  const { row } = await careRow(context, viewer, visit.person);
  const intake =
    visit.outcome === "needsHelp" ? await intakeOf(context, viewer, row, visit) : undefined;
  const incident = await write(
    context.db,
    "system",
    async (tx) => {
      const person = await lockCare(tx, keyOf(visit.person));
      if (!person) throw notFound("这位关爱对象");
      const known = await findVisit(tx, { district: row.district, id: visit.id });
      if (known) return sameVisit(context, viewer, known, visit);
      const now = context.now();
      const seenAt = seenAtOf(visit.seenAt ? Date.parse(visit.seenAt) : null, now);
      const taken = intake && (await takeReport(tx, context, intake));
      await insertVisit(tx, {
        district: person.district,
        id: visit.id,
        person: person.id,
        account: viewer.account,
        visitor_name: viewer.name,
        way: person.way,
        outcome: visit.outcome,
        note_enc: visit.note ? context.secrets.seal(visit.note) : null,
        seen_at: new Date(seenAt),
        at: new Date(now),
        incident: taken?.kept.incident.id ?? null,
      });
      if (wasSeen(visit.outcome)) await noteSeen(person, seenAt);
      await hintCare(tx, [person]);
      return taken?.kept.incident.id ?? null;

      async function noteSeen(before: CareRow, at: number): Promise<void> {
        const next = nextDue(context, before, at);
        const seen =
          before.seen_at === null ? at : Math.max(at, new Date(before.seen_at).getTime());
        await setCare(tx, before, {
          seen_at: new Date(seen),
          // One that arrives late never brings an earlier day back.
          due_on: next > before.due_on ? next : before.due_on,
        });
      }
    },
    intake ? { locks: intake.locks } : {},
  );
  context.hint();
  const { shown } = await careRow(context, viewer, visit.person);
  return { person: shown, incident: incident && `${row.district}-${incident}` };
}

function sameVisit(
  context: Context,
  viewer: Viewer,
  known: VisitRow,
  visit: RecordVisit,
): string | null {
  const note = known.note_enc === null ? "" : context.secrets.open(known.note_enc);
  if (
    known.account !== viewer.account ||
    known.person !== keyOf(visit.person).id ||
    known.outcome !== visit.outcome ||
    note !== visit.note
  )
    throw conflict("这个走访编号已记录了另一次走访，请重新记录");
  return known.incident;
}

const sources = ["gridWorker", "community", "call"] as const;

/** Of the person it says where and that help is needed: the name stays with the plan. */
function intakeOf(
  context: Context,
  viewer: Viewer,
  row: CareRow,
  visit: RecordVisit,
): Promise<Intake> {
  const because = "走访时本人需要帮助，按较急办理";
  return prepareIntake(
    context,
    {
      viewer,
      sensed: {
        urgency: "orange",
        because,
        verify: false,
        coHandlers: [],
        alone: true,
        quiet: false,
      },
    },
    SubmitReport.parse({
      clientId: visit.id,
      source: sources.find((source) => entitlement(source, viewer.appointments)) ?? "resident",
      text: `走访关爱对象，需要帮助${visit.note ? `：${visit.note}` : "，请尽快上门"}`,
      category,
      address: row.address,
      unit: UnitCode.parse(row.unit),
      ...(visit.seenAt ? { seenAt: new Date(visit.seenAt).toISOString() } : {}),
      simulated: row.simulated && context.config.GEZHI_DEMO,
    }),
  );
}
