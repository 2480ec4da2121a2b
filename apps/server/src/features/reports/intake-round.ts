import type { Key } from "@gezhi/contract/ids.ts";
import { v7 } from "uuid";
import { againAfterDeadlock } from "../../platform/database/deadlock.ts";
import { lockKey, write, type Tx } from "../../platform/database/scope.ts";
import { conflict, ProblemError } from "../../platform/problems.ts";
import type { Outcome } from "../../platform/rounds.ts";
import type { Context } from "../context.ts";
import { attachmentRows, claimFiles } from "../files/file-commands.ts";
import type { FileRow } from "../files/file-queries.ts";
import type { OpenedIncident } from "../incidents/incident-opening.ts";
import { lockForSensor, tellIncident } from "../incidents/sensor-commands.ts";
import { lockNames, questionOf } from "./intake-correlation.ts";
import { intakeHooks, type OpenedForNotice } from "./intake-hooks.ts";
import { joinRows, openRows, reportRow, titlePlace } from "./intake-rows.ts";
import type { Submission } from "./intake-submission.ts";
import { findTarget, type Target } from "./intake-target.ts";
import { writeJoined, writeOpened, type OpeningRows } from "./intake-writes.ts";
import { receiptToken, receiptTokenHash } from "./receipt-token-rules.ts";
import { receiptNumber } from "./report-number-rules.ts";
import { findIntakeFacts, type IntakeFacts, type KeptAnswer } from "./report-queries.ts";
import { sourceNames } from "./source-rules.ts";

/** `repeated`: the same client id had brought the same content before, and nothing changed now. */
export type Taken = { kept: KeptAnswer; token: string; repeated: boolean };

/**
 * Reports that exclude none of each other, in one transaction: what one must be told it alone is told, and where the
 * transaction fails, each is taken in one of its own.
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
    if (submissions.length === 1) return [{ error }];
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
  const outcomes: Outcome<Taken>[] = [];
  const openings: (OpeningRows & { notice: OpenedForNotice })[] = [];
  for (const [index, submission] of submissions.entries()) {
    const decided = await decide(tx, context, submission, facts[index]!);
    if ("error" in decided || "value" in decided) {
      outcomes.push(decided);
      continue;
    }
    const { opening, ...value } = await takeOne(tx, context, submission, decided);
    if (opening) openings.push(opening);
    outcomes.push({ value });
  }
  if (openings.length) {
    const notices = openings.map(({ notice }) => notice);
    await writeOpened(
      tx,
      openings,
      intakeHooks.incidentsOpened.map((tell) => tell(context, notices)),
    );
  }
  return outcomes;
}

type Decided = { facts: IntakeFacts; target: Target; files: FileRow[] };

/** Nothing is written yet: what one must be told here leaves the others of its round as they are. */
async function decide(
  tx: Tx,
  context: Context,
  submission: Submission,
  facts: IntakeFacts,
): Promise<Decided | Outcome<Taken>> {
  try {
    if (facts.repeated) {
      const kept = repeatedAnswer(facts.repeated, submission);
      return { value: { kept, token: receiptToken(context, kept.report), repeated: true } };
    }
    const target = await findTarget(context, tx, submission, facts);
    return { facts, target, files: await claimFiles(tx, submission.report.files) };
  } catch (error) {
    // After any other error the transaction is lost.
    if (!(error instanceof ProblemError)) throw error;
    return { error };
  }
}

/** Joins its incident at once; what opens one is written with the others. */
async function takeOne(
  tx: Tx,
  context: Context,
  submission: Submission,
  { facts, target, files }: Decided,
): Promise<Taken & { opening?: OpeningRows & { notice: OpenedForNotice } }> {
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
  const rows = {
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
  if (target.joined) {
    const joined = joinRows(submission, target.joined, { receipt: number, ...target });
    await writeJoined(tx, target.joined, joined, rows);
    if (target.graver || sensed) await raiseJoined(tx, context, submission, target.joined);
  }
  await confirmReceipt(tx, context, submission, { report: key, number });
  const taken = { kept, token, repeated: false };
  if (!opened) return taken;
  const notice = noticeOf(opened, assessment.category, {
    quiet: sensed?.quiet ?? false,
    appointed: facts.appointed,
  });
  return { ...taken, opening: { ...rows, opened, notice } };
}

function repeatedAnswer(
  { contentHash, answer }: NonNullable<IntakeFacts["repeated"]>,
  submission: Submission,
): KeptAnswer {
  if (contentHash !== submission.contentHash)
    throw conflict("这个编号已用于另一份上报，内容不同；如要补充，请作为新的上报提交");
  return answer;
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
  received: { report: Key; number: string },
): Promise<void> {
  const { phone } = reporter;
  if (!phone || !phoneVerified || viewer) return;
  for (const tell of intakeHooks.reportReceived)
    await tell(tx, context, { ...received, phone, category: assessment.category.name });
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
