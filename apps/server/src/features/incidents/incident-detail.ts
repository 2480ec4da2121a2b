import {
  fileId,
  incidentId,
  type Key,
  keyOf,
  reportId,
  workOrderId,
  type IncidentId,
} from "@gezhi/contract/ids.ts";
import type { ClockView } from "@gezhi/contract/clock-views.ts";
import type { Incident } from "@gezhi/contract/incidents.ts";
import type { ReportView } from "@gezhi/contract/report-views.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import type { Db } from "../../platform/database/connect.ts";
import { read } from "../../platform/database/scope.ts";
import { maskPhone } from "../../platform/masking.ts";
import { notFound } from "../../platform/problems.ts";
import { accessOf } from "../approvals/access-presentation.ts";
import { calendarFor } from "../clocks/calendar-store.ts";
import type { KeptClock } from "../clocks/clock-plan-rules.ts";
import { type ClockEntryRow, findClockEntries, findClocks } from "../clocks/clock-queries.ts";
import { consumedAt, dueAt, isOverdue } from "../clocks/clock-rules.ts";
import type { Context } from "../context.ts";
import { fileUrls } from "../files/file-presentation.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { onDutyFirst } from "../organisation/handler-rules.ts";
import { handlerName, placeName } from "../organisation/post-directory.ts";
import { holdersOf, holdersOfRoles, type HolderRow } from "../organisation/organisation-queries.ts";
import { findTimeline } from "../timeline/timeline-queries.ts";
import { activeOrders } from "./case-rules.ts";
import {
  type AttachmentRow,
  findAttachments,
  findNames,
  findRelatives,
  findReports,
  type ReportRow,
} from "./incident-detail-queries.ts";
import { isMasked, presentOrder, presentRequest, presentSummary } from "./incident-presentation.ts";
import { findCase, findIncident } from "./incident-queries.ts";
import type { Case } from "./incident-tables.ts";
import { timelineText } from "./timeline-words.ts";

/** The whole incident as this viewer may see it. Throws `not_found` beyond their scope. */
export const readIncident = (context: Context, viewer: Viewer, id: IncidentId): Promise<Incident> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    const row = await findIncident(tx, keyOf(id));
    if (!row) throw notFound("事件");
    return presentIncident(context, tx, viewer, await findCase(tx, row));
  });

/**
 * What somebody has just acted on, even when the act moved it out of their sight: then masked, and as it stood with
 * nothing beside it.
 */
export async function readAfterAct(
  context: Context,
  viewer: Viewer,
  id: IncidentId,
): Promise<Incident> {
  const within = await read(context.db, scopeOf(viewer), (tx) => findIncident(tx, keyOf(id)));
  if (within) return readIncident(context, viewer, id);
  return read(context.db, "system", async (tx) => {
    const row = await findIncident(tx, keyOf(id));
    if (!row) throw notFound("事件");
    return presentIncident(context, tx, viewer, await findCase(tx, row));
  });
}

async function presentIncident(
  context: Context,
  db: Db,
  viewer: Viewer,
  now: Case,
): Promise<Incident> {
  const { incident, orders, requests, ratings } = now;
  const masked = isMasked(viewer, incident);
  const key: Key = incident;
  const reports = await findReports(db, key);
  // Who reported it keeps sight of what they said themselves.
  const isHidden = (report: ReportRow) => masked && report.reporter_account !== viewer.account;
  const told = new Set(reports.flatMap((report) => (isHidden(report) ? [] : report.id)));
  const attachments = (await findAttachments(db, key)).filter(
    ({ report }) => !masked || (report !== null && told.has(report)),
  );
  const relatives = await findRelatives(db, key, incident.parent);
  const timeline = await findTimeline(db, key);
  const clocks = await findClocks(db, key);
  const entries = await findClockEntries(db, key);
  const names = await findNames(
    db,
    orders.map(({ accepted_by }) => accepted_by),
  );
  const relative = ({ district, id, number, title }: (typeof relatives)["merged"][number]) => ({
    id: incidentId({ district, id }),
    number,
    title,
  });
  const { reasons, suggestion } = incident;
  return {
    ...presentSummary(context, viewer, now),
    description: masked ? "" : incident.description,
    reasons: masked
      ? { location: [], classification: [], urgency: reasons.urgency, routing: reasons.routing }
      : reasons,
    suggestion: {
      lead: suggestion.lead,
      leadName: suggestion.leadName,
      coHandlers: suggestion.coHandlers,
      plan: suggestion.plan ?? null,
    },
    path: context.units.path(incident.unit),
    reportsList: reports.map((report) => presentReport(context, report, isHidden(report))),
    attachments: attachments.map((row) => presentAttachment(context, row)),
    workOrders: orders.map((order) => presentOrder(context, order, names, masked, incident)),
    requests: requests.map((request) => presentRequest(context, request, masked)),
    clocks: clocks.map((clock) => presentClock(context, now, clock, entries, masked)),
    people: masked ? [] : await findPeople(context, db, now),
    mergedInto:
      incident.merged_into === null
        ? null
        : incidentId({ district: incident.district, id: incident.merged_into }),
    merged: relatives.merged.map(relative),
    parent: relatives.parent
      ? { id: incidentId(relatives.parent), number: relatives.parent.number }
      : null,
    children: relatives.children.map((child) => ({ ...relative(child), status: child.status })),
    ratings: ratings.map(({ side, stars, satisfied, comment, at }) => ({
      side,
      stars,
      satisfied,
      comment: masked ? null : comment,
      at: at.toISOString(),
    })),
    timeline: timeline.map((entry) => ({
      seq: entry.seq,
      at: entry.at.toISOString(),
      act: entry.act,
      actor: masked ? "" : entry.actor,
      text: timelineText(entry, masked),
      detail: masked ? {} : entry.detail,
      hash: entry.hash,
    })),
    access: await accessOf(
      db,
      viewer,
      incident,
      reports.some(({ reporter_name_enc, reporter_phone_enc }) =>
        Boolean(reporter_name_enc ?? reporter_phone_enc),
      ),
    ),
  };
}

