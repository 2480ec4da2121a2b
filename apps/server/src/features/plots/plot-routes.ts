import { keyOf, PlotId } from "@gezhi/contract/ids.ts";
import {
  ChangePlot,
  DrawPlot,
  Plot,
  PlotList,
  PlotQuery,
  PlotVersions,
  RemovePlot,
  RestorePlot,
} from "@gezhi/contract/plots.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import { read, type Scope, type Tx } from "../../platform/database/scope.ts";
import type { App } from "../../platform/http/app.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { changePlot, drawPlot, removePlot, restorePlot } from "./plot-commands.ts";
import { presentPlot, presentVersion, readsWords } from "./plot-presentation.ts";
import { findPlot, listPlots, listVersions, type OwnerType, type PlotRow } from "./plot-queries.ts";
import { plotScope } from "./plot-rules.ts";

const tags = ["plots"];
const params = z.object({ id: PlotId });
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };
const mostShown = 500;

export function registerPlotRoutes(app: App, context: Context): void {
  const under = <T>(viewer: Viewer, type: OwnerType, work: (tx: Tx) => Promise<T>): Promise<T> => {
    const scope: Scope = type === "unit" ? plotScope(viewer) : scopeOf(viewer);
    return read(context.db, scope, work);
  };

  async function list(viewer: Viewer, query: PlotQuery): Promise<PlotList> {
    const { incident, unit, bbox } = query;
    const areas = plotScope(viewer).parties;
    const types: OwnerType[] = [
      "incident",
      ...(incident === undefined && areas.length > 0 ? (["unit"] as const) : []),
    ];
    const removed = query.removed === "true";
    const of = incident && keyOf(incident);
    const found: PlotRow[] = [];
    for (const type of types) {
      const asked = { type, areas, incident: of, unit, bbox, removed, limit: mostShown };
      found.push(...(await under(viewer, type, (tx) => listPlots(tx, asked))));
    }
    const inOrder = found.toSorted((a, b) => b.changed_at.getTime() - a.changed_at.getTime());
    return {
      items: inOrder.slice(0, mostShown).map((row) => presentPlot(context, viewer, row)),
      more: inOrder.length > mostShown,
    };
  }

  /** Whichever it hangs on, under the scope that is for those. */
  async function find<T>(
    viewer: Viewer,
    id: PlotId,
    answer: (tx: Tx, row: PlotRow) => T | Promise<T>,
  ): Promise<T> {
    for (const type of ["unit", "incident"] as const) {
      const found = await under(viewer, type, async (tx) => {
        const row = await findPlot(tx, keyOf(id), type);
        return row && { value: await answer(tx, row) };
      });
      if (found) return found.value;
    }
    throw notFound("这处标绘");
  }
  const one = (viewer: Viewer, id: PlotId): Promise<Plot> =>
    find(viewer, id, (_, row) => presentPlot(context, viewer, row));

  app.get(
    "/api/plots",
    {
      schema: {
        tags,
        summary: "Drawings on the map, of units and of open incidents or of one incident",
        querystring: PlotQuery,
        response: { 200: PlotList, ...refusals },
      },
    },
    (request) => list(viewerOf(request), request.query),
  );

  app.post(
    "/api/plots",
    {
      schema: {
        tags,
        summary: "Draws a point, line or area under an incident or a unit",
        body: DrawPlot,
        response: { 201: Plot, 409: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const id = await drawPlot(context, viewer, request.body);
      return reply.code(201).send(await one(viewer, id));
    },
  );

  app.get(
    "/api/plots/:id",
    { schema: { tags, summary: "A drawing", params, response: { 200: Plot, ...refusals } } },
    (request) => one(viewerOf(request), request.params.id),
  );

  app.get(
    "/api/plots/:id/versions",
    {
      schema: {
        tags,
        summary: "Every state it had, who made it so and when; the newest first",
        params,
        response: { 200: PlotVersions, ...refusals },
      },
    },
    (request) => {
      const viewer = viewerOf(request);
      return find(viewer, request.params.id, async (tx, row) => {
        const whole = readsWords(viewer, row);
        const versions = await listVersions(tx, row);
        return { items: versions.map((version) => presentVersion(version, whole)) };
      });
    },
  );

  const act = (
    path: string,
    summary: string,
    method: "POST" | "PUT",
    body: z.ZodType,
    command: (viewer: Viewer, id: PlotId, body: never) => Promise<void>,
  ) =>
    app.route({
      method,
      url: path,
      schema: { tags, summary, params, body, response: { 200: Plot, 409: Problem, ...refusals } },
      handler: async (request) => {
        const viewer = viewerOf(request);
        await command(viewer, request.params.id, request.body as never);
        return one(viewer, request.params.id);
      },
    });

  act(
    "/api/plots/:id",
    "Changes a drawing that nobody changed meanwhile",
    "PUT",
    ChangePlot,
    (viewer, id, body: ChangePlot) => changePlot(context, viewer, id, body),
  );
  act(
    "/api/plots/:id/removal",
    "Takes it off the map; it can be had back",
    "POST",
    RemovePlot,
    (viewer, id, { version }: { version: number }) => removePlot(context, viewer, id, version),
  );
  act(
    "/api/plots/:id/restoration",
    "Makes an earlier version the newest one",
    "POST",
    RestorePlot,
    (viewer, id, body: RestorePlot) => restorePlot(context, viewer, id, body),
  );
}
