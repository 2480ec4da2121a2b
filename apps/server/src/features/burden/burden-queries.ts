import type { FormEvery, FormOutcome } from "@gezhi/contract/burden.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Insertable, Selectable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { FormsAsked } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type FormRow = Omit<Selectable<FormsAsked>, "every" | "outcome"> & {
  every: FormEvery;
  outcome: FormOutcome;
};

/** Of the unit and all below it, the newest first; ended ones as far back as `since`. */
export const listForms = (db: Db, unit: string, since: string, most: number): Promise<FormRow[]> =>
  db
    .selectFrom("forms_asked")
    .selectAll()
    .where("unit", ">=", unit)
    .where("unit", "<", `${unit}~`)
    .where((where) =>
      where.or([
        where("asked_on", ">=", since),
        where.and([
          where("outcome", "=", "accepted"),
          where.or([where("ended_on", "is", null), where("ended_on", ">=", since)]),
        ]),
      ]),
    )
    .orderBy("asked_on", "desc")
    .orderBy("id", "desc")
    .limit(most)
    .$castTo<FormRow>()
    .execute();

export const listFormsOf = (tx: Tx, unit: string): Promise<FormRow[]> =>
  tx
    .selectFrom("forms_asked")
    .selectAll()
    .where("unit", "=", unit)
    .where("outcome", "=", "accepted")
    .where("ended_on", "is", null)
    .orderBy("asked_on")
    .orderBy("id")
    .$castTo<FormRow>()
    .execute();

export const insertForm = (tx: Tx, row: Insertable<FormsAsked>): Promise<unknown> =>
  tx.insertInto("forms_asked").values(row).execute();

/** Holds the row until the transaction ends, so that of two who end it one is told. */
export const lockForm = (tx: Tx, { district, id }: Key): Promise<FormRow | undefined> =>
  tx
    .selectFrom("forms_asked")
    .selectAll()
    .where("district", "=", district)
    .where("id", "=", id)
    .forUpdate()
    .$castTo<FormRow>()
    .executeTakeFirst();

export const setEnded = (tx: Tx, { district, id }: Key, day: string): Promise<unknown> =>
  tx
    .updateTable("forms_asked")
    .set({ ended_on: day })
    .where("district", "=", district)
    .where("id", "=", id)
    .execute();
