import type {
  CellQuery,
  HotSpot,
  HotSpotDetail,
  HotSpotQuery,
  OccurrenceQuery,
  RecurrenceCells,
  RecurrenceQuery,
} from "@gezhi/contract/hot-spots.ts";
import { type HotSpotId, keyOf } from "@gezhi/contract/ids.ts";
import { cellToBoundary } from "h3-js";
import type { Db } from "../../platform/database/connect.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { distanceM } from "../correlation/geometry-rules.ts";
import { scopeOf, seesStatistics, type Viewer } from "../identity/viewer.ts";
import {
  findHotSpot,
  findNumbers,
  type HotSpotRow,
  listHotSpots,
  listSteps,
} from "./hot-spot-queries.ts";
import { cardScope, looksAtHotSpots } from "./hot-spot-rules.ts";
import {
  type CardNames,
  categoryOf,
  presentHotSpot,
  presentMember,
  presentStep,
  unitOf,
} from "./hot-spot-presentation.ts";
import { findClassNames } from "./issue-class-queries.ts";
import {
  countCells,
  countRecurrences,
  findMembers,
  findOpenCards,
  findPlaceNames,
  findRecurring,
  type RecurrenceRow,
} from "./member-queries.ts";
import { hexOf } from "./occurrence-queries.ts";

const dayMs = 86_400_000;
const mostRows = 200;
const mostCells = 3_000;
/** Resolution of the cells by the digits of a unit: about 5 km², 0.7 km² and 0.1 km². */
const resolutions: Record<number, number> = { 2: 7, 6: 8 };
const finest = 9;
/** A card within this distance of what recurs is about it. */
const sameM = 500;

export const notLooker = () => forbidden("您的岗位不查看热点与一类事");
export function needLooker(viewer: Viewer): void {
  if (!looksAtHotSpots(viewer)) throw notLooker();
}
function needFigures(viewer: Viewer, unit: string): void {
  needLooker(viewer);
  if (!seesStatistics(viewer, unit)) throw forbidden("只能查看您管理范围内的统计，请改选单位");
}

const byId = <T extends { id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));
const present = <T>(values: readonly (T | null)[]): T[] => [
  ...new Set(values.filter((value) => value !== null)),
];

async function namesOf(db: Db, rows: readonly HotSpotRow[]): Promise<CardNames> {
  const places = present(rows.map(({ place }) => place));
  const before = present(rows.map(({ previous }) => previous));
  const classes = present(rows.map(({ issue_class }) => issue_class));
  return {
    places: new Map(
      (places.length ? await findPlaceNames(db, places) : []).map(({ id, name }) => [id, name]),
    ),
    cards: byId(before.length ? await findNumbers(db, before) : []),
    classes: new Map(
      (classes.length ? await findClassNames(db, classes) : []).map(({ id, number, name }) => [
        id,
        { number, name },
      ]),
    ),
  };
}

export const presentAll = async (
  context: Context,
  viewer: Viewer,
  db: Db,
  rows: readonly HotSpotRow[],
): Promise<HotSpot[]> => {
  const names = await namesOf(db, rows);
  return rows.map((row) => presentHotSpot(context, viewer, row, names));
};

export async function pageOfHotSpots(context: Context, viewer: Viewer, query: HotSpotQuery) {
  needLooker(viewer);
  return read(context.db, cardScope(viewer), async (tx) => {
    const rows = await listHotSpots(tx, query);
    const items = await presentAll(context, viewer, tx, rows.slice(0, query.limit));
    const last = rows[query.limit - 1];
    return { items, ...(rows.length > query.limit && last ? { next: last.id } : {}) };
  });
}

