import type { Key } from "@gezhi/contract/ids.ts";
import { v7 } from "uuid";
import { isAway } from "../../platform/database/away.ts";
import { againAfterDeadlock } from "../../platform/database/deadlock.ts";
import { lockKey, write, type Tx } from "../../platform/database/scope.ts";
import { conflict, ProblemError } from "../../platform/problems.ts";
import type { Outcome } from "../../platform/rounds.ts";
import type { Context } from "../context.ts";
import { attachmentRows, claimFiles } from "../files/file-commands.ts";
import type { FileRow } from "../files/file-queries.ts";
import type { OpenedIncident } from "../incidents/incident-opening.ts";
import { lockForReports } from "../incidents/report-joining-commands.ts";
import { lockForSensor, tellIncident } from "../incidents/sensor-commands.ts";
import { lockNames, questionOf } from "./intake-correlation.ts";
import { intakeHooks, type OpenedForNotice } from "./intake-hooks.ts";
import { joinRows, openRows, reportRow, titlePlace } from "./intake-rows.ts";
import type { Submission } from "./intake-submission.ts";
import { keysOf, targetOf, wishOf, type Target } from "./intake-target.ts";
import { writeAll, type TakenRows } from "./intake-writes.ts";
import { receiptToken, receiptTokenHash } from "./receipt-token-rules.ts";
import { receiptNumber } from "./report-number-rules.ts";
import { findIntakeFacts, type IntakeFacts, type KeptAnswer } from "./report-queries.ts";
import { sourceNames } from "./source-rules.ts";

/** `repeated`: the same client id had brought the same content before, and nothing changed now. */
export type Taken = { kept: KeptAnswer; token: string; repeated: boolean };

/**
 * Reports that exclude none of each other, in one transaction: what one must be told it alone is told, and where the
 * transaction fails, each is taken in one of its own. Where the database is away, they all fail at once.
 */
export async function takeReports(
  context: Context,
  submissions: readonly Submission[],
): Promise<Outcome<Taken>[]> {
  const locks = submissions.flatMap(lockNames).map(lockKey);
  try {
    const outcomes = await againAfterDeadlock(() =>
      write(context.db, "system", (tx) => takeAll(tx, context, submissions), {
        locks,
        keepPlans: true,
      }),
    );
    if (outcomes.some((outcome) => "value" in outcome && !outcome.value.repeated)) context.hint();
    return outcomes;
  } catch (error) {
    const lost = error instanceof Error && isAway(error);
    if (submissions.length === 1 || lost) return submissions.map(() => ({ error }));
    const alone = await Promise.all(submissions.map((one) => takeReports(context, [one])));
    return alone.flat();
  }
}

/** Says of each what became of it; what is thrown has lost the transaction. */
export async function takeAll(
  tx: Tx,
  context: Context,
  submissions: readonly Submission[],
): Promise<Outcome<Taken>[]> {
  const facts = await findIntakeFacts(
    tx,
    submissions.map((submission) => questionOf(context, submission)),
  );
  const wishes = submissions.map((submission, index) =>
    facts[index]!.repeated ? null : wishOf(context, submission, facts[index]!),
  );
  const { held, put } = await lockForReports(
    tx,
    wishes.flatMap((wish) => (wish ? keysOf(wish) : [])),
  );
  const outcomes: Outcome<Taken>[] = [];
  const raised: { submission: Submission; incident: Key }[] = [];
  const written: (TakenRows & { notice: OpenedForNotice | null })[] = [];
  for (const [index, submission] of submissions.entries())
    try {
      const wish = wishes[index];
      if (!wish) {
        outcomes.push({ value: takenBefore(context, submission, facts[index]!) });
        continue;
      }
      const files = await claimFiles(tx, submission.report.files);
      const target = targetOf(submission, wish, held);
      const { value, rows } = takeOne(context, submission, { facts: facts[index]!, target, files });
      if (target.joined && rows.joined) put({ ...target.joined, ...rows.joined.set });
      await confirmReceipt(tx, context, submission, rows.report);
      written.push(rows);
      if (target.joined && (target.graver || submission.sensed))
        raised.push({ submission, incident: target.joined });
      outcomes.push({ value });
    } catch (error) {
      // After any other error the transaction is lost.
      if (!(error instanceof ProblemError)) throw error;
      outcomes.push({ error });
    }
  if (written.length) {
    const notices = written.flatMap(({ notice }) => notice ?? []);
    const told = intakeHooks.incidentsOpened.map((tell) => tell(context, notices));
    await writeAll(tx, written, told);
  }
  // Written, so that nothing may be refused any more: what fails here loses the transaction.
  for (const { submission, incident } of raised)
    await raiseJoined(tx, context, submission, incident);
  return outcomes;
}

