import { incidentId, keyOf, reportId, type Key } from "@gezhi/contract/ids.ts";
import type { Receipt, SubmitReport } from "@gezhi/contract/reports.ts";
import { sql } from "kysely";
import { v7 } from "uuid";
import { lockKey, write, type Tx } from "../../platform/database/scope.ts";
import { conflict } from "../../platform/problems.ts";
import { teachCategory } from "../classification/classification-commands.ts";
import { insertOpenedClocks, insertOpenedEntries } from "../clocks/clock-opening.ts";
import type { Context } from "../context.ts";
import { attachmentRows, claimFiles, insertAttachments } from "../files/file-commands.ts";
import { insertIncidents, insertWorkOrders } from "../incidents/incident-opening-queries.ts";
import type { OpenedIncident } from "../incidents/incident-opening.ts";
import {
  lockForReport,
  updateJoined,
  type Joined,
  type JoinedIncident,
} from "../incidents/report-joining-commands.ts";
import { insertAnnouncements, type Announcement } from "../live/live-commands.ts";
import { insertEntries } from "../timeline/timeline-commands.ts";
import { lockNames, questionOf, rankCandidates, type Ranked } from "./intake-correlation.ts";
import { intakeHooks, type OpenedForNotice } from "./intake-hooks.ts";
import { joinRows, openRows, reportRow } from "./intake-rows.ts";
import { prepareSubmission, type Reporter, type Submission } from "./intake-submission.ts";
import { isPublicCategory } from "./public-category-rules.ts";
import { receiptToken, receiptTokenHash, receiptUrl } from "./receipt-token-rules.ts";
import { receiptNumber } from "./report-number-rules.ts";
import {
  findIntakeFacts,
  insertIdempotencyKeys,
  insertReports,
  type IntakeFacts,
  type KeptAnswer,
} from "./report-queries.ts";
import { ranks } from "../incidents/case-rules.ts";
import { lockForSensor, tellIncident } from "../incidents/sensor-commands.ts";
import { sourceNames } from "./source-rules.ts";
import { placeName } from "../organisation/post-directory.ts";

/** `repeated`: the same client id had brought the same content before, and nothing changed now. */
export type Submitted = { receipt: Receipt; repeated: boolean };

/**
 * The one pipeline of every source (design 5): one transaction of four or five round trips that ends with a committed
 * report in an incident that is located, classified, routed, timed and on record.
 */
export async function submitReport(
  context: Context,
  reporter: Reporter,
  report: SubmitReport,
): Promise<Submitted> {
  const intake = await prepareIntake(context, reporter, report);
  const { submission, locks } = intake;
  const { kept, token, repeated } = await againAfterDeadlock(() =>
    write(context.db, "system", (tx) => takeReport(tx, context, intake), {
      locks,
      keepPlans: true,
    }),
  );
  if (!repeated) {
    context.hint();
    if (submission.staff && report.category)
      teachCategory(context, submission.assessment.location.unit, report.category, report.text);
  }
  return { receipt: receiptOf(context, kept, token), repeated };
}

/** A report ready for its transaction, which must begin with these locks. */
export type Intake = { submission: Submission; locks: bigint[] };

export async function prepareIntake(
  context: Context,
  reporter: Reporter,
  report: SubmitReport,
): Promise<Intake> {
  const submission = await prepareSubmission(context, reporter, report);
  return { submission, locks: lockNames(submission).map(lockKey) };
}

/** The pipeline inside a transaction that does more, such as an alarm's. */
export async function takeReport(
  tx: Tx,
  context: Context,
  { submission }: Intake,
): Promise<{ kept: KeptAnswer; token: string; repeated: boolean }> {
  const facts = await findIntakeFacts(tx, questionOf(context, submission));
  if (facts.repeated) {
    const kept = repeatedAnswer(facts.repeated, submission);
    return { kept, token: receiptToken(context, kept.report), repeated: true };
  }
  const target = await findTarget(context, tx, submission, facts);
  return { ...(await record(context, tx, submission, facts, target)), repeated: false };
}

const mostTries = 3;

/** An incident that is merged at this very moment is locked in another order: whoever lost tries again. */
export async function againAfterDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await work();
    } catch (error) {
      const lost = error instanceof Error && "code" in error && error.code === "40P01";
      if (!lost || tries === mostTries) throw error;
    }
}

