import { DeviceForecasts, ForecastQuery, UnitForecasts } from "@gezhi/contract/forecasts.ts";
import { DeviceId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { deviceForecasts, unitForecasts } from "./forecast-lists.ts";

const tags = ["telemetry"];
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

export function registerForecastRoutes(app: App, context: Context): void {
  app.get(
    "/api/devices/:id/forecasts",
    {
      schema: {
        tags,
        summary: "When the present course of a device would come to a level, or why nobody can say",
        params: z.object({ id: DeviceId }),
        response: { 200: DeviceForecasts, ...refusals },
      },
    },
    (request) => deviceForecasts(context, viewerOf(request), request.params.id),
  );

  app.get(
    "/api/forecasts",
    {
      schema: {
        tags,
        summary: "Devices of a town or below on their way to a level; none of a person's",
        querystring: ForecastQuery,
        response: { 200: UnitForecasts, ...refusals },
      },
    },
    (request) => unitForecasts(context, viewerOf(request), request.query.unit),
  );
}
