import { Problem } from "@gezhi/contract/problem.ts";
import { AccountId } from "@gezhi/contract/ids.ts";
import { Force, HandlerTarget, PostView, StaffCard } from "@gezhi/contract/organisation.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { registerAppointmentRoutes } from "./appointment-routes.ts";
import { forceFor, handlersFor, postsFor } from "./establishment-presentation.ts";
import { registerPeopleRoutes } from "./people-routes.ts";
import { staffCardFor } from "./staff-card-presentation.ts";

const tags = ["organisation"];
const params = z.object({ code: UnitCode });
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };

export function registerOrganisationRoutes(app: App, context: Context): void {
  app.get(
    "/api/handlers",
    {
      schema: {
        tags,
        summary:
          "Whom work of a town can be given to: posts, departments, grids, communities, other towns; with holders and load",
        querystring: z.object({ town: UnitCode }),
        response: { 200: z.object({ items: z.array(HandlerTarget) }), ...refusals },
      },
    },
    async (request) => ({
      items: await handlersFor(context, viewerOf(request), request.query.town),
    }),
  );

  app.get(
    "/api/units/:code/posts",
    {
      schema: {
        tags,
        summary: "Posts of a town with A and B holders, substitutes, and who can be reached",
        params,
        response: { 200: z.object({ items: z.array(PostView) }), ...refusals },
      },
    },
    async (request) => ({ items: await postsFor(context, viewerOf(request), request.params.code) }),
  );

  app.get(
    "/api/units/:code/force",
    {
      schema: {
        tags,
        summary: "1+3+N of a grid or of every grid of a community; what is missing is flagged",
        params,
        response: { 200: Force, ...refusals },
      },
    },
    (request) => forceFor(context, viewerOf(request), request.params.code),
  );

  app.get(
    "/api/staff/:account",
    {
      schema: {
        tags,
        summary: "Somebody of the staff: duties, on duty or not, running work, for colleagues",
        params: z.object({ account: AccountId }),
        response: { 200: StaffCard, ...refusals },
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return staffCardFor(context, viewerOf(request), request.params.account);
    },
  );

  registerPeopleRoutes(app, context);
  registerAppointmentRoutes(app, context);
}