function repeatedAnswer(
  { contentHash, answer }: NonNullable<IntakeFacts["repeated"]>,
  submission: Submission,
): KeptAnswer {
  if (contentHash !== submission.contentHash)
    throw conflict("这个编号已用于另一份上报，内容不同；如要补充，请作为新的上报提交");
  return answer;
}

type Target =
  | {
      joined: Joined;
      score: number | null;
      reasons: string[];
      /** The report is graver. */ graver?: boolean;
    }
  | { joined: null; ranked: Ranked; /** Why not what the reporter asked for. */ instead: string[] };

/** The same foreign number first, then what the reporter chose to follow, then what is alike; else a new incident. */
async function findTarget(
  context: Context,
  tx: Tx,
  submission: Submission,
  facts: IntakeFacts,
): Promise<Target> {
  const { report } = submission;
  const instead: string[] = [];
  if (facts.foreign && report.foreign) {
    const joined = await lockForReport(tx, {
      district: facts.foreign.district,
      id: facts.foreign.incident,
    });
    if (joined)
      return {
        joined,
        score: 1,
        reasons: [`与已登记的${report.foreign.system}来件 ${report.foreign.number} 为同一工单`],
      };
  }
  if (report.follow) {
    const joined = await lockForReport(tx, keyOf(report.follow));
    if (joined?.open && mayFollow(submission, joined))
      return { joined, score: null, reasons: ["上报人选择关注这一事件"] };
    instead.push("所选关注的事件已办结或不公开，另行受理");
  }
  const ranked = rankCandidates(context, submission, facts.candidates);
  if (ranked.join) {
    const { candidate, score, reason } = ranked.join;
    const joined = await lockForReport(tx, candidate);
    const graver = joined && ranks[submission.assessment.urgency.urgency] < ranks[joined.urgency];
    if (joined?.open) return { joined, score, reasons: [reason], graver: graver === true };
  }
  return { joined: null, ranked, instead };
}

/** Strangers follow what strangers may see, staff also what lies in their scope. */
const mayFollow = ({ viewer }: Submission, { category, party_units }: Joined): boolean =>
  isPublicCategory(category) ||
  party_units.some((party) =>
    [...(viewer?.full ?? []), ...(viewer?.masked ?? [])].some((token) => party.startsWith(token)),
  );

async function record(
  context: Context,
  tx: Tx,
  submission: Submission,
  facts: IntakeFacts,
  target: Target,
): Promise<{ kept: KeptAnswer; token: string }> {
  const { report, at, assessment } = submission;
  const { unit } = assessment.location;
  const incident: Key = target.joined ?? { district: assessment.district, id: v7() };
  const key: Key = { district: incident.district, id: v7() };
  const number = receiptNumber(key.district, at, facts.reportNumber);
  const token = receiptToken(context, key);
  const files = await claimFiles(tx, report.files);

  const opened = target.joined
    ? null
    : openRows(
        submission,
        { incident, receipt: number, facts, ...target },
        placeName(context, unit),
      );
  const joined = target.joined
    ? joinRows(submission, target.joined, { receipt: number, ...target })
    : null;
  const promisedAt = opened ? opened.promisedAt : (target.joined?.promised_at ?? null);
  const kept: KeptAnswer = {
    report: key,
    number,
    incident: { district: incident.district, id: incident.id },
    incidentNumber: opened?.row.number ?? target.joined?.number ?? "",
    joined: target.joined !== null,
    unit,
    promisedAt: promisedAt?.toISOString() ?? null,
    receivedAt: new Date(at).toISOString(),
  };
  await writeAll(tx, {
    opened: opened ? [opened] : [],
    joined: joined ? [joined] : [],
    reports: [
      reportRow(context, submission, {
        key,
        number,
        incident: incident.id,
        ownForeign: facts.foreign === null,
        receiptHash: receiptTokenHash(token),
        score: target.joined ? target.score : null,
        reasons: target.joined ? target.reasons : [],
      }),
    ],
    announcements: [announcementOf(incident, opened, target.joined, joined)],
    attachments: attachmentRows(incident, files, {
      kind: "report",
      report: key.id,
      at: new Date(at),
    }),
    keys: [
      {
        district: key.district,
        key: report.clientId,
        content_hash: submission.contentHash,
        answer: kept,
      },
    ],
  });
  if (target.joined && (target.graver || submission.sensed))
    await raiseJoined(tx, context, submission, target.joined);
  if (opened) {
    const notice = noticeOf(opened, assessment.category, submission.sensed?.quiet ?? false);
    for (const tell of intakeHooks.incidentOpened) await tell(tx, context, notice);
  }
  const { phone } = report.reporter;
  if (phone && submission.phoneVerified && !submission.viewer)
    for (const tell of intakeHooks.reportReceived)
      await tell(tx, context, { report: key, number, phone, category: assessment.category.name });
  return { kept, token };
}

