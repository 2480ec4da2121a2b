import type { CaseForm } from "@gezhi/contract/case-forms.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import { type Insertable, type Selectable, sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { IncidentForms } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Kept } from "./answer-rules.ts";

export type FormRow = Omit<Selectable<IncidentForms>, "definition" | "answers"> & {
  definition: CaseForm;
  /** What is personal lies sealed in it. */
  answers: Kept;
};

export const listFormsOf = (db: Db, { district, id }: Key): Promise<FormRow[]> =>
  db
    .selectFrom("incident_forms")
    .selectAll()
    .where("district", "=", district)
    .where("incident", "=", id)
    .orderBy("form")
    .$castTo<FormRow>()
    .execute();

export const listFilled = async (db: Db, { district, id }: Key): Promise<string[]> =>
  (
    await db
      .selectFrom("incident_forms")
      .select("form")
      .where("district", "=", district)
      .where("incident", "=", id)
      .execute()
  ).map(({ form }) => form);

export const insertForm = (tx: Tx, row: Insertable<IncidentForms>) =>
  tx.insertInto("incident_forms").values(row).execute();

export const setForm = (
  tx: Tx,
  { district, original_incident, form }: Pick<FormRow, "district" | "original_incident" | "form">,
  change: Pick<
    Insertable<IncidentForms>,
    "definition" | "answers" | "version" | "filled_by" | "filled_name" | "filled_at"
  >,
) =>
  tx
    .updateTable("incident_forms")
    .set(change)
    .where("district", "=", district)
    .where("original_incident", "=", original_incident)
    .where("form", "=", form)
    .execute();

/** Those that the other has filled itself stay where they are. */
export const moveForms = (tx: Tx, { district, id }: Key, into: string) =>
  sql`
    update incident_forms f set incident = ${into}
    where district = ${district} and incident = ${id} and not exists (
      select 1 from incident_forms o where o.district = f.district and o.incident = ${into} and o.form = f.form)`.execute(
    tx,
  );

export const returnForms = (tx: Tx, { district, id }: Key) =>
  tx
    .updateTable("incident_forms")
    .set({ incident: id })
    .where("district", "=", district)
    .where("original_incident", "=", id)
    .execute();
