import { sql } from "kysely";
import type { Key } from "@gezhi/contract/ids.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { set } from "./case-rules.ts";
import { askedUnit, isActive } from "./incident-facts.ts";
import { findCase, tryLockIncident } from "./incident-queries.ts";
import { settle } from "./incident-settling.ts";
import type { Case } from "./incident-tables.ts";

const batch = 200;

/**
 * Open matters of units that have ended go on with their successors: place, work orders and pending requests alike. What
 * is done keeps the names it had. A successor in another district cannot take a matter over, for its id names the old one.
 * Says how many moved.
 */
export async function rehomeIncidents(context: Context): Promise<number> {
  let moved = 0;
  for (;;) {
    const at = new Date(context.now());
    const keys = await read(context.db, "system", (tx) =>
      findHomeless(tx, civilDateAt(at.getTime()), batch),
    );
    let done = 0;
    for (const key of keys)
      done += (await write(context.db, "system", (tx) => rehome(tx, context, key, at))) ? 1 : 0;
    moved += done;
    if (done > 0) context.hint();
    if (keys.length < batch || done === 0) return moved;
  }
}

/** Few units ever end, so the search starts from them. */
async function findHomeless(db: Db, today: string, most: number): Promise<Key[]> {
  const { rows } = await sql<Key>`
    with ended as (
      select u.code from units u where u.valid_to <= ${today} and left(u.successor, 6) = left(u.code, 6)
      and not exists (select 1 from units c where c.code = u.code and (c.valid_to is null or c.valid_to > ${today})))
    select i.district, i.id from ended e join incidents i on i.unit = e.code and i.open
    union
    select i.district, i.id from ended e
    join work_orders w on (w.handler = e.code or (w.handler >= e.code || '/' and w.handler < e.code || '0')) and w.status not in ('done', 'withdrawn')
    join incidents i on i.district = w.district and i.id = w.incident and i.open
    limit ${most}`.execute(db);
  return rows;
}

async function rehome(tx: Tx, context: Context, key: Key, at: Date): Promise<boolean> {
  const incident = await tryLockIncident(tx, key);
  if (!incident) return false;
  const before = await findCase(tx, incident);
  const next = succeeded(before, (unit) => context.units.successorOf(unit, at));
  const changed =
    next.incident.unit !== incident.unit ||
    next.orders.some((order, index) => order !== before.orders[index]);
  if (!changed || !next.incident.unit.startsWith(incident.district)) return false;
  await settle(tx, context, {
    actor: { kind: "system" },
    before,
    status: incident.status,
    outcome: {
      next,
      said: {
        text: `区划调整，由${context.units.name(next.incident.town ?? next.incident.unit)}承接`,
        from: incident.unit,
        to: next.incident.unit,
      },
    },
    input: null,
    at,
    act: "rehome",
  });
  return true;
}

function succeeded(now: Case, successorOf: (unit: string) => string): Case {
  const { incident } = now;
  const handlerAfter = (handler: string): string => {
    const [unit = "", part] = handler.split("/");
    return part ? `${successorOf(unit)}/${part}` : successorOf(unit);
  };
  const unit = successorOf(incident.unit);
  const { lead, coHandlers } = incident.suggestion;
  const orders = now.orders.map((order) => {
    const handler = handlerAfter(order.handler);
    return isActive(order) && handler !== order.handler ? { ...order, handler } : order;
  });
  const requests = now.requests.map((request) => {
    if (request.status !== "pending") return request;
    const decider_unit = successorOf(request.decider_unit);
    const asked = askedUnit(request.detail, request.decider_unit);
    const to = successorOf(asked);
    if (decider_unit === request.decider_unit && to === asked) return request;
    return {
      ...request,
      decider_unit,
      detail: { ...request.detail, ...(to === asked ? {} : { to }) },
    };
  });
  return set(
    { ...now, orders, requests },
    {
      unit,
      town: ancestorAt(unit, "town") ?? null,
      verifier: incident.verifier && handlerAfter(incident.verifier),
      suggestion: {
        ...incident.suggestion,
        lead: lead && handlerAfter(lead),
        coHandlers: coHandlers.map(handlerAfter),
      },
    },
  );
}