/** The card under the scope of figures, its members under that of records: who may not see them is told how many. */
export async function showHotSpot(
  context: Context,
  viewer: Viewer,
  id: HotSpotId,
): Promise<HotSpotDetail> {
  needLooker(viewer);
  const card = await read(context.db, cardScope(viewer), async (tx) => {
    const row = await findHotSpot(tx, keyOf(id));
    if (!row) throw notFound("这张热点卡片");
    const [shown] = await presentAll(context, viewer, tx, [row]);
    return { shown: shown!, steps: (await listSteps(tx, row)).map(presentStep) };
  });
  const members = await read(context.db, scopeOf(viewer), (tx) => findMembers(tx, keyOf(id).id));
  const { shown, steps } = card;
  return {
    ...shown,
    occurrences: members.map((row) => presentMember(context, row, shown.position)),
    hidden: Math.max(0, shown.members - members.length),
    steps,
  };
}

const periodOf = (context: Context, days: number) => {
  const to = context.now();
  return { from: new Date(to - days * dayMs), to: new Date(to + 1) };
};

export async function listRecurrences(context: Context, viewer: Viewer, query: RecurrenceQuery) {
  needFigures(viewer, query.unit);
  const { from, to } = periodOf(context, query.days);
  return read(context.db, cardScope(viewer), async (tx) => {
    const rows = await countRecurrences(tx, query, from, to, query.least, mostRows + 1);
    const cards = await findOpenCards(tx);
    const places = new Map(
      (query.by === "place" && rows.length
        ? await findPlaceNames(tx, [...new Set(rows.map(({ key }) => key))])
        : []
      ).map(({ id, name }) => [id, name]),
    );
    const items = rows.slice(0, mostRows).map((row) => {
      const position = row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat };
      const name = nameOf(context, query, row, places);
      return {
        key: row.key,
        name,
        category: categoryOf(context, row.category, row.town ?? query.unit),
        town: row.town ? unitOf(context, row.town) : null,
        position,
        n: row.n,
        recent: row.recent,
        before: row.before,
        firstAt: row.first_at.toISOString(),
        lastAt: row.last_at.toISOString(),
        openCards: cards.filter(
          (card) =>
            card.category === row.category &&
            (query.by === "town"
              ? card.party_units.includes(row.key)
              : position !== null && distanceM(card, position) <= sameM),
        ).length,
      };
    });
    return { items, more: rows.length > mostRows, from: from.toISOString(), to: to.toISOString() };
  });
}

function nameOf(
  context: Context,
  { by, unit }: RecurrenceQuery,
  { key, lon, lat }: RecurrenceRow,
  places: ReadonlyMap<string, string>,
): string {
  if (by === "street") return key;
  if (by === "town") return context.units.name(key);
  if (by === "place") return places.get(key) ?? "（场所已不在范围内）";
  const grid = lon === null || lat === null ? undefined : context.units.locate(lon, lat);
  return `${unitOf(context, grid?.slice(0, 12) ?? unit).name}一带`;
}

/** What lies behind a row of recurrence: every number opens its list. */
export async function listOccurrences(context: Context, viewer: Viewer, query: OccurrenceQuery) {
  needFigures(viewer, query.unit);
  const { from, to } = periodOf(context, query.days);
  const rows = await read(context.db, scopeOf(viewer), (tx) => findRecurring(tx, query, from, to));
  return { items: rows.map((row) => presentMember(context, row)), total: rows.length };
}

export async function listCells(
  context: Context,
  viewer: Viewer,
  query: CellQuery,
): Promise<RecurrenceCells> {
  needFigures(viewer, query.unit);
  const { from, to } = periodOf(context, query.days);
  const resolution = resolutions[query.unit.length] ?? finest;
  const rows = await read(context.db, cardScope(viewer), (tx) =>
    countCells(tx, query, from, to, resolution, mostCells + 1),
  );
  return {
    items: rows.slice(0, mostCells).map(({ cell, n }) => {
      const hex = hexOf(cell);
      return { cell: hex, n, ring: cellToBoundary(hex, true) };
    }),
    more: rows.length > mostCells,
  };
}
