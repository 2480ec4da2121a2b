import { Problem } from "@gezhi/contract/problem.ts";
import { SuggestionFigureQuery, SuggestionFigures } from "@gezhi/contract/suggestion-figures.ts";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { readSuggestionFigures } from "./suggestion-figures.ts";

export function registerSuggestionRoutes(app: App, context: Context): void {
  app.get(
    "/api/suggestion-figures",
    {
      schema: {
        tags: ["figures"],
        summary:
          "How often people kept the suggested category and post and how often they corrected it, by category and confidence",
        querystring: SuggestionFigureQuery,
        response: {
          200: SuggestionFigures,
          400: Problem,
          401: Problem,
          403: Problem,
          404: Problem,
        },
      },
    },
    (request) => readSuggestionFigures(context, viewerOf(request), request.query),
  );
}
