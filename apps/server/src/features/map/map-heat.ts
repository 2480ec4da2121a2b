import type { MapHeat, MapHeatQuery } from "@gezhi/contract/map.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type { z } from "zod";
import { read } from "../../platform/database/scope.ts";
import { invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { scopeOf, seesStatistics, type Viewer } from "../identity/viewer.ts";
import { placeName } from "../organisation/post-directory.ts";
import { finestOfFigures, heatCells, rasterOf, resolutionAt } from "./heat-rules.ts";
import { countSpots } from "./map-heat-queries.ts";

const mostCells = 2_000;
const mostDays = 400;
const dayMs = 86_400_000;
const dayAt = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);

/** Of a unit whose figures are open to the viewer all of it, yet no finer than figures go; else what the viewer sees. */
export async function mapHeat(
  context: Context,
  viewer: Viewer,
  { bbox, zoom, unit, category, from, to }: z.output<typeof MapHeatQuery>,
): Promise<MapHeat> {
  const [start, end] = [dayAt(from), dayAt(to) + dayMs];
  if (end <= start) throw invalid("结束日期不能早于开始日期");
  if (end - start > mostDays * dayMs) throw invalid(`一次最多看 ${mostDays} 天，请缩短时段`);
  const figures = unit !== undefined && seesStatistics(viewer, unit);
  const resolution = figures ? Math.min(finestOfFigures, resolutionAt(zoom)) : resolutionAt(zoom);
  const asked = { bbox, unit, category, from: new Date(start), before: new Date(end) };
  const spots = await read(context.db, figures ? "system" : scopeOf(viewer), (tx) =>
    countSpots(tx, asked, rasterOf(resolution)),
  );
  const cells = heatCells(spots, resolution);
  return {
    cells: cells.slice(0, mostCells).map((cell) => {
      const code = context.units.locate(cell.lon, cell.lat);
      return {
        ...cell,
        unit:
          code === undefined
            ? null
            : { code: UnitCode.parse(code), name: placeName(context, code) },
      };
    }),
    total: cells.reduce((sum, { count }) => sum + count, 0),
    cellsInAll: cells.length,
    resolution,
  };
}
