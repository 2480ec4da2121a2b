import type { AnswerMatter, DeputyMatter, DeputyMatterDetail } from "@gezhi/contract/deputies.ts";
import { AccountId, keyOf, type Key } from "@gezhi/contract/ids.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { v7 } from "uuid";
import { read, write, type Tx } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { type IncidentChange, onIncidentChanged } from "../incidents/incident-hooks.ts";
import { findCase, findIncident, lockIncidents } from "../incidents/incident-queries.ts";
import type { IncidentRow } from "../incidents/incident-tables.ts";
import { recordDeputyAnswer } from "../incidents/remark-commands.ts";
import { notify } from "../notices/notice-commands.ts";
import { holdersOfRoles } from "../organisation/organisation-queries.ts";
import { placeName } from "../organisation/post-directory.ts";
import { choosesHandlers } from "../organisation/staff-rules.ts";
import { answerOf, publicSteps } from "../receipts/progress-rules.ts";
import { listSteps } from "../receipts/receipt-queries.ts";
import { hasEnded, publicStatus } from "../reports/public-status-rules.ts";
import {
  findMatter,
  insertMatter,
  listMatters,
  setAnswer,
  type MatterRow,
} from "./deputy-queries.ts";

const known = new WeakSet<Context>();

/** Called once by `main/` for each context: what is sent to a deputy reaches them in the act's own transaction. */
export function registerDeputies(context: Context): void {
  if (known.has(context)) return;
  known.add(context);
  onIncidentChanged(context, deliver);
}

async function deliver(tx: Tx, context: Context, change: IncidentChange): Promise<void> {
  if (change.input?.act !== "sendToDeputy") return;
  const { deputy, note } = change.input;
  const { incident } = change.case;
  const deputies = await deputiesOf(tx, incident.town, change.at);
  if (!deputies.some(({ account }) => account === deputy))
    throw invalid("请选择事发镇街的一位人大代表");
  const sent = await insertMatter(tx, {
    district: incident.district,
    id: v7(),
    incident: incident.id,
    deputy,
    sent_by_name: change.actorName,
    sent_at: change.at,
    note: note ?? "",
  });
  if (!sent) throw conflict("这件事已经送给这位代表");
  await notify(tx, context, {
    district: incident.district,
    incident: null,
    urgency: "yellow",
    act: "deputyMatter",
    title: "有一件事送您关注",
    body: `${context.units.name(incident.town ?? incident.district)}，请到“代表事项”查看进度`,
    cause: `${sent.id} sent`,
    recipients: { accounts: [deputy] },
  });
}

const deputiesOf = async (tx: Tx, town: string | null, at: Date) =>
  town ? holdersOfRoles(tx, town, ["deputy"], at) : [];

/** Those who dispatch in a town know its deputies. */
export function listDeputies(context: Context, viewer: Viewer, town: string) {
  if (!choosesHandlers(viewer.appointments, town))
    throw forbidden("该镇街不在您的工作范围内，不能查看其人大代表");
  return read(context.db, "system", async (tx) => ({
    items: (await deputiesOf(tx, ancestorAt(town, "town") ?? null, new Date(context.now()))).map(
      ({ account, name }) => ({ account: AccountId.parse(account), name }),
    ),
  }));
}

/** The incident lies beyond a deputy's scope: only what `present` lets through leaves. */
export const mattersOf = (
  context: Context,
  viewer: Viewer,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: DeputyMatter[]; next?: string }> =>
  read(context.db, "system", async (tx) => {
    const rows = await listMatters(tx, viewer.account, after, limit + 1);
    const items: DeputyMatter[] = [];
    for (const row of rows.slice(0, limit))
      items.push(present(context, row, await incidentOf(tx, row)));
    const next = rows.length > limit ? rows[limit - 1]?.id : undefined;
    return { items, ...(next ? { next } : {}) };
  });

