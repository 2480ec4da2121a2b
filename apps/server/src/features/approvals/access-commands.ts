import type {
  Access,
  AccessPage,
  AccessQuery,
  AskAccess,
  DecideAccess,
} from "@gezhi/contract/approvals.ts";
import { keyOf } from "@gezhi/contract/ids.ts";
import type { Incident } from "@gezhi/contract/incidents.ts";
import type { z } from "zod";
import { sql } from "kysely";
import { v7 } from "uuid";
import { read, write, type Tx } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import type { SessionStore } from "../identity/session-store.ts";
import { grantOn, mayAskAccess, scopeOf, type Viewer } from "../identity/viewer.ts";
import { notify, type NewNotice } from "../notices/notice-commands.ts";
import { districtOfNumber } from "../reports/report-number-rules.ts";
import { accessId, presentAccess } from "./access-presentation.ts";
import {
  type AccessRow,
  findTarget,
  insertAccess,
  listAccess,
  lockAccess,
  noteUse,
  setAccess,
} from "./access-queries.ts";
import {
  type AccessTarget,
  asksOf,
  decidersOf,
  decidesFor,
  mayDecide,
  mayRevoke,
  statusAt,
} from "./access-rules.ts";

const kindNames = {
  detail: "查看事件详情",
  persons: "查看报事人信息",
  originals: "查看未遮挡画面",
} as const;
const hourMs = 3_600_000;

/** Asks to see one incident whole, or its people, for a reason; those who answer for the matter hear of it. */
export async function askAccess(context: Context, viewer: Viewer, ask: AskAccess): Promise<Access> {
  if (!mayAskAccess(viewer)) throw forbidden("您的岗位没有须经审批查看的内容");
  const hours = ask.hours ?? context.config.ACCESS_HOURS;
  if (hours > context.config.ACCESS_HOURS)
    throw invalid(`查看时限最长 ${context.config.ACCESS_HOURS} 小时，请缩短`);
  const at = new Date(context.now());
  const asked = await write(context.db, "system", async (tx) => {
    const target = await lookUp(tx, ask);
    const may = target && asksOf(viewer, target);
    if (!target || !may?.includes(ask.opens)) {
      if (target && grantOn(viewer, target.id, ask.opens))
        throw conflict("已经批准您查看这件事，仍在时限内，不必再申请");
      throw notFound("可以申请查看的这件事，请核对编号");
    }
    return putAsk(tx, context, viewer, target, { ...ask, hours, at });
  });
  context.hint();
  return presentAccess(context, viewer, { ...asked, title: null, unit: null });
}

type Target = Pick<AccessTarget, "id" | "district" | "town"> & { number: string };
type Wish = Pick<AccessRow, "opens" | "reason" | "hours"> & { alarm?: string; at: Date };

/** Lays a request before those who answer for the matter; whether it may be asked was decided before. */
export async function putAsk(
  tx: Tx,
  context: Context,
  viewer: Viewer,
  target: Target,
  { opens, reason, hours, alarm, at }: Wish,
): Promise<AccessRow> {
  const row = await insertAccess(tx, {
    district: target.district,
    id: v7(),
    incident: target.id,
    town: target.town,
    number: target.number,
    account: viewer.account,
    asked_by_name: viewer.name,
    opens,
    alarm: alarm ?? null,
    reason,
    hours,
    asked_at: at,
  });
  if (!row) throw conflict("您已就这件事提出过同样的申请，请等待决定");
  await record(tx, viewer, row, "access.ask", row.reason);
  await tell(tx, context, row, {
    act: "accessAsk",
    title: `请审批：${kindNames[row.opens]}`,
    body: `${placeOf(context, row)}有一份申请，请在“查看审批”中决定`,
    recipients: { roles: decidersOf(target) },
    except: [viewer.account],
  });
  return row;
}

async function lookUp(tx: Tx, { incident, number }: AskAccess) {
  if (incident) return findTarget(tx, keyOf(incident));
  const named = (number ?? "").toUpperCase();
  const district = districtOfNumber(named);
  return district ? findTarget(tx, { number: named, district }) : undefined;
}

