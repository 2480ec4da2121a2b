import type { IncidentForm } from "@gezhi/contract/case-forms.ts";
import { type IncidentId, keyOf } from "@gezhi/contract/ids.ts";
import { read } from "../../platform/database/scope.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { revealProblem } from "../identity/reveal-rules.ts";
import { holdsAny, scopeOf, seesFully, type Viewer } from "../identity/viewer.ts";
import { findIncident } from "../incidents/incident-queries.ts";
import type { IncidentRow } from "../incidents/incident-tables.ts";
import { hasPersonal, withPersonal } from "./answer-rules.ts";
import { type FormRow, listFormsOf } from "./form-queries.ts";
import { closedProblem, fillers, formsFor, maskName, tallyOf } from "./form-rules.ts";

/** The same who may have a reporter's name shown. */
export const personalProblem = (viewer: Viewer, incident: IncidentRow): string | undefined =>
  revealProblem(viewer, { ...incident, incident: incident.id, reporter_account: null }) ===
  undefined
    ? undefined
    : "您的岗位不能查看表单里的姓名；请由办理该事件的岗位或网格员核对";

/** What was filled, and what may be filled now. */
export async function formsOf(
  context: Context,
  viewer: Viewer,
  id: IncidentId,
): Promise<IncidentForm[]> {
  const { incident, rows } = await read(context.db, scopeOf(viewer), async (tx) => ({
    incident: await findIncident(tx, keyOf(id)),
    rows: await listFormsOf(tx, keyOf(id)),
  }));
  if (!incident) throw notFound("这件事");
  const { forms } = context.configuration.current("caseForms", incident.unit).content;
  const asked = formsFor(forms, incident.category);
  const whole = seesFully(viewer, incident.party_units, incident.unit);
  const fills = whole && holdsAny(viewer, fillers);
  const reveals = personalProblem(viewer, incident) === undefined;
  const filled = new Map(rows.map((row) => [row.form, row]));
  const known = new Set(asked.map(({ code }) => code));
  return [
    ...asked.map((form) => ({ form, row: filled.get(form.code), fillable: true })),
    // Of another category by now, or no longer asked.
    ...rows
      .filter(({ form }) => !known.has(form))
      .map((row) => ({ form: row.definition, row, fillable: false })),
  ].map(({ form, row, fillable }) => {
    const mayFill = fillable && fills && closedProblem(form, incident) === undefined;
    // Whoever may fill it is asked what is asked today.
    const shown = row && !mayFill ? row.definition : form;
    return {
      form: shown,
      ...presentRow(context, row, whole),
      mayFill,
      revealable: row !== undefined && whole && reveals && hasPersonal(row.definition),
    };
  });
}

function presentRow(
  { secrets }: Context,
  row: FormRow | undefined,
  whole: boolean,
): Pick<IncidentForm, "version" | "answers" | "filledBy" | "filledAt" | "tally"> {
  if (!row) return { version: 0, answers: null, filledBy: "", filledAt: null, tally: null };
  const masked = (sealed: string) => maskName(secrets.open(sealed));
  return {
    version: row.version,
    answers: whole ? withPersonal(row.definition, row.answers, masked) : null,
    filledBy: whole ? row.filled_name : "",
    filledAt: row.filled_at.toISOString(),
    tally: whole ? tallyOf(row.definition, row.answers) : null,
  };
}