export const matterOf = (
  context: Context,
  viewer: Viewer,
  id: string,
): Promise<DeputyMatterDetail> =>
  read(context.db, "system", async (tx) => {
    const row = await findMatter(tx, keyOf(id), viewer.account);
    if (!row) throw notFound("这件代表事项");
    const incident = await incidentOf(tx, row);
    const { orders } = await findCase(tx, incident);
    const entries = await listSteps(tx, incident);
    return {
      ...present(context, row, incident),
      // The words are for who reported it; a deputy did not.
      steps: publicSteps(incident.opened_at, incident.number, entries).map(({ at, text }) => ({
        at,
        text: text.replace("您的", ""),
      })),
      result: answerOf(
        incident.status,
        orders.map(({ part, result, fed_back_at }) => ({ part, result, fedBackAt: fed_back_at })),
        entries,
      ),
    };
  });

/** What a merged one came to is told by the main incident. */
async function incidentOf(tx: Tx, { district, incident }: MatterRow): Promise<IncidentRow> {
  const row = await findIncident(tx, { district, id: incident });
  const main = row?.merged_into ? await findIncident(tx, { district, id: row.merged_into }) : row;
  if (!main) throw notFound("这件代表事项");
  return main;
}

function present(context: Context, row: MatterRow, incident: IncidentRow): DeputyMatter {
  const { configuration, units } = context;
  const town = incident.town ? units.name(incident.town) : "";
  const place = placeName(context, incident.unit);
  return {
    id: `${row.district}-${row.id}`,
    number: incident.number,
    categoryName:
      configuration.category(incident.category, incident.unit)?.name ?? incident.category,
    place: place === town ? town : `${town}${place}`,
    statusText: publicStatus(incident.status),
    ended: hasEnded(incident.status),
    sentBy: `${town}基层治理指挥中心`,
    sentAt: row.sent_at.toISOString(),
    note: row.note,
    answer:
      row.answered_at && row.stars !== null && row.satisfied !== null
        ? {
            satisfied: row.satisfied,
            stars: row.stars,
            comment: row.answer ?? "",
            at: row.answered_at.toISOString(),
          }
        : null,
    simulated: incident.simulated,
  };
}

/** Stands in the incident's timeline, and the centre hears of it. */
export async function answerMatter(
  context: Context,
  viewer: Viewer,
  id: string,
  { satisfied, stars, comment }: AnswerMatter,
): Promise<DeputyMatterDetail> {
  const at = new Date(context.now());
  const key: Key = keyOf(id);
  await write(context.db, "system", async (tx) => {
    const row = await findMatter(tx, key, viewer.account);
    if (!row) throw notFound("这件代表事项");
    const { district, id: target } = await incidentOf(tx, row);
    const [incident] = await lockIncidents(tx, district, [target]);
    if (!incident) throw notFound("这件代表事项");
    if (incident.status === "archived") throw conflict("这件事已归档，不能再答复");
    await setAnswer(tx, key, { satisfied, stars, answer: comment, answered_at: at });
    await recordDeputyAnswer(
      tx,
      context,
      viewer,
      incident,
      {
        text: `人大代表答复：${satisfied ? "满意" : "不满意"}，${stars} 星`,
        note: comment || undefined,
      },
      at,
    );
    const roles = incident.town
      ? (["dispatcher", "dutyOfficer"] as const).map((role) => ({ role, unit: incident.town! }))
      : [{ role: "districtCentre" as const, unit: incident.district }];
    await notify(tx, context, {
      district: incident.district,
      incident: incident.id,
      urgency: satisfied ? "blue" : "yellow",
      act: "deputyAnswer",
      title: `人大代表答复：${satisfied ? "满意" : "不满意"}`,
      body: `${incident.number}，${placeName(context, incident.unit)}`,
      cause: `${key.id} ${incident.timeline_seq}`,
      recipients: { roles },
    });
  });
  context.hint();
  return matterOf(context, viewer, id);
}
