import type { Limits } from "@gezhi/contract/configuration.ts";
import { fileId, incidentId, type Key } from "@gezhi/contract/ids.ts";
import type { Context } from "../context.ts";
import type { FileRow } from "../files/file-queries.ts";
import { openIncident } from "../incidents/incident-opening.ts";
import { joinIncident, type Joined } from "../incidents/report-joining-commands.ts";
import { plainAddress } from "../correlation/likeness-rules.ts";
import { route } from "../routing/routing-rules.ts";
import type { Ranked } from "./intake-correlation.ts";
import type { Submission } from "./intake-submission.ts";
import { incidentNumber } from "./report-number-rules.ts";
import type { IntakeFacts, NewReport } from "./report-queries.ts";
import { sourceNames } from "./source-rules.ts";

const titleLength = 40;

/** The incident a report opens, with what hangs on it. */
export function openRows(
  submission: Submission,
  {
    incident,
    receipt,
    facts,
    ranked,
    instead,
  }: {
    incident: Key;
    receipt: string;
    facts: IntakeFacts;
    ranked: Ranked;
    instead: readonly string[];
  },
  unitName: string,
) {
  const { report, at, assessment } = submission;
  const { location, category, urgency } = assessment;
  const routed = route(assessment.routing, new Set(facts.staffed));
  const { sensed } = submission;
  const reasons = {
    location: [...location.reasons, ...instead],
    classification: assessment.classification,
    urgency: urgency.reasons,
    routing: routed.reasons,
  };
  const similar = ranked.proposals.map(({ candidate, score, reason }) => ({
    incident: incidentId(candidate),
    number: candidate.number,
    score,
    reason,
  }));
  return openIncident({
    key: incident,
    number: incidentNumber(incident.district, at, facts.incidentNumber),
    at,
    source: report.source,
    category,
    catalogueVersion: assessment.catalogueVersion,
    urgency: urgency.urgency,
    title: `${category.name} · ${report.address || unitName}`.slice(0, titleLength),
    description: report.text,
    address: plainAddress(report.address),
    position: location.position,
    positionSource: location.source,
    unit: location.unit,
    located: location.located,
    reporterUnit: submission.reporterUnit,
    reporterAccount: submission.viewer?.account ?? null,
    simulated: report.simulated,
    thumbnail: thumbnailOf(submission.files),
    reasons,
    suggestion: {
      lead: routed.lead,
      leadName: routed.leadName,
      coHandlers: routed.coHandlers,
      similar,
      ...(sensed?.plan ? { plan: sensed.plan } : {}),
    },
    automatic: routed.automatic || (sensed?.verify ?? false),
    limits: sensed ? limitsOfSensor(assessment.limits, sensed.verify) : assessment.limits,
    calendar: assessment.calendar,
    entries: [
      entryOf(submission, "report", openingText(submission), {
        receipt,
        ...reasons,
        suggested: { lead: routed.lead, leadName: routed.leadName, coHandlers: routed.coHandlers },
      }),
      ...(similar.length ? [similarEntry(similar)] : []),
      ...(sensed?.plan ? [planEntry(sensed.plan)] : []),
    ],
  });
}

/** The rule says whether somebody confirms first, not the list of sources. */
const limitsOfSensor = (limits: Limits, verify: boolean): Limits => ({
  ...limits,
  verifyFirst: [
    ...limits.verifyFirst.filter((source) => source !== "sensor"),
    ...(verify ? ["sensor"] : []),
  ],
});

/** The incident with one more report: the handlers keep it, the reporter's unit and the report's own place see it too. */
export function joinRows(
  submission: Submission,
  joined: Joined,
  { receipt, reasons, score }: { receipt: string; reasons: string[]; score: number | null },
) {
  const { location } = submission.assessment;
  const place = location.located && !location.unit.startsWith(joined.unit) ? [location.unit] : [];
  return joinIncident(joined, {
    at: submission.at,
    parties: [...place, ...(submission.reporterUnit ? [submission.reporterUnit] : [])],
    thumbnail: thumbnailOf(submission.files),
    sensor: submission.report.source === "sensor",
    entries: [
      entryOf(
        submission,
        "joinReport",
        `又收到${sourceNames[submission.report.source]}，并入本件：${reasons.join("；")}`,
        {
          receipt,
          reasons,
          score,
        },
      ),
    ],
  });
}