/** Of two who decide at once, one is told so. What is approved runs from now. */
export async function decideAccess(
  context: Context,
  sessions: SessionStore,
  viewer: Viewer,
  id: string,
  { approve, note }: DecideAccess,
): Promise<Access> {
  const at = new Date(context.now());
  const decided = await write(context.db, scopeOf(viewer), async (tx) => {
    const row = await lockAccess(tx, keyOf(id));
    if (!row) throw notFound("这份申请");
    if (viewer.account === row.account) throw forbidden("不能审批自己的申请，请由他人决定");
    if (!mayDecide(viewer, row))
      throw forbidden("这份申请由事发镇街的值班长、指挥长或区县治理中心决定");
    if (row.status !== "pending") throw conflict("这份申请已有决定，请刷新后查看");
    await seeAll(tx);
    const changed = await setAccess(tx, row, {
      status: approve ? "approved" : "refused",
      decided_by: viewer.account,
      decided_by_name: viewer.name,
      decided_at: at,
      note: note ?? null,
      ends_at: approve ? new Date(at.getTime() + row.hours * hourMs) : null,
    });
    await record(tx, viewer, row, approve ? "access.approve" : "access.refuse", note);
    await tell(tx, context, row, {
      act: "accessDecision",
      title: `${approve ? "已批准" : "未批准"}：${kindNames[row.opens]}`,
      body: approve ? `${row.hours} 小时内有效，请从“查看审批”打开` : "原因见“查看审批”",
      recipients: { accounts: [row.account] },
    });
    return changed;
  });
  sessions.forgetAccount(decided.account);
  context.hint();
  return presentAccess(context, viewer, { ...decided, title: null, unit: null });
}

/** Ends what was granted at once, or takes back what was asked. */
export async function revokeAccess(
  context: Context,
  sessions: SessionStore,
  viewer: Viewer,
  id: string,
): Promise<Access> {
  const at = new Date(context.now());
  const revoked = await write(context.db, scopeOf(viewer), async (tx) => {
    const row = await lockAccess(tx, keyOf(id));
    if (!row || (row.account !== viewer.account && !mayDecide(viewer, row)))
      throw notFound("这份申请");
    if (!mayRevoke(viewer, row, statusAt(row, at.getTime())))
      throw conflict("这份申请不能撤销：已有决定、已到期或已撤销");
    await seeAll(tx);
    const changed = await setAccess(tx, row, {
      status: "revoked",
      revoked_by_name: viewer.name,
      revoked_at: at,
    });
    await record(tx, viewer, row, "access.revoke");
    const own = row.account === viewer.account;
    await tell(tx, context, row, {
      act: "accessRevoked",
      title: `${own ? "申请人已撤回" : "已撤销"}：${kindNames[row.opens]}`,
      body: `${placeOf(context, row)}的一件事，见“查看审批”`,
      recipients: own ? { roles: decidersOf(row) } : { accounts: [row.account] },
      except: [viewer.account],
    });
    return changed;
  });
  sessions.forgetAccount(revoked.account);
  context.hint();
  return presentAccess(context, viewer, { ...revoked, title: null, unit: null });
}

/** The first look by an approval goes on record before the answer leaves. */
export async function recordDetailUse(
  context: Context,
  viewer: Viewer,
  incident: Pick<Incident, "id" | "number" | "unit">,
): Promise<void> {
  const grant = grantOn(viewer, keyOf(incident.id).id, "detail");
  if (!grant) return;
  await write(context.db, scopeOf(viewer), async (tx) => {
    if (!(await noteUse(tx, grant.id, new Date(context.now())))) return;
    await recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: "access.use",
      subject: grant.id,
      detail: { incident: incident.id, number: incident.number },
      district: incident.unit.code.slice(0, 6),
      unit: incident.unit.code,
    });
  });
}

export const listAccesses = (
  context: Context,
  viewer: Viewer,
  { list, after, limit }: z.output<typeof AccessQuery>,
): Promise<AccessPage> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    const areas = decidesFor(viewer);
    const question = { list, account: viewer.account, ...areas, after, most: limit + 1 };
    const rows = await listAccess(tx, question);
    const items = rows.slice(0, limit).map((row) => presentAccess(context, viewer, row));
    const next = rows.length > limit ? rows[limit - 1]?.id : undefined;
    return { items, ...(next ? { next } : {}), hoursAtMost: context.config.ACCESS_HOURS };
  });

/** The request was found under one's own scope; those who are told of it lie beyond. */
const seeAll = (tx: Tx) => sql`set local app.scope = '.'`.execute(tx);

const record = (
  tx: Tx,
  viewer: Viewer,
  row: AccessRow,
  act: `access.${"ask" | "approve" | "refuse" | "revoke"}`,
  reason?: string,
) =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act,
    subject: accessId(row),
    reason,
    detail: {
      incident: `${row.district}-${row.incident}`,
      number: row.number,
      opens: row.opens,
      ...(row.alarm === null ? {} : { alarm: `${row.district}-${row.alarm}` }),
      hours: row.hours,
    },
    district: row.district,
    unit: row.town ?? row.district,
  });

/** Push services are public: a notice says neither the number nor the reason. */
const placeOf = ({ units }: Context, { town, district }: AccessRow): string =>
  units.name(town ?? district);

const tell = (
  tx: Tx,
  context: Context,
  row: AccessRow,
  notice: Pick<NewNotice, "act" | "title" | "body" | "recipients" | "except">,
) =>
  notify(tx, context, {
    district: row.district,
    incident: row.incident,
    urgency: "yellow",
    cause: `${row.id} ${notice.act} ${row.status}`,
    ...notice,
  });
