import type { MapLayer, MapPeopleQuery } from "@gezhi/contract/map.ts";
import type { z } from "zod";
import { read } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { namesPositions, positionScope } from "../positions/position-rules.ts";
import { closedLayer, presentLayer } from "./map-layers.ts";
import {
  findPeopleCells,
  findPeopleNames,
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
    return {
      ...layer,
      ...(simulated ? { simulated } : {}),
      points: layer.points.map((point, index) =>
        isNamed(point.unit.code) ? point : { ...point, title: "", id: `person-${index}` },
      ),
    };
  });
}
