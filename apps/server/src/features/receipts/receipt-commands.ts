import { incidentId, reportId, type Key } from "@gezhi/contract/ids.ts";
import type { PerformAct } from "@gezhi/contract/incidents.ts";
import type { Progress } from "@gezhi/contract/reports.ts";
import { read, type Tx } from "../../platform/database/scope.ts";
import { notFound } from "../../platform/problems.ts";
import { sameText } from "../../platform/secrets.ts";
import type { Context } from "../context.ts";
import { attachmentUrls } from "../files/file-presentation.ts";
import { performAct } from "../incidents/incident-commands.ts";
import { findCase, findIncident } from "../incidents/incident-queries.ts";
import { reporterActions } from "../incidents/reporter-action-rules.ts";
import { publicStatus } from "../reports/public-status-rules.ts";
import { receiptTokenHash } from "../reports/receipt-token-rules.ts";
import { districtOfNumber } from "../reports/report-number-rules.ts";
import { answerOf, publicSteps, showsWork } from "./progress-rules.ts";
import {
  findPromise,
  findReceipt,
  listPhotos,
  listSteps,
  type ReceiptRow,
} from "./receipt-queries.ts";

/** One answer for a wrong number and a wrong token: a stranger learns nothing from either. */
const unknown = () => notFound("这张回执，请检查编号和链接是否完整");
const noHash = receiptTokenHash("");

async function openReceipt(tx: Tx, number: string, token: string): Promise<ReceiptRow> {
  const district = districtOfNumber(number);
  const row = district ? await findReceipt(tx, district, number) : undefined;
  const right = sameText(receiptTokenHash(token), row?.receipt_hash ?? noHash);
  if (!row || !right) throw unknown();
  return row;
}

/** Checks the pair and names the report. */
export const checkReceipt = (context: Context, number: string, token: string): Promise<Key> =>
  read(context.db, "system", (tx) => openReceipt(tx, number, token));

/** What the holder of a receipt sees: plain words, own photos, no person's name or number. A merged report follows the main incident. */
export const progressOf = (context: Context, number: string, token: string): Promise<Progress> =>
  read(context.db, "system", async (tx) => {
    const receipt = await openReceipt(tx, number, token);
    const key = { district: receipt.district, id: receipt.incident };
    const incident = await findIncident(tx, key);
    if (!incident) throw unknown();
    const now = await findCase(tx, incident);
    const [entries, photos, promise] = [
      await listSteps(tx, key),
      await listPhotos(tx, key),
      await findPromise(tx, key),
    ];

    const { configuration, units } = context;
    const by = reportId(receipt);
    const limits = configuration.current("limits", incident.unit).content;
    const actions = reporterActions(now, by, context.now(), limits);
    const may = (act: string) => actions.some((action) => action.act === act);
    const rated = now.ratings.findLast((rating) => rating.side === "reporter" && rating.by === by);
    const open = showsWork(incident.status);
    const urls = (kinds: readonly string[]) =>
      photos
        .filter(
          ({ kind, report }) =>
            kinds.includes(kind) && (kind === "report" ? report === receipt.id : open),
        )
        .map((photo) => attachmentUrls(context, photo).url);
    return {
      number: receipt.number,
      status: incident.status,
      statusText: publicStatus(incident.status),
      categoryName:
        configuration.category(incident.category, incident.unit)?.name ?? incident.category,
      place:
        receipt.address ||
        units
          .path(incident.unit)
          .slice(1)
          .map(({ name }) => name)
          .join(""),
      promisedAt: promise?.toISOString() ?? null,
      steps: publicSteps(receipt.created_at, receipt.number, entries),
      before: urls(["report", "before"]),
      after: urls(["after"]),
      answer: answerOf(
        incident.status,
        now.orders.map(({ part, result, fed_back_at }) => ({
          part,
          result,
          fedBackAt: fed_back_at,
        })),
        entries,
      ),
      mayRate: may("rate"),
      mayAppeal: may("appeal"),
      mayReopen: may("reopen"),
      rated: rated
        ? { stars: rated.stars, satisfied: rated.satisfied, comment: rated.comment }
        : null,
      simulated: receipt.simulated,
    };
  });

type ReporterAct = Extract<PerformAct, { act: "rate" | "appeal" | "reopen" }>;

/** The holder of the receipt acts on whatever incident holds the report now. */
export async function actOnReceipt(
  context: Context,
  number: string,
  token: string,
  act: ReporterAct,
): Promise<Progress> {
  const { report, incident } = await read(context.db, "system", async (tx) => {
    const row = await openReceipt(tx, number, token);
    return {
      report: reportId(row),
      incident: incidentId({ district: row.district, id: row.incident }),
    };
  });
  await performAct(context, { kind: "reporter", report }, incident, act);
  return progressOf(context, number, token);
}