function presentReport({ secrets }: Context, report: ReportRow, masked: boolean): ReportView {
  const { foreign_system, foreign_number } = report;
  return {
    id: reportId(report),
    source: report.source,
    text: masked ? "" : report.text,
    at: report.created_at.toISOString(),
    position:
      masked || report.lon === null || report.lat === null
        ? null
        : { lon: report.lon, lat: report.lat },
    positionSource: report.position_source,
    address: masked ? "" : report.address,
    reporter: masked
      ? ""
      : reporterName(report, report.reporter_name_enc && secrets.open(report.reporter_name_enc)),
    enteredBy: masked || !isPassedOn(report) ? null : report.account_name,
    phone:
      masked || report.reporter_phone_enc === null
        ? null
        : maskPhone(secrets.open(report.reporter_phone_enc)),
    foreign:
      foreign_system !== null && foreign_number !== null && !masked
        ? { system: foreign_system, number: foreign_number }
        : null,
    linkReasons: masked ? [] : report.link_reasons,
    linkScore: report.link_score,
    simulated: report.simulated,
  };
}

/** Staff by name; of anybody else only the surname, the rest is revealed with a reason. */
const reporterName = (report: ReportRow, name: string | null): string =>
  (isPassedOn(report) ? null : report.account_name) ?? (name ? `${name.slice(0, 1)}**` : "匿名");

/** Who took a call is not who called. */
const isPassedOn = ({ source }: ReportRow): boolean => source === "call" || source === "hotline";

function presentAttachment(context: Context, row: AttachmentRow): Incident["attachments"][number] {
  const id = fileId({ district: row.file_district, id: row.file });
  return { file: id, kind: row.kind, type: row.type, ...fileUrls(context, id, row.has_thumbnail) };
}

function presentClock(
  context: Context,
  { incident }: Case,
  clock: KeptClock,
  entries: readonly ClockEntryRow[],
  masked: boolean,
): ClockView {
  const calendar = calendarFor(context.configuration, incident.unit);
  const at = context.now();
  const due = dueAt(clock.state, calendar) ?? clock.state.settledDueAt;
  return {
    stage: clock.stage,
    basis: clock.state.basis,
    budgetMs: clock.state.budgetMs,
    consumedMs: consumedAt(clock.state, calendar, at),
    startedAt: new Date(clock.startedAt).toISOString(),
    dueAt: due === null ? null : new Date(due).toISOString(),
    running: clock.state.runningSince !== null,
    suspended: clock.state.suspendedSince !== null,
    overdue: isOverdue(clock.state, calendar, at),
    workOrder:
      clock.order === null ? null : workOrderId({ district: incident.district, id: clock.order }),
    ledger: entries
      .filter((entry) => entry.clock === clock.id)
      .map((entry) => ({
        at: entry.at.toISOString(),
        entry: entry.entry,
        by: masked ? null : entry.by,
        reason: masked ? null : entry.reason,
      })),
  };
}

/** Who works on it and who answers for the place, with the numbers to call. */
async function findPeople(context: Context, db: Db, now: Case): Promise<Incident["people"]> {
  const { unit, town } = now.incident;
  const at = new Date(context.now());
  const found: { row: HolderRow; where: string; onDuty: boolean }[] = [];
  const add = (rows: readonly HolderRow[], where: string) => {
    const first = new Set(onDutyFirst(rows));
    for (const row of rows)
      if (!found.some((one) => one.row.account === row.account && one.where === where))
        found.push({ row, where, onDuty: row.reachable && first.has(row) });
  };
  for (const handler of new Set(activeOrders(now).map((order) => order.handler)))
    add(await holdersOf(db, handler, at), handlerName(context, handler));
  const grid = ancestorAt(unit, "grid");
  const village = ancestorAt(unit, "village");
  if (grid)
    add(await holdersOfRoles(db, grid, ["gridWorker", "gridHead"], at), placeName(context, grid));
  if (village)
    add(await holdersOfRoles(db, village, ["communitySecretary"], at), context.units.name(village));
  if (town) add(await holdersOfRoles(db, town, ["dutyOfficer"], at), context.units.name(town));
  return found.map(({ row, where, onDuty }) => ({
    role: row.role,
    name: row.name,
    unit: where,
    phone: row.phoneSealed ? context.secrets.open(row.phoneSealed) : null,
    onDuty,
  }));
}
