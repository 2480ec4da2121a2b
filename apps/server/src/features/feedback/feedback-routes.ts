import {
  AnswerFeedback,
  Feedback,
  FeedbackList,
  FeedbackQuery,
  SendFeedback,
} from "@gezhi/contract/feedback.ts";
import { FeedbackId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole, viewerOf } from "../identity/session-plugin.ts";
import { answerFeedback, sendFeedback, showFeedback } from "./feedback-commands.ts";

const tags = ["feedback"];
const refusals = { 400: Problem, 401: Problem, 403: Problem };

export function registerFeedbackRoutes(app: App, context: Context): void {
  app.post(
    "/api/feedback",
    {
      schema: {
        tags,
        summary: "What somebody who works with the product asks of it",
        body: SendFeedback,
        response: { 201: Feedback, ...refusals },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await sendFeedback(context, viewerOf(request), request.body)),
  );

  app.get(
    "/api/feedback",
    {
      schema: {
        tags,
        summary: "What I asked with the answers; for the city's operator what everybody did",
        querystring: FeedbackQuery,
        response: { 200: FeedbackList, ...refusals },
      },
    },
    (request) => showFeedback(context, viewerOf(request), request.query),
  );

  app.post(
    "/api/feedback/:id/answers",
    {
      schema: {
        tags,
        summary: "What becomes of it; whoever asked is told",
        params: z.object({ id: FeedbackId }),
        body: AnswerFeedback,
        response: { 200: Feedback, ...refusals, 404: Problem },
      },
    },
    (request) =>
      answerFeedback(
        context,
        requireRole(request, "cityOperator"),
        request.params.id,
        request.body,
      ),
  );
}