function takenBefore(context: Context, submission: Submission, { repeated }: IntakeFacts): Taken {
  if (!repeated) throw new Error("Only a repeated report was taken before.");
  if (repeated.contentHash !== submission.contentHash)
    throw conflict("这个编号已用于另一份上报，内容不同；如要补充，请作为新的上报提交");
  const kept = repeated.answer;
  return { kept, token: receiptToken(context, kept.report), repeated: true };
}

/** A report and the incident it opens or joins, as rows. */
function takeOne(
  context: Context,
  submission: Submission,
  { facts, target, files }: { facts: IntakeFacts; target: Target; files: readonly FileRow[] },
): { value: Taken; rows: TakenRows & { notice: OpenedForNotice | null } } {
  const { report, at, assessment, sensed } = submission;
  const { unit } = assessment.location;
  const incident: Key = target.joined ?? { district: assessment.district, id: v7() };
  const key: Key = { district: incident.district, id: v7() };
  const number = receiptNumber(key.district, at, facts.reportNumber);
  const token = receiptToken(context, key);
  const opened = target.joined
    ? null
    : openRows(
        submission,
        { incident, receipt: number, facts, ...target },
        titlePlace(context, unit, report.address),
      );
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
  const own = {
    report: reportRow(context, submission, {
      key,
      number,
      incident: incident.id,
      ownForeign: facts.foreign === null,
      receiptHash: receiptTokenHash(token),
      score: target.joined ? target.score : null,
      reasons: target.joined ? target.reasons : [],
    }),
    attachments: attachmentRows(incident, files, {
      kind: "report",
      report: key.id,
      at: new Date(at),
    }),
    key: {
      district: key.district,
      key: report.clientId,
      content_hash: submission.contentHash,
      answer: kept,
    },
  };
  const value = { kept, token, repeated: false };
  if (opened) {
    const notice = noticeOf(opened, assessment.category, {
      quiet: sensed?.quiet ?? false,
      appointed: facts.appointed,
    });
    return { value, rows: { ...own, opened, joined: null, notice } };
  }
  if (!target.joined) throw new Error("A report that opens no incident joins one.");
  const joined = joinRows(submission, target.joined, { receipt: number, ...target });
  const { town, party_units } = target.joined;
  return {
    value,
    rows: { ...own, opened: null, joined: { ...joined, town, party_units }, notice: null },
  };
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

async function confirmReceipt(
  tx: Tx,
  context: Context,
  { report: { reporter }, viewer, phoneVerified, assessment }: Submission,
  { district, id, number }: Key & { number: string },
): Promise<void> {
  const { phone } = reporter;
  if (!phone || !phoneVerified || viewer) return;
  for (const tell of intakeHooks.reportReceived)
    await tell(tx, context, {
      report: { district, id },
      number,
      phone,
      category: assessment.category.name,
    });
}

const noticeOf = (
  { row, workOrders }: OpenedIncident,
  { code, name }: { code: string; name: string },
  more: Pick<OpenedForNotice, "quiet" | "appointed">,
): OpenedForNotice => ({
  key: { district: row.district, id: row.id },
  number: row.number,
  status: row.status,
  urgency: row.urgency,
  category: { code, name },
  title: row.title,
  address: row.address,
  unit: row.unit,
  town: row.chain_level === "district" ? null : row.town,
  orders: workOrders.map(({ id, handler, part }) => ({ id, handler, part })),
  simulated: row.simulated,
  ...more,
});
