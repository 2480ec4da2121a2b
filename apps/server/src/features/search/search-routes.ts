import { Problem } from "@gezhi/contract/problem.ts";
import {
  PhoneSearch,
  PhoneSearchAnswer,
  SearchAnswer,
  SearchQuery,
} from "@gezhi/contract/search.ts";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { findByPhone } from "./phone-search-commands.ts";
import { answerSearch, type ListIncidents } from "./search-answer.ts";

const tags = ["search"];

export function registerSearchRoutes(
  app: App,
  context: Context,
  listIncidents: ListIncidents,
): void {
  app.get(
    "/api/search",
    {
      schema: {
        tags,
        summary:
          "Units, staff, devices and incidents by name, code, number, words or the initials of their pinyin, best first",
        querystring: SearchQuery,
        response: { 200: SearchAnswer, 400: Problem, 401: Problem },
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return answerSearch(context, viewerOf(request), request.query, listIncidents);
    },
  );

  app.post(
    "/api/search/phones",
    {
      schema: {
        tags,
        summary: "Matters reported from a number, with a reason on record",
        body: PhoneSearch,
        response: {
          200: PhoneSearchAnswer,
          400: Problem,
          401: Problem,
          403: Problem,
          429: Problem,
        },
      },
    },
    async (request, reply) => {
      void reply.header("cache-control", "no-store");
      return { hits: await findByPhone(context, viewerOf(request), request.body) };
    },
  );
}
