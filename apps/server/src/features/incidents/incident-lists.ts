import type { IncidentPage, IncidentQuery } from "@gezhi/contract/incident-lists.ts";
import { type IncidentSummary, Urgency, type WorkOrder } from "@gezhi/contract/incidents.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import type { Db } from "../../platform/database/connect.ts";
import { read, type Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { categoriesOfSection } from "../configuration/section-rules.ts";
import { countedBy } from "../figures/measure-rules.ts";
import { handlersOf, scopeOf, type Viewer } from "../identity/viewer.ts";
import { cursorOf, readCursor } from "./incident-cursor-rules.ts";
import { endOfDay, startOfDay } from "./incident-counts.ts";
import { numbersEnding } from "../reports/report-number-rules.ts";
import { findNames } from "./incident-detail-queries.ts";
import {
  findByKeys,
  findByWords,
  findInbox,
  findPage,
  findPinned,
  type ListQuestion,
} from "./incident-list-queries.ts";
import { findByNumber, findByNumbers } from "./incident-number-queries.ts";
import { isMasked, presentOrder, presentSummary } from "./incident-presentation.ts";
import { findCases } from "./incident-queries.ts";
import type { IncidentRow } from "./incident-tables.ts";
import { opennessOf, sourcesOf, toRecheck } from "./list-scope-rules.ts";
import { searchWords } from "./search-words.ts";

const asList = <T>(value: T | T[] | undefined): T[] | null =>
  value === undefined ? null : Array.isArray(value) ? value : [value];

function questionOf(context: Context, viewer: Viewer, query: IncidentQuery): ListQuestion {
  const at = new Date(context.now());
  const pins = query.list === "queue" && query.sort === "urgency" && !query.q;
  const sort = query.q ? "newest" : query.sort;
  return {
    sources: sourcesOf(viewer, query.list),
    open: query.overdue || query.due ? true : opennessOf(query),
    statuses: asList(query.status) ?? (query.list === "recheck" ? [...toRecheck] : null),
    urgencies: asList(query.urgency),
    category: query.category ?? null,
    unit: query.unit ?? null,
    overdueAt: query.overdue ? at : null,
    dueBetween: query.due ? [at, endOfDay(at)] : null,
    openedSince: query.opened ? startOfDay(at) : null,
    closedSince: query.closed ? startOfDay(at) : null,
    counted: query.figure
      ? {
          ...countedBy(query.figure),
          from: query.from ? new Date(query.from) : null,
          to: query.to ? new Date(query.to) : null,
        }
      : null,
    categories: query.section
      ? categoriesOfSection(context.configuration, query.unit, query.section)
      : null,
    reportedBy: query.source ?? null,
    supervised: query.supervised === "true",
    withDistrict: query.list === "escalations",
    unpinnedAt: pins ? at : null,
    sort,
    after: readCursor(query.after, sort),
    most: query.limit + 1,
  };
}

/** A page of a list, with what this viewer may do on each row. */
export const listIncidents = (
  context: Context,
  viewer: Viewer,
  query: IncidentQuery,
): Promise<IncidentPage> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    const ask = questionOf(context, viewer, query);
    const rows = await findRows(tx, viewer, query, ask, context.now());
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const shown = await withPinned(tx, ask, page, rows.length <= query.limit);
    return {
      items: await presentRows(context, tx, viewer, shown),
      ...(rows.length > query.limit && last ? { next: cursorOf(ask.sort, last) } : {}),
      serverTime: new Date(context.now()).toISOString(),
    };
  });

const redRank = Urgency.options.indexOf("red");
const isRed = ({ urgency_rank }: IncidentRow): boolean => urgency_rank === redRank;

/**
 * What is pinned stands above the rest of a queue, yet below red: pinned red first, then the other red ones, then what
 * else is pinned, on the page where red ends. A list without pins stays as it is.
 */
