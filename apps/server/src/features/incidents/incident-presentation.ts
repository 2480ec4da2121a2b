import { fileId, incidentId, keyOf, requestId, workOrderId } from "@gezhi/contract/ids.ts";
import type { ActRequest, IncidentSummary, WorkOrder } from "@gezhi/contract/incidents.ts";
import type { Context } from "../context.ts";
import { fileUrls } from "../files/file-presentation.ts";
import { grantOn, seesFully, type Viewer } from "../identity/viewer.ts";
import { handlerName, placeName } from "../organisation/post-directory.ts";
import { factsOf, isActive } from "./incident-facts.ts";
import { actionsFor } from "./incident-lifecycle.ts";
import type { Case, IncidentRow, RequestRow, WorkOrderRow } from "./incident-tables.ts";
import { presentWay } from "./order-way.ts";
import { deciderName } from "./overdue-rules.ts";

export const isMasked = (viewer: Viewer, { id, party_units, unit }: IncidentRow): boolean =>
  !seesFully(viewer, party_units, unit) && !grantOn(viewer, id, "detail");

/** A row of a list. Masked (domain B.3 ◐): what and where, but no pictures, persons or words of people. */
export function presentSummary(context: Context, viewer: Viewer, now: Case): IncidentSummary {
  const { incident, orders } = now;
  const masked = isMasked(viewer, incident);
  const at = context.now();
  const category = context.configuration.category(
    incident.category,
    incident.unit,
    incident.opened_at,
  );
  const limits = context.configuration.current("limits", incident.unit).content;
  return {
    id: incidentId(incident),
    number: incident.number,
    status: incident.status,
    urgency: incident.urgency,
    category: {
      code: incident.category,
      name: category?.name ?? incident.category,
      group: category ? `${category.level1} / ${category.level2}` : "",
    },
    title: incident.title,
    address: incident.address,
    unit: { code: incident.unit, name: placeName(context, incident.unit) },
    position:
      incident.lon === null || incident.lat === null
        ? null
        : { lon: incident.lon, lat: incident.lat },
    handlers: orders
      .filter(({ status }) => status !== "withdrawn")
      .filter(
        (order, index, all) =>
          all.findLastIndex(({ handler }) => handler === order.handler) === index,
      )
      .map(({ handler, part }) => ({ handler, name: handlerName(context, handler), part })),
    reports: incident.report_count,
    openedAt: incident.opened_at.toISOString(),
    updatedAt: incident.updated_at.toISOString(),
    dueAt: incident.open ? (incident.due_at?.toISOString() ?? null) : null,
    chainLevel: incident.chain_level,
    pinned: incident.pinned_until !== null && incident.pinned_until.getTime() > at,
    supervised: incident.supervised,
    urged: incident.urge_count,
    simulated: incident.simulated,
    thumbnail: masked ? null : thumbnailOf(context, incident.thumbnail),
    actions: actionsFor({ kind: "staff", viewer }, factsOf(now), at, limits),
    masked,
  };
}

/** The row keeps the id of a picture: urls are signed when somebody looks. */
function thumbnailOf(context: Context, file: string | null): string | null {
  if (file === null) return null;
  return fileUrls(context, fileId(keyOf(file)), true).thumbnail;
}

const presentWhistle = (context: Context, order: WorkOrderRow): WorkOrder["whistle"] =>
  order.whistle && order.whistle_unit && order.whistled_at && order.whistle_minutes
    ? {
        kind: order.whistle,
        by: placeName(context, order.whistle_unit),
        at: order.whistled_at.toISOString(),
        minutes: order.whistle_minutes,
        checkedInAt: order.checked_in_at?.toISOString() ?? null,
      }
    : null;

export const presentOrder = (
  context: Context,
  order: WorkOrderRow,
  names: ReadonlyMap<string, string>,
  masked: boolean,
  matter: Pick<IncidentRow, "urgency" | "lon" | "lat">,
): WorkOrder => ({
  id: workOrderId(order),
  incident: incidentId({ district: order.district, id: order.incident }),
  handler: order.handler,
  handlerName: handlerName(context, order.handler),
  part: order.part,
  status: order.status,
  instructions: masked ? "" : order.instructions,
  reasons: masked ? [] : order.reasons,
  dispatchedAt: order.dispatched_at.toISOString(),
  acceptedAt: order.accepted_at?.toISOString() ?? null,
  acceptedBy: masked || order.accepted_by === null ? null : (names.get(order.accepted_by) ?? null),
  arrivedAt: order.arrived_at?.toISOString() ?? null,
  fedBackAt: order.fed_back_at?.toISOString() ?? null,
  result: masked ? null : order.result,
  dueAt: isActive(order) ? (order.due_at?.toISOString() ?? null) : null,
  way: presentWay(context, order, matter, masked),
  whistle: presentWhistle(context, order),
});

export const presentRequest = (
  context: Context,
  request: RequestRow,
  masked: boolean,
): ActRequest => ({
  id: requestId(request),
  kind: request.kind,
  status: request.status,
  askedBy: masked ? "" : request.asked_by_name,
  askedAt: request.asked_at.toISOString(),
  reason:
    masked && request.kind !== "crossTown" && request.kind !== "transfer" ? "" : request.reason,
  detail: masked ? {} : request.detail,
  decider: deciderName({ role: request.decider_role, unit: request.decider_unit }, (unit) =>
    context.units.name(unit),
  ),
  decidedBy: masked ? null : request.decided_by_name,
  decidedAt: request.decided_at?.toISOString() ?? null,
  note: masked ? null : request.note,
});