/** A danger that a sensor and a person both saw is as grave as the graver of the two says; the sensor's rule names more hands. */
async function raiseJoined(tx: Tx, context: Context, submission: Submission, joined: Key) {
  const { assessment, report, at, sensed } = submission;
  const now = await lockForSensor(tx, joined);
  if (!now) return;
  await tellIncident(tx, context, now, {
    text: sensed?.because ?? `${sourceNames[report.source]}说明更紧急`,
    at: new Date(at),
    urgency: assessment.urgency.urgency,
    coHandlers: sensed?.coHandlers ?? [],
    plan: sensed?.plan,
  });
}

type Everything = {
  opened: OpenedIncident[];
  joined: JoinedIncident[];
  reports: Parameters<typeof insertReports>[0];
  announcements: Announcement[];
  attachments: Parameters<typeof insertAttachments>[0];
  keys: Parameters<typeof insertIdempotencyKeys>[0];
};

/** One statement whose text never changes: it is prepared once for each connection. */
const writeAll = (
  tx: Tx,
  { opened, joined, reports, announcements, attachments, keys }: Everything,
) =>
  sql`/* intake_write */ with
    new_incident as (${insertIncidents(opened)}),
    joined_incident as (${updateJoined(joined)}),
    new_report as (${insertReports(reports)}),
    new_order as (${insertWorkOrders(opened)}),
    new_clock as (${insertOpenedClocks(opened.map((one) => one.opened))}),
    new_clock_entry as (${insertOpenedEntries(opened.map((one) => one.opened))}),
    new_entry as (${insertEntries([...opened, ...joined].flatMap(({ timeline }) => timeline))}),
    new_attachment as (${insertAttachments(attachments)}),
    new_message as (${insertAnnouncements(announcements)})
    ${insertIdempotencyKeys(keys)}`.execute(tx);

function announcementOf(
  incident: Key,
  opened: OpenedIncident | null,
  target: Joined | null,
  joined: JoinedIncident | null,
): Announcement {
  const subject = incidentId(incident);
  if (!opened)
    return {
      kind: "incident",
      subject,
      act: "joinReport",
      town: target?.town ?? null,
      parties: joined?.set.party_units ?? [],
    };
  const { status, urgency, town, party_units } = opened.row;
  return {
    kind: "incident",
    subject,
    act: "report",
    town,
    parties: party_units,
    payload: { status, urgency },
  };
}

const noticeOf = (
  { row, workOrders }: OpenedIncident,
  { code, name }: { code: string; name: string },
  quiet: boolean,
): OpenedForNotice => ({
  key: { district: row.district, id: row.id },
  number: row.number,
  status: row.status,
  urgency: row.urgency,
  category: { code, name },
  title: row.title,
  address: row.address,
  unit: row.unit,
  town: row.town,
  orders: workOrders.map(({ id, handler, part }) => ({ id, handler, part })),
  simulated: row.simulated,
  quiet,
});

function receiptOf(context: Context, kept: KeptAnswer, token: string): Receipt {
  const unit = context.units.find(kept.unit);
  return {
    report: reportId(kept.report),
    number: kept.number,
    token,
    url: receiptUrl(context, kept.number, token),
    incident: { id: incidentId(kept.incident), number: kept.incidentNumber, joined: kept.joined },
    unit: unit ? { code: unit.code, name: placeName(context, unit.code) } : null,
    promisedAt: kept.promisedAt,
    receivedAt: kept.receivedAt,
  };
}
