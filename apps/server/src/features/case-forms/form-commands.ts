import type { Answers, CaseForm, FillForm } from "@gezhi/contract/case-forms.ts";
import { type IncidentId, keyOf } from "@gezhi/contract/ids.ts";
import canonicalize from "canonicalize";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { countReveal } from "../identity/sign-in-commands.ts";
import { holdsAny, scopeOf, seesFully, type Viewer } from "../identity/viewer.ts";
import { findIncident, lockIncidents } from "../incidents/incident-queries.ts";
import type { IncidentRow } from "../incidents/incident-tables.ts";
import { recordCaseForm } from "../incidents/remark-commands.ts";
import { checkAnswers, type Kept, withPersonal } from "./answer-rules.ts";
import { type FormRow, insertForm, listFormsOf, setForm } from "./form-queries.ts";
import { changeWords, closedProblem, fillers, formsFor } from "./form-rules.ts";
import { personalProblem } from "./form-views.ts";

export const formsOfPlace = (
  { configuration }: Pick<Context, "configuration">,
  { unit, category }: Pick<IncidentRow, "unit" | "category">,
): CaseForm[] => formsFor(configuration.current("caseForms", unit).content.forms, category);

const audited = (
  tx: Tx,
  viewer: Viewer,
  act: "caseForm.fill" | "reveal.caseForm",
  {
    id,
    incident,
    reason,
    detail,
  }: {
    id: IncidentId;
    incident: Pick<IncidentRow, "district" | "unit" | "number">;
    reason?: string;
    detail: Record<string, unknown>;
  },
) =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act,
    subject: id,
    reason,
    detail: { number: incident.number, ...detail },
    district: incident.district,
    unit: incident.unit,
  });

/** Writes the whole form: a line in the timeline and in the audit for every change, nothing for the same answers again. */
export async function fillForm(
  context: Context,
  viewer: Viewer,
  id: IncidentId,
  code: string,
  { seen, answers: given }: FillForm,
): Promise<void> {
  const at = new Date(context.now());
  const key = keyOf(id);
  await write(context.db, scopeOf(viewer), async (tx) => {
    const [incident] = await lockIncidents(tx, key.district, [key.id]);
    if (!incident) throw notFound("这件事");
    if (!holdsAny(viewer, fillers) || !seesFully(viewer, incident.party_units, incident.unit))
      throw forbidden("您的岗位不能填写这件事的表单；请由办理该事件的岗位、网格员或指挥中心填写");
    const form = formsOfPlace(context, incident).find((one) => one.code === code);
    if (!form) throw notFound("这张表单");
    const closed = closedProblem(form, incident);
    if (closed) throw conflict(closed);

    const row = (await listFormsOf(tx, key)).find((one) => one.form === code);
    const { secrets } = context;
    const before = row ? withPersonal(row.definition, row.answers, secrets.open) : {};
    const { answers, faults } = checkAnswers(form, given, before);
    if (faults.length > 0)
      throw invalid(
        `《${form.name}》有 ${faults.length} 处要改：${faults[0]!.message}`,
        faults.slice(0, 50),
      );
    if (row && canonicalize(answers) === canonicalize(before)) return;
    if ((row?.version ?? 0) !== seen)
      throw conflict(`${row?.filled_name ?? "别人"}刚改过《${form.name}》，请看过新的内容后再填`);
    await put(tx, { row, incident, form, answers, viewer, at, seal: secrets.seal });
    await recordCaseForm(
      tx,
      context,
      viewer,
      incident,
      {
        text: `${row ? "修改" : "填写"}《${form.name}》`,
        note: changeWords(form, before, answers),
      },
      at,
    );
    await audited(tx, viewer, "caseForm.fill", {
      id,
      incident,
      detail: { code, version: (row?.version ?? 0) + 1 },
    });
  });
  context.hint();
}

type Putting = {
  row: FormRow | undefined;
  incident: IncidentRow;
  form: CaseForm;
  answers: Kept;
  viewer: Viewer;
  at: Date;
  seal: (text: string) => string;
};

async function put(tx: Tx, { row, incident, form, answers, viewer, at, seal }: Putting) {
  const change = {
    definition: JSON.stringify(form),
    answers: JSON.stringify(withPersonal(form, answers, seal)),
    version: (row?.version ?? 0) + 1,
    filled_by: viewer.account,
    filled_name: viewer.name,
    filled_at: at,
  };
  if (row) return setForm(tx, row, change);
  const { district, id } = incident;
  return insertForm(tx, {
    district,
    incident: id,
    original_incident: id,
    form: form.code,
    ...change,
  });
}

/** Names whole, once, with a reason; the entry is committed before they leave. */
export async function revealForm(
  context: Context,
  viewer: Viewer,
  id: IncidentId,
  code: string,
  reason: string,
): Promise<Answers> {
  const key = keyOf(id);
  const { incident, row } = await read(context.db, scopeOf(viewer), async (tx) => ({
    incident: await findIncident(tx, key),
    row: (await listFormsOf(tx, key)).find((one) => one.form === code),
  }));
  if (!incident || !row) throw notFound("这张表单");
  const problem = personalProblem(viewer, incident);
  if (problem) throw forbidden(problem);
  await countReveal(context, viewer);
  await write(context.db, "system", (tx) =>
    audited(tx, viewer, "reveal.caseForm", { id, incident, reason, detail: { code } }),
  );
  return withPersonal(row.definition, row.answers, context.secrets.open);
}
