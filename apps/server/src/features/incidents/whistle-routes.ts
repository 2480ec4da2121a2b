import { z } from "zod";
import { Problem } from "@gezhi/contract/problem.ts";
import { ancestorAt, levelOf, UnitCode } from "@gezhi/contract/units.ts";
import { WhistleFigureQuery, WhistleFigures, WhistleTargets } from "@gezhi/contract/whistles.ts";
import type { App } from "../../platform/http/app.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { departmentsAt, handlerName, postsAt } from "../organisation/post-directory.ts";
import { readWhistleFigures } from "./whistle-figures.ts";

const tags = ["whistles"];

export function registerWhistleRoutes(app: App, context: Context): void {
  app.get(
    "/api/whistle-targets",
    {
      schema: {
        tags,
        summary: "Departments of the district and posts of the town that can be whistled for",
        querystring: z.object({ town: UnitCode }),
        response: { 200: WhistleTargets, 400: Problem, 401: Problem, 404: Problem },
      },
    },
    (request) => {
      viewerOf(request);
      return { items: targetsOf(context, request.query.town) };
    },
  );

  app.get(
    "/api/whistle-figures",
    {
      schema: {
        tags,
        summary:
          "Whistles of a period: rung, checked in, in time; by kind, by who was called and who rang",
        querystring: WhistleFigureQuery,
        response: { 200: WhistleFigures, 400: Problem, 401: Problem, 403: Problem, 404: Problem },
      },
    },
    (request) => readWhistleFigures(context, viewerOf(request), request.query),
  );
}

function targetsOf(context: Context, town: string): WhistleTargets["items"] {
  const district = ancestorAt(town, "district");
  if (!district || levelOf(town) !== "town" || !context.units.find(town))
    throw notFound("这个镇街");
  const target = (handler: string, kind: "department" | "post") => ({
    handler,
    name: handlerName(context, handler),
    kind,
  });
  const departments = departmentsAt(context, district).filter(({ kind }) => kind !== "perCase");
  return [
    ...departments.map(({ code }) => target(`${district}/${code}`, "department")),
    ...postsAt(context, town).map(({ code }) => target(`${town}/${code}`, "post")),
  ];
}
