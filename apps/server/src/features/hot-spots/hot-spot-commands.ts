import { hotSpotId, type HotSpotId, type Key, keyOf } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import { v7 } from "uuid";
import { read, write, type Tx } from "../../platform/database/scope.ts";
import { conflict, forbidden, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import { notify } from "../notices/notice-commands.ts";
import { belongs, clusterAround, type Cluster, type Happened } from "./cluster-rules.ts";
import { hotSpotLimits } from "./hot-spot-limit-rules.ts";
import {
  findHotSpot,
  type HotSpotRow,
  insertHotSpot,
  insertStep,
  lockHotSpot,
  lockHotSpotById,
  nextNumber,
  setHotSpot,
  sumMembers,
} from "./hot-spot-queries.ts";
import { cardScope, decidesOnHotSpots, looksAtHotSpots } from "./hot-spot-rules.ts";
import {
  cellOf,
  findCardsNear,
  findFree,
  findIncidentFacts,
  findOccurrences,
  type OccurrenceRow,
  putOccurrences,
  setCard,
  takeChanges,
  takeTurn,
} from "./occurrence-queries.ts";
import { commonUnit, streetOf } from "./street-rules.ts";

const dayMs = 86_400_000;
/** What is older raises nothing when it comes in; it is counted all the same. */
const oldestDays = 400;
const atOnce = 50;
/** Of cards raised under other limits: no circle is wider. */
const widestM = 1_000;

type Placed = OccurrenceRow & Happened;
const placed = (row: OccurrenceRow): Placed | undefined =>
  row.lon === null || row.lat === null
    ? undefined
    : { ...row, lon: row.lon, lat: row.lat, at: row.happened_at.getTime() };

/** Looks at what changed since: adds it to cards, takes it from them, raises new ones. Says how many changes it took. */
export async function followOccurrences(context: Context, most = atOnce): Promise<number> {
  const taken = await write(context.db, "system", async (tx) => {
    if (!(await takeTurn(tx))) return 0;
    const keys = await takeChanges(tx, most);
    if (!keys.length) return 0;
    const facts = await findIncidentFacts(tx, keys);
    const isIncident = new Set(facts.map(({ id }) => id));
    const rows = [
      ...(facts.length
        ? await putOccurrences(
            tx,
            facts.map(({ address, ...fact }) => ({
              ...fact,
              origin: "incident",
              street: streetOf(address),
            })),
          )
        : []),
      ...(await findOccurrences(
        tx,
        keys.filter(({ id }) => !isIncident.has(id)),
      )),
    ].toSorted((a, b) => a.happened_at.getTime() - b.happened_at.getTime());
    for (const row of rows) await settle(tx, context, row);
    return keys.length;
  });
  if (taken) context.hint();
  return taken;
}

async function settle(tx: Tx, context: Context, row: OccurrenceRow): Promise<void> {
  // One that was taken in together with an earlier one of this round is on its card by now.
  const [now] = await findOccurrences(tx, [row]);
  const card = now?.hot_spot ? await lockHotSpotById(tx, now.hot_spot) : undefined;
  const at = placed(row);
  if (card) {
    const stays = row.counts && at && row.category === card.category && inside(card, at, false);
    if (card.status === "closed") return;
    if (stays) {
      // Units change, and with them who sees it.
      if (!card.party_units.includes(row.town ?? row.unit)) await recount(tx, card);
      return;
    }
    await setCard(tx, [row], null);
    await refresh(tx, context, card, { act: "left", detail: named(row) });
  }
  if (!row.counts || !at) return;
  if (!(await join(tx, context, at))) await raise(tx, context, at);
}

const inside = (card: HotSpotRow, one: Happened, timeMatters: boolean): boolean =>
  belongs(
    { ...card, firstAt: card.first_at.getTime(), lastAt: card.last_at.getTime() },
    one,
    timeMatters,
  );

const named = ({ district, id, origin }: OccurrenceRow) => ({
  occurrence: `${district}-${id}`,
  origin,
});

/** A card that is being seen to as part of a class goes on whatever time has passed. */
async function join(tx: Tx, context: Context, one: Placed): Promise<boolean> {
  for (const key of await findCardsNear(tx, one, widestM)) {
    const card = await lockHotSpot(tx, key);
    if (!card || card.status === "closed" || !inside(card, one, card.status === "open")) continue;
    await setCard(tx, [one], card.id);
    await refresh(tx, context, card, { act: "grew", detail: named(one) });
    return true;
  }
  return false;
}

async function raise(tx: Tx, context: Context, one: Placed): Promise<void> {
  const limits = hotSpotLimits(context.configuration.current("limits", one.unit).content);
  // Around a neighbour there may be others that lie beyond one's own circle; whoever follows in time lies beyond one's own days.
  const near = await findFree(tx, one, limits.metres * 2, limits.days * 2);
  const cluster = clusterAround(
    one,
    near.flatMap((row) => placed(row) ?? []),
    limits,
  );
  if (!cluster) return;
  const last = Math.max(...cluster.members.map(({ at }) => at));
  if (last < context.now() - oldestDays * dayMs) return;
  await open(tx, context, cluster, limits, last);
}

async function open(
  tx: Tx,
  context: Context,
  { middle, members }: Cluster<Placed>,
  limits: { least: number; days: number; metres: number },
  last: number,
): Promise<void> {
  const at = new Date(context.now());
  const towns = [...new Set(members.map(({ town, unit }) => town ?? unit))].toSorted();
  const key: Key = { district: middle.district, id: v7() };
  const before = await findCardsNear(tx, middle, limits.metres);
  const recent = last >= context.now() - limits.days * dayMs;
  const card = await insertHotSpot(tx, {
    ...key,
    number: await nextNumber(tx, "hot_spot_numbers", "RD", key.district),
    category: middle.category,
    unit: commonUnit(towns),
    party_units: towns,
    lon: middle.lon,
    lat: middle.lat,
    cell: cellOf(middle),
    street: mostOf(members.map(({ street }) => street)),
    place: middle.place ?? members.find(({ place }) => place)?.place ?? null,
    metres: limits.metres,
    days: limits.days,
    enough: limits.least,
    status: "open",
    members: members.length,
    first_at: new Date(Math.min(...members.map((one) => one.at))),
    last_at: new Date(last),
    raised_at: at,
    of_past: !recent,
    previous: before[0]?.id ?? null,
    simulated: members.some(({ simulated }) => simulated),
  });
  await setCard(tx, members, card.id);
  await insertStep(tx, "card", key, at, {
    act: "raised",
    detail: { members: members.map(named), ...limits },
  });
  await tell(tx, card, "raised");
  if (!recent) return;
  const kind = context.configuration.category(card.category, card.unit)?.name ?? card.category;
  await notify(tx, context, {
    district: key.district,
    incident: null,
    urgency: "blue",
    act: "hotSpot",
    title: `${card.simulated ? "〔模拟〕" : ""}同类事件频发：${kind}（${context.units.name(card.unit)}）`,
    body: `${limits.days} 天内 ${limits.metres} 米内 ${members.length} 件，见“热点与一类事”`,
    cause: `hotSpot ${card.id}`,
    recipients: { roles: towns.map((unit) => ({ role: "dutyOfficer" as const, unit })) },
    informs: true,
    quiet: true,
  });
}

function mostOf(names: readonly string[]): string {
  const counted = Map.groupBy(
    names.filter((name) => name !== ""),
    (name) => name,
  );
  return [...counted].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? "";
}

/** Counts the members anew, and where they lie. */
async function recount(tx: Tx, card: HotSpotRow): Promise<HotSpotRow> {
  const sums = await sumMembers(tx, card.id);
  return setHotSpot(tx, card, {
    members: sums.n,
    first_at: sums.first_at ?? card.first_at,
    last_at: sums.last_at ?? card.last_at,
    ...(sums.towns.length ? { party_units: sums.towns, unit: commonUnit(sums.towns) } : {}),
    simulated: card.simulated || sums.simulated,
  });
}

async function refresh(
  tx: Tx,
  context: Pick<Context, "now">,
  card: HotSpotRow,
  { act, detail }: { act: "grew" | "left"; detail: Record<string, unknown> },
): Promise<void> {
  const changed = await recount(tx, card);
  await insertStep(tx, "card", card, new Date(context.now()), {
    act,
    detail: { ...detail, members: changed.members },
  });
  await tell(tx, changed, act);
}

export const tell = (tx: Tx, card: HotSpotRow, act: string) =>
  announce(tx, [
    {
      kind: "hotSpot",
      subject: hotSpotId(card),
      act,
      town: card.unit.length === 9 ? card.unit : null,
      parties: card.party_units,
    },
  ]);

/** A person says that nothing more is needed here, and why. What comes later is a card of its own. */
export async function closeHotSpot(
  context: Context,
  viewer: Viewer,
  id: HotSpotId,
  reason: string,
): Promise<void> {
  const key = keyOf(id);
  await needCard(context, viewer, key);
  await write(context.db, cardScope(viewer), async (tx) => {
    const card = await lockHotSpot(tx, key);
    if (!card) throw notFound("这张热点卡片");
    if (!decidesOnHotSpots(viewer, card.unit)) throw notDecider();
    if (card.status !== "open")
      throw conflict(
        card.status === "closed" ? "这张卡片已关闭，请刷新后查看" : "这张卡片已转为一类事",
      );
    const at = new Date(context.now());
    const closed = await setHotSpot(tx, key, {
      status: "closed",
      closed_at: at,
      closed_by_name: viewer.name,
      reason,
    });
    await insertStep(tx, "card", key, at, { act: "closed", actor: viewer.name, reason });
    await tell(tx, closed, "closed");
    await recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: "hotSpot.close",
      subject: id,
      reason,
      detail: { number: card.number },
      district: key.district,
      unit: card.unit,
    });
  });
  context.hint();
}

export const notDecider = () =>
  forbidden("热点卡片和一类事由所在镇街的值班长、指挥长，区县治理中心或市级运行人员处理");

async function needCard(context: Context, viewer: Viewer, key: Key): Promise<void> {
  if (!decidesOnHotSpots(viewer)) throw notDecider();
  const card = await read(context.db, cardScope(viewer), (tx) => findHotSpot(tx, key));
  if (!card || !looksAtHotSpots(viewer)) throw notFound("这张热点卡片");
}

/** Cards of other towns belong to a class as well: each was found under one's own scope before. */
export const seeAll = (tx: Tx) => sql`set local app.scope = '.'`.execute(tx);