const urgencyNames = { red: "红色特急", orange: "橙色紧急", yellow: "黄色较急", blue: "蓝色一般" };

function openingText({ report, assessment }: Submission): string {
  const { category, urgency, location } = assessment;
  return [
    sourceNames[report.source],
    `类别“${category.name}”`,
    urgencyNames[urgency.urgency],
    location.reasons.at(-1) ?? "",
  ].join("，");
}

const planEntry = (plan: string) => ({
  act: "sensor",
  actor: "系统",
  account: null,
  detail: { text: plan },
});

const similarEntry = (similar: readonly { number: string; reason: string }[]) => ({
  act: "findSimilar",
  actor: "系统",
  account: null,
  detail: {
    text: `发现 ${similar.length} 件疑似同一事件：${similar.map(({ number }) => number).join("、")}，请判断是否并案`,
    similar,
  },
});

function entryOf(
  submission: Submission,
  act: string,
  text: string,
  detail: Record<string, unknown>,
) {
  const { report, assessment, viewer, staff, actor } = submission;
  return {
    act,
    actor,
    account: staff ? (viewer?.account ?? null) : null,
    detail: {
      text,
      ...detail,
      source: report.source,
      sourceName: sourceNames[report.source],
      unit: assessment.location.unit,
      ...(report.foreign ? { foreign: report.foreign } : {}),
      ...(report.files.length ? { files: report.files } : {}),
      ...(report.seenAt ? { seenAt: report.seenAt } : {}),
      ...(report.simulated ? { simulated: true } : {}),
    },
  };
}

/** The id of the first photo: urls are signed when somebody looks. */
const thumbnailOf = (files: readonly FileRow[]): string | null => {
  const photo = files.find(({ thumbnail_key }) => thumbnail_key !== null);
  return photo ? fileId(photo) : null;
};

export function reportRow(
  { secrets }: Pick<Context, "secrets">,
  submission: Submission,
  row: {
    key: Key;
    number: string;
    incident: string;
    ownForeign: boolean;
    receiptHash: string;
    score: number | null;
    reasons: string[];
  },
): NewReport {
  const { report, at, assessment, viewer, staff } = submission;
  const { name, phone } = report.reporter;
  const { location } = assessment;
  return {
    ...row.key,
    number: row.number,
    incident: row.incident,
    original_incident: row.incident,
    client_id: report.clientId,
    source: report.source,
    foreign_system: row.ownForeign ? (report.foreign?.system ?? null) : null,
    foreign_number: row.ownForeign ? (report.foreign?.number ?? null) : null,
    reporter_account: viewer?.account ?? null,
    reporter_unit: staff ? submission.reporterUnit : null,
    reporter_name_enc: name ? secrets.seal(name) : null,
    reporter_phone_enc: phone ? secrets.seal(phone) : null,
    reporter_phone_hash: phone ? secrets.fingerprint(phone) : null,
    phone_verified: submission.phoneVerified,
    text: report.text,
    chosen_category: report.category ?? null,
    suggested: assessment.suggestions,
    lon: location.position?.lon ?? null,
    lat: location.position?.lat ?? null,
    position_source: location.source,
    position_accuracy_m: location.source === "device" ? (report.positionAccuracyM ?? null) : null,
    address: report.address,
    receipt_hash: row.receiptHash,
    link_score: row.score,
    link_reasons: row.reasons,
    seen_at: report.seenAt ?? null,
    created_at: new Date(at),
    simulated: report.simulated,
  };
}
