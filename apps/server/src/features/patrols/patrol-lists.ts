import { keyOf } from "@gezhi/contract/ids.ts";
import {
  type MapPatrolQuery,
  type MapPatrols,
  type MyPatrols,
  type Patrol,
  patrolDays,
} from "@gezhi/contract/patrols.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type { z } from "zod";
import { read } from "../../platform/database/scope.ts";
import { invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { placeName } from "../organisation/post-directory.ts";
import { namesPositions, positionScope } from "../positions/position-rules.ts";
import { dutiesToWalk } from "./patrol-dues.ts";
import { presentPatrol } from "./patrol-presentation.ts";
import { findPatrol, listOwnPatrols, listPatrolsInWindow } from "./patrol-queries.ts";
import { patrolDuties, patrolUnits, shownMs, thinned } from "./patrol-rules.ts";

const dayMs = 86_400_000;
const mostOnMap = 200;
const mostPointsOnMap = 400;
const mostOwn = 60;
const slackMs = 60_000;

/** Who sees where people are (domain B.3, "staff positions") sees their patrols, with the same names or none. */
const namedTo = (viewer: Viewer) => {
  const names = namesPositions(viewer);
  return ({ unit, account }: { unit: string; account: string }) =>
    account === viewer.account || names(unit);
};

export async function patrolsOnMap(
  context: Context,
  viewer: Viewer,
  { bbox, unit, at }: z.output<typeof MapPatrolQuery>,
): Promise<MapPatrols> {
  const now = context.now();
  const then = at === undefined ? now : Date.parse(at);
  if (then > now + slackMs) throw invalid("回放只能看过去的时刻");
  if (then < now - patrolDays * dayMs - slackMs)
    throw invalid(`只能回放最近 ${patrolDays} 天，请选较近的时刻`);
  const scope = positionScope(viewer);
  const rows = await read(context.db, scope, (tx) =>
    listPatrolsInWindow(tx, {
      bbox,
      unit,
      from: new Date(then - shownMs),
      at: new Date(then),
      limit: mostOnMap + 1,
    }),
  );
  const isNamed = namedTo(viewer);
  return {
    items: rows
      .slice(0, mostOnMap)
      .map((row) =>
        presentPatrol(
          context,
          { ...row, track: thinned(row.track, mostPointsOnMap) },
          { at: then, named: isNamed(row) },
        ),
      ),
    more: rows.length > mostOnMap,
    // A walker whose role sees no positions still sees their own.
    ...(scope.parties.length === 0 && rows.length === 0 ? { closed: true } : {}),
  };
}

export async function onePatrol(context: Context, viewer: Viewer, id: string): Promise<Patrol> {
  const row = await read(context.db, positionScope(viewer), (tx) => findPatrol(tx, keyOf(id)));
  if (!row) throw notFound("这次巡查");
  return presentPatrol(context, row, { at: context.now(), named: namedTo(viewer)(row) });
}

export async function myPatrols(context: Context, viewer: Viewer): Promise<MyPatrols> {
  const at = context.now();
  const rows = await read(context.db, positionScope(viewer), (tx) =>
    listOwnPatrols(tx, viewer.account, mostOwn),
  );
  return {
    units: patrolUnits(viewer).map((unit) => ({
      code: UnitCode.parse(unit),
      name: placeName(context, unit),
    })),
    duties: [...patrolDuties],
    toWalk: await dutiesToWalk(context, viewer),
    items: rows.map((row) => {
      const { track: _, ...rest } = presentPatrol(context, row, { at, named: true });
      return rest;
    }),
  };
}