async function withPinned(
  tx: Tx,
  ask: ListQuestion,
  page: readonly IncidentRow[],
  isLast: boolean,
): Promise<readonly IncidentRow[]> {
  // Red may take pages until the pinned come.
  if (!ask.unpinnedAt || (ask.after && ask.after.rank !== redRank)) return page;
  const all = await findPinned(tx, ask.sources, ask.unpinnedAt);
  const pinned = all.filter((row) => fits(row, ask));
  const others = page.filter((row) => !isRed(row));
  return [
    ...(ask.after ? [] : pinned.filter(isRed)),
    ...page.filter(isRed),
    ...(others.length > 0 || isLast ? pinned.filter((row) => !isRed(row)) : []),
    ...others,
  ];
}

/** A filter holds for pinned rows as well. */
const fits = (row: IncidentRow, { statuses, urgencies, category, unit }: ListQuestion): boolean =>
  (!statuses || statuses.includes(row.status)) &&
  (!urgencies || urgencies.includes(row.urgency)) &&
  (!category || row.category.startsWith(category)) &&
  (!unit || row.unit.startsWith(unit));

async function findRows(
  db: Db,
  viewer: Viewer,
  query: IncidentQuery,
  ask: ListQuestion,
  now: number,
): Promise<IncidentRow[]> {
  if (!query.q) return findPage(db, ask);
  if (/\d{4}/.test(query.q) && !ask.after) {
    const [q, districts] = [query.q.trim(), districtsAround(viewer, query.q)];
    const numbered = await findByNumber(db, q, districts);
    if (numbered.length > 0) return numbered;
    const ending = await findByNumbers(db, numbersEnding(districts, q, now), districts);
    if (ending.length > 0) return ending;
  }
  const words = searchWords(query.q);
  return words.length > 0 ? findByWords(db, words, ask, (row) => isMasked(viewer, row)) : [];
}

/** Where a number can be: the district it names, else those of the viewer's units. */
function districtsAround(viewer: Viewer, number: string): string[] {
  const named = /^[A-Z]{2}-(\d{6})-/i.exec(number)?.[1];
  if (named) return [named];
  return [
    ...new Set(viewer.appointments.flatMap(({ unit }) => ancestorAt(unit, "district") ?? [])),
  ];
}

async function presentRows(
  context: Context,
  db: Db,
  viewer: Viewer,
  rows: readonly IncidentRow[],
): Promise<IncidentSummary[]> {
  const cases = await findCases(db, rows);
  return rows.flatMap(({ id }) => {
    const found = cases.get(id);
    return found ? [presentSummary(context, viewer, found)] : [];
  });
}

export type InboxItem = { workOrder: WorkOrder; incident: IncidentSummary };

/** The running work orders of the viewer's posts, departments, grids and centres. */
export const listWorkOrders = (
  context: Context,
  viewer: Viewer,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: InboxItem[]; next?: string }> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    const handlers = handlersOf(viewer);
    if (handlers.length === 0) return { items: [] };
    const orders = await findInbox(tx, handlers, readCursor(after, "urgency"), limit + 1);
    const page = orders.slice(0, limit);
    const rows = await findByKeys(
      tx,
      page.map(({ district, incident }) => ({ district, id: incident })),
    );
    const cases = await findCases(tx, rows);
    const names = await findNames(
      tx,
      page.map(({ accepted_by }) => accepted_by),
    );
    const items = page.flatMap((order): InboxItem[] => {
      const found = cases.get(order.incident);
      if (!found) return [];
      return [
        {
          workOrder: presentOrder(
            context,
            order,
            names,
            isMasked(viewer, found.incident),
            found.incident,
          ),
          incident: presentSummary(context, viewer, found),
        },
      ];
    });
    const last = page.at(-1);
    const next =
      orders.length > limit && last
        ? cursorOf("urgency", { ...last, opened_at: last.dispatched_at })
        : undefined;
    return { items, ...(next ? { next } : {}) };
  });

const exportPage = 500;
const mostExported = 20_000;

/** Every row of a list, page after page, for an export. */
export async function* everyIncident(
  context: Context,
  viewer: Viewer,
  query: IncidentQuery,
): AsyncGenerator<IncidentSummary> {
  let after: string | undefined;
  for (let count = 0; count < mostExported; count += exportPage) {
    const { after: _, ...rest } = query;
    const page = await listIncidents(context, viewer, {
      ...rest,
      limit: exportPage,
      ...(after ? { after } : {}),
    });
    yield* page.items;
    after = page.next;
    if (!after) return;
  }
}
