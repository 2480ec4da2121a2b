import type { Key } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";

export type ReceiptRow = Key & {
  number: string;
  incident: string;
  receipt_hash: string;
  address: string;
  created_at: Date;
  simulated: boolean;
};

export const findReceipt = (
  tx: Tx,
  district: string,
  number: string,
): Promise<ReceiptRow | undefined> =>
  tx
    .selectFrom("reports")
    .select([
      "district",
      "id",
      "number",
      "incident",
      "receipt_hash",
      "address",
      "created_at",
      "simulated",
    ])
    .where("district", "=", district)
    .where("number", "=", number)
    .executeTakeFirst();

export type StepRow = { at: Date; act: string; detail: unknown };

export const listSteps = (tx: Tx, { district, id }: Key): Promise<StepRow[]> =>
  tx
    .selectFrom("timeline")
    .select(["at", "act", "detail"])
    .where("district", "=", district)
    .where("incident", "=", id)
    .orderBy("seq")
    .execute();

export type PhotoRow = {
  file_district: string;
  file: string;
  kind: string;
  report: string | null;
  has_thumbnail: boolean;
};

export const listPhotos = (tx: Tx, { district, id }: Key): Promise<PhotoRow[]> =>
  tx
    .selectFrom("attachments")
    .select(["file_district", "file", "kind", "report", "has_thumbnail"])
    .where("district", "=", district)
    .where("incident", "=", id)
    .where("kind", "in", ["report", "before", "after"])
    .orderBy("added_at")
    .execute();

/** The end of the time that was promised when the incident was opened. */
export async function findPromise(tx: Tx, { district, id }: Key): Promise<Date | null> {
  const row = await tx
    .selectFrom("clocks")
    .select("due_at")
    .where("district", "=", district)
    .where("incident", "=", id)
    .where("stage", "=", "overall")
    .orderBy("started_at", "desc")
    .executeTakeFirst();
  return row?.due_at ?? null;
}

export type Pulse = Key & { pulse: string };

/** A text for each report that changes whenever its incident does. */
export async function listPulses(tx: Tx, reports: readonly Key[]): Promise<Pulse[]> {
  const { rows } = await sql<Pulse>`
    select r.district, r.id, i.id || ' ' || i.timeline_seq || ' ' || i.status as pulse
    from unnest(${reports.map(({ district }) => district)}::text[], ${reports.map(({ id }) => id)}::uuid[]) as asked (district, id)
    join reports r on r.district = asked.district and r.id = asked.id
    join incidents i on i.district = r.district and i.id = r.incident`.execute(tx);
  return rows;
}
