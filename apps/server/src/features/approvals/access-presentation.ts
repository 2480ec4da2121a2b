import type { Access } from "@gezhi/contract/approvals.ts";
import { alarmId, incidentId } from "@gezhi/contract/ids.ts";
import type { Incident } from "@gezhi/contract/incidents.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Context } from "../context.ts";
import { grantOn, mayAskAccess, type Viewer } from "../identity/viewer.ts";
import { placeName } from "../organisation/post-directory.ts";
import { findPending, type ListedAccess } from "./access-queries.ts";
import { asksOf, mayDecide, mayRevoke, statusAt, type AccessTarget } from "./access-rules.ts";

export const accessId = ({ district, id }: { district: string; id: string }): string =>
  `${district}-${id}`;

export function presentAccess(context: Context, viewer: Viewer, row: ListedAccess): Access {
  const status = statusAt(row, context.now());
  const unit = row.unit ?? row.town ?? row.district;
  return {
    id: accessId(row),
    incident: incidentId({ district: row.district, id: row.incident }),
    number: row.number,
    title: row.title,
    unit: { code: UnitCode.parse(unit), name: placeName(context, unit) },
    opens: row.opens,
    alarm: row.alarm === null ? null : alarmId({ district: row.district, id: row.alarm }),
    askedBy: row.asked_by_name,
    askedAt: row.asked_at.toISOString(),
    reason: row.reason,
    hours: row.hours,
    status,
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    note: row.note,
    endsAt: row.ends_at?.toISOString() ?? null,
    usedAt: row.used_at?.toISOString() ?? null,
    revokedBy: row.revoked_by_name,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    actions: [
      ...(status === "pending" && mayDecide(viewer, row) ? (["decide"] as const) : []),
      ...(mayRevoke(viewer, row, status) ? (["revoke"] as const) : []),
    ],
  };
}

/** What the incident's page says about approvals to this viewer; where nobody left a name or phone there is nothing to ask for. */
export async function accessOf(
  db: Db,
  viewer: Viewer,
  target: AccessTarget,
  hasPersons: boolean,
): Promise<Incident["access"]> {
  if (!mayAskAccess(viewer)) return { asks: [], pending: [], granted: [] };
  const pending = await findPending(db, target, viewer.account);
  const grants = (["detail", "persons"] as const).flatMap(
    (opens) => grantOn(viewer, target.id, opens) ?? [],
  );
  return {
    asks: asksOf(viewer, target).filter(
      (opens) => !pending.includes(opens) && (opens === "detail" || hasPersons),
    ),
    pending,
    granted: grants.map(({ opens, until }) => ({ opens, until: new Date(until).toISOString() })),
  };
}
