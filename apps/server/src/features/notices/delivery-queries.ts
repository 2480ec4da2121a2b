import { sql, type Selectable } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Channel } from "@gezhi/contract/notices.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Deliveries } from "../../platform/database/generated.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { CarriedChannel } from "./delivery-rules.ts";

export type DeliveryRow = Omit<Selectable<Deliveries>, "channel" | "status"> & {
  channel: CarriedChannel;
  status: "queued" | "sent" | "failed";
};

/** Takes what is due, the most urgent first; nobody else gets it before the lease ends. */
export async function claimDeliveries(
  tx: Tx,
  channel: CarriedChannel,
  now: Date,
  leaseUntil: Date,
  limit: number,
): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    update deliveries set attempts = attempts + 1, next_attempt_at = ${leaseUntil}
    where (district, id) in (
      select district, id from deliveries
      where status = 'queued' and channel = ${channel} and next_attempt_at <= ${now}
      order by priority, next_attempt_at limit ${limit} for update skip locked)
    returning *`.execute(tx);
  return rows;
}

export type EndedAttempt = Key &
  Pick<DeliveryRow, "status" | "simulated" | "error"> & {
    next_attempt_at: Date | null;
    sent_at: Date | null;
  };

export const setDeliveries = (tx: Tx, ended: readonly EndedAttempt[]) =>
  sql`
    update deliveries d set status = e.status, simulated = e.simulated, error = e.error, next_attempt_at = e.next_attempt_at, sent_at = e.sent_at
    from jsonb_populate_recordset(null::deliveries, ${JSON.stringify(ended)}::jsonb) e where d.district = e.district and d.id = e.id`.execute(
    tx,
  );

type OutboxQuery = {
  channel: Channel | undefined;
  /** Begin of the districts' codes the reader looks after. */
  units: readonly string[];
  after: { at: Date; id: string } | undefined;
  limit: number;
};

/** The newest first. */
export const listDeliveries = (
  db: Db,
  { channel, units, after, limit }: OutboxQuery,
): Promise<DeliveryRow[]> =>
  db
    .selectFrom("deliveries")
    .selectAll()
    .where((where) => where.or(units.map((unit) => where("district", "like", `${unit}%`))))
    .$if(channel !== undefined, (query) => query.where("channel", "=", channel!))
    .$if(after !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where("created_at", "<", after!.at),
          where.and([where("created_at", "=", after!.at), where("id", ">", after!.id)]),
        ]),
      ),
    )
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute() as Promise<DeliveryRow[]>;

/** Sealed telephone numbers and texts are kept only as long as somebody may ask what became of a message. */
export const deleteDeliveriesBefore = (tx: Tx, before: Date) =>
  tx
    .deleteFrom("deliveries")
    .where("status", "<>", "queued")
    .where("created_at", "<", before)
    .execute();
