import { availableParallelism } from "node:os";
import { incidentId, reportId } from "@gezhi/contract/ids.ts";
import type { Receipt, SubmitReport } from "@gezhi/contract/reports.ts";
import { lockKey, type Tx } from "../../platform/database/scope.ts";
import { inRounds } from "../../platform/rounds.ts";
import { noteArrival } from "../../platform/rush.ts";
import { teachCategory } from "../classification/classification-commands.ts";
import type { Context } from "../context.ts";
import { placeName } from "../organisation/post-directory.ts";
import { lockNames } from "./intake-correlation.ts";
import { takeAll, takeReports, type Taken } from "./intake-round.ts";
import { prepareSubmission, type Reporter, type Submission } from "./intake-submission.ts";
import { receiptUrl } from "./receipt-token-rules.ts";
import type { KeptAnswer } from "./report-queries.ts";

export type Submitted = { receipt: Receipt; repeated: boolean };

/**
 * The one pipeline of every source (design 5): one transaction of four or five round trips that ends with a committed
 * report in an incident that is located, classified, routed, timed, on record and told of. Reports that come at the
 * same time and have nothing to do with each other share the transaction.
 */
export async function submitReport(
  context: Context,
  reporter: Reporter,
  report: SubmitReport,
): Promise<Submitted> {
  noteArrival();
  const submission = await prepareSubmission(context, reporter, report);
  const { kept, token, repeated } = await roundsOf(context)(submission);
  if (!repeated && submission.staff && report.category)
    teachCategory(context, submission.assessment.location.unit, report.category, report.text);
  return { receipt: receiptOf(context, kept, token), repeated };
}

/** A report ready for a transaction that does more than take it; it must begin with these locks. */
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
export async function takeReport(tx: Tx, context: Context, { submission }: Intake): Promise<Taken> {
  const [outcome] = await takeAll(tx, context, [submission]);
  if (!outcome || "error" in outcome) throw outcome?.error;
  return outcome.value;
}

type TakeInRounds = (submission: Submission) => Promise<Taken>;
const rounds = new WeakMap<Context, TakeInRounds>();
const mostTogether = 16;

function roundsOf(context: Context): TakeInRounds {
  const known = rounds.get(context);
  if (known) return known;
  const made = inRounds<Submission, Taken>({
    atOnce: Math.max(2, availableParallelism()),
    most: mostTogether,
    namesOf: lockNames,
    run: (submissions) => takeReports(context, submissions),
  });
  rounds.set(context, made);
  return made;
}

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
