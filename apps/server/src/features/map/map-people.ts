import type { MapLayer, MapPeopleHistoryQuery, MapPeopleQuery } from "@gezhi/contract/map.ts";
import type { z } from "zod";
import { read } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import type { PositionLooks } from "../positions/position-look-commands.ts";
import { namesPositions, positionScope } from "../positions/position-rules.ts";
import { instantOf } from "./map-history.ts";
import { closedLayer, presentLayer } from "./map-layers.ts";
import {
  findPeopleCells,
  findPeopleCellsAt,
  findPeopleNames,
  findPeopleNamesAt,
  hasSimulated,
  peopleRanks,
} from "./map-people-queries.ts";

/** Where people on duty or at work are; who may know that they are there, yet not who they are, gets no names. */
export function mapPeople(
  context: Context,
  viewer: Viewer,
  { bbox, zoom, unit }: z.output<typeof MapPeopleQuery>,
): Promise<MapLayer> | MapLayer {
  const scope = positionScope(viewer);
  if (scope.parties.length === 0) return closedLayer(context);
  const isNamed = namesPositions(viewer);
  return read(context.db, scope, async (tx) => {
    const now = new Date(context.now());
    const cells = await findPeopleCells(tx, { bbox, zoom }, unit, now);
    const layer = await presentLayer(context, tx, cells, {
      ranks: peopleRanks,
      idOf: ({ id }) => id,
      names: findPeopleNames,
    });
    const simulated = await hasSimulated(tx, { bbox }, unit, now);
    return { ...namedOnly(layer, isNamed), ...(simulated ? { simulated } : {}) };
  });
}

const namedOnly = (layer: MapLayer, isNamed: (unit: string) => boolean): MapLayer => ({
  ...layer,
  points: layer.points.map((point, index) =>
    isNamed(point.unit.code) ? point : { ...point, title: "", id: `person-${index}` },
  ),
});

/** Where they were: one instant at a time, never the way of one person. */
export async function mapPeopleAt(
  context: Context,
  looks: PositionLooks,
  viewer: Viewer,
  { bbox, zoom, unit, at, reason }: z.output<typeof MapPeopleHistoryQuery>,
): Promise<MapLayer> {
  const then = instantOf(context, at);
  const scope = positionScope(viewer);
  if (scope.parties.length === 0) return closedLayer(context);
  await looks(viewer, { at: then, reason, areas: scope.parties });
  return read(context.db, scope, async (tx) => {
    const cells = await findPeopleCellsAt(tx, { bbox, zoom }, unit, then);
    const layer = await presentLayer(context, tx, cells, {
      ranks: peopleRanks,
      idOf: ({ id }) => id,
      names: (db, singles) => findPeopleNamesAt(db, singles, then),
    });
    const simulated = layer.points.some((point) => point.simulated);
    return {
      ...namedOnly(layer, namesPositions(viewer)),
      at: then.toISOString(),
      ...(simulated ? { simulated } : {}),
    };
  });
}
