import type { CreateIssueClass, IssueClassAct } from "@gezhi/contract/hot-spots.ts";
import {
  type HotSpotId,
  type IssueClassId,
  issueClassId,
  type Key,
  keyOf,
} from "@gezhi/contract/ids.ts";
import { unplacedDistrict } from "@gezhi/contract/units.ts";
import { v7 } from "uuid";
import { read, write, type Tx } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import { partsOf } from "../organisation/handler-rules.ts";
import { departmentsAt, postsAt } from "../organisation/post-directory.ts";
import { notDecider, seeAll } from "./hot-spot-commands.ts";
import { classify, partiesOf, performAct } from "./issue-class-act-commands.ts";
import { type HotSpotRow, insertStep, lockHotSpot, nextNumber } from "./hot-spot-queries.ts";
import {
  cardScope,
  classActions,
  classScope,
  decidesOnHotSpots,
  looksAtClasses,
} from "./hot-spot-rules.ts";
import { type ClassRow, insertClass, lockClass, setClass } from "./issue-class-queries.ts";

const halfYearMs = 182 * 86_400_000;

const notSeer = () => forbidden("这件一类事由建立它的单位和责任单位办理");
const standsNow = ({ units }: Pick<Context, "units">, code: string): boolean =>
  units.find(code)?.validTo === null;

/** Nobody is made the owner of something that is not there. */
function needOwner(context: Context, owner: string): void {
  const { unit, post, department } = partsOf(owner);
  const known =
    standsNow(context, unit) &&
    (post === null || postsAt(context, unit).some(({ code }) => code === post)) &&
    (department === null || departmentsAt(context, unit).some(({ code }) => code === department));
  if (!known)
    throw invalid("没有这个责任单位或岗位，请重新选择", [
      { path: "owner", message: "没有这个责任单位或岗位" },
    ]);
}

export async function createIssueClass(
  context: Context,
  viewer: Viewer,
  ask: CreateIssueClass,
): Promise<IssueClassId> {
  if (!decidesOnHotSpots(viewer)) throw notDecider();
  if (!decidesOnHotSpots(viewer, ask.unit))
    throw forbidden("只能在您管理的范围内建立一类事，请改选单位");
  if (!standsNow(context, ask.unit)) throw invalid("没有这个单位，请重新选择");
  needOwner(context, ask.owner);
  const at = new Date(context.now());
  const key: Key = { district: unplacedDistrict(ask.unit.slice(0, 6)), id: v7() };
  await write(context.db, cardScope(viewer), async (tx) => {
    const cards = await lockCards(tx, viewer, ask);
    const first = Math.min(...cards.map(({ first_at }) => first_at.getTime()));
    const from = ask.baselineFrom
      ? Date.parse(ask.baselineFrom)
      : Number.isFinite(first)
        ? first
        : at.getTime() - halfYearMs;
    if (from >= at.getTime()) throw invalid("成效对比的起点要早于现在");
    await seeAll(tx);
    const row = await insertClass(tx, {
      ...key,
      number: await nextNumber(tx, "issue_class_numbers", "LS", key.district),
      name: ask.name,
      category: ask.category,
      unit: ask.unit,
      party_units: partiesOf(ask.unit, ask.owner, cards),
      hypothesis: ask.hypothesis,
      owner: ask.owner,
      status: "analysing",
      baseline_from: new Date(from),
      created_at: at,
      created_by_name: viewer.name,
      simulated: cards.some(({ simulated }) => simulated),
    });
    await insertStep(tx, "class", key, at, {
      act: "created",
      actor: viewer.name,
      detail: { cards: cards.map(({ number }) => number), owner: row.owner },
    });
    for (const card of cards) await classify(tx, viewer, card, row, at);
    await record(tx, viewer, row, "classify", ask.hypothesis);
    await announceClass(tx, row, "created");
  });
  context.hint();
  return issueClassId(key);
}

/** Cards the viewer decides on that are open and of this kind. */
async function lockCards(
  tx: Tx,
  viewer: Viewer,
  { hotSpots, category }: { hotSpots: readonly HotSpotId[]; category: string },
): Promise<HotSpotRow[]> {
  const cards: HotSpotRow[] = [];
  for (const id of [...new Set(hotSpots)].toSorted()) {
    const card = await lockHotSpot(tx, keyOf(id));
    if (!card) throw notFound("这张热点卡片");
    if (!decidesOnHotSpots(viewer, card.unit)) throw notDecider();
    if (card.status !== "open")
      throw conflict(`卡片 ${card.number} 已关闭或已转为一类事，请刷新后重试`);
    if (!card.category.startsWith(category))
      throw invalid(`卡片 ${card.number} 不属于这个类别，请改选类别或卡片`);
    cards.push(card);
  }
  return cards;
}

/** One act on a class, by who decides there or who is to see to it. */
export async function actOnClass(
  context: Context,
  viewer: Viewer,
  id: IssueClassId,
  ask: IssueClassAct,
): Promise<void> {
  if (!looksAtClasses(viewer)) throw notSeer();
  const key = keyOf(id);
  const at = new Date(context.now());
  if (ask.act === "edit") needOwner(context, ask.owner);
  await write(context.db, classScope(viewer), async (tx) => {
    const row = await lockClass(tx, key);
    if (!row) throw notFound("这件一类事");
    if (!classActions(viewer, row).includes(ask.act))
      throw row.ended ? conflict("这件一类事已经结束，请刷新后查看") : notSeer();
    if (row.version !== ask.version) throw conflict("别人刚刚改过这件一类事，请刷新后再试");
    const cards =
      ask.act === "addCards" ? await lockCards(tx, viewer, { ...ask, category: row.category }) : [];
    await seeAll(tx);
    const step = await performAct(tx, viewer, row, ask, at, cards);
    const after = await setClass(tx, key, { ...step.change, version: row.version + 1 });
    await insertStep(tx, "class", key, at, {
      act: ask.act,
      actor: viewer.name,
      reason: step.reason,
      detail: step.detail,
    });
    await record(tx, viewer, row, ask.act, step.reason);
    await announceClass(tx, after, ask.act);
  });
  context.hint();
}

const announceClass = (tx: Tx, row: ClassRow, act: string) =>
  announce(tx, [
    {
      kind: "hotSpot",
      subject: issueClassId(row),
      act,
      town: row.unit.length === 9 ? row.unit : null,
      parties: row.party_units,
    },
  ]);

const record = (tx: Tx, viewer: Viewer, row: ClassRow, act: string, reason?: string) =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: `hotSpot.${act}`,
    subject: issueClassId(row),
    reason,
    detail: { number: row.number },
    district: row.district,
    unit: row.unit,
  });

/** @throws when there is none the viewer may see. */
export const needClass = async <T>(
  context: Context,
  viewer: Viewer,
  find: (tx: Tx) => Promise<T | undefined>,
): Promise<T> => {
  const found = await read(context.db, classScope(viewer), find);
  if (!found) throw notFound("这件一类事");
  return found;
};
