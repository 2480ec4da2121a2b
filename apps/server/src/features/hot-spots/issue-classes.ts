import type { Effect, IssueClassDetail, IssueClassQuery } from "@gezhi/contract/hot-spots.ts";
import { type IssueClassId, type Key, keyOf } from "@gezhi/contract/ids.ts";
import type { Db } from "../../platform/database/connect.ts";
import { read } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { presentClass, presentMeasure, presentStep } from "./hot-spot-presentation.ts";
import { findHotSpotsOfClass, listSteps } from "./hot-spot-queries.ts";
import { classScope, looksAtClasses, rateOf } from "./hot-spot-rules.ts";
import { notLooker, presentAll } from "./hot-spots.ts";
import { needClass } from "./issue-class-commands.ts";
import {
  type ClassRow,
  countCards,
  findClass,
  listClasses,
  listMeasures,
} from "./issue-class-queries.ts";
import { countEffect } from "./member-queries.ts";

export async function pageOfClasses(context: Context, viewer: Viewer, query: IssueClassQuery) {
  if (!looksAtClasses(viewer)) throw notLooker();
  return read(context.db, classScope(viewer), async (tx) => {
    const rows = await listClasses(tx, query);
    const page = rows.slice(0, query.limit);
    const cards = await countCards(
      tx,
      page.map(({ id }) => id),
    );
    const last = page.at(-1);
    return {
      items: page.map((row) => presentClass(context, viewer, row, cards.get(row.id) ?? 0)),
      ...(rows.length > query.limit && last ? { next: last.id } : {}),
    };
  });
}

export async function showClass(
  context: Context,
  viewer: Viewer,
  id: IssueClassId,
): Promise<IssueClassDetail> {
  if (!looksAtClasses(viewer)) throw notLooker();
  const key: Key = keyOf(id);
  const row = await needClass(context, viewer, (tx) => findClass(tx, key));
  // Who sees the class sees which cards it is made of; whoever may open them is asked by each card itself.
  const cards = await read(context.db, "system", async (tx) =>
    presentAll(context, viewer, tx, await findHotSpotsOfClass(tx, row.id)),
  );
  return read(context.db, classScope(viewer), async (tx) => ({
    ...presentClass(context, viewer, row, cards.length),
    hotSpots: cards,
    measures: (await listMeasures(tx, key)).map(presentMeasure),
    effect: {
      cards: cards.length
        ? await effectOf(
            context,
            tx,
            row,
            cards.map((card) => keyOf(card.id).id),
          )
        : null,
      unit: await effectOf(context, tx, row, null),
    },
    steps: (await listSteps(tx, key)).map(presentStep),
  }));
}

/** Before the measures held, and since: what the records say, not what anybody hopes. */
async function effectOf(
  context: Context,
  db: Db,
  row: ClassRow,
  cards: readonly string[] | null,
): Promise<Effect> {
  const end = row.ended_at?.getTime() ?? context.now();
  const pivot = row.effect_from ?? new Date(end + 1);
  // Cards may reach into the next town.
  const unit = cards ? row.unit.slice(0, 2) : row.unit;
  const ask = { unit, category: row.category, cards };
  const counts = await countEffect(db, ask, row.baseline_from, pivot, new Date(end + 1));
  return {
    before: rateOf(counts.before, row.baseline_from.getTime(), Math.min(pivot.getTime(), end)),
    after: row.effect_from ? rateOf(counts.after, row.effect_from.getTime(), end) : null,
  };
}
