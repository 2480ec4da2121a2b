import { PageQuery, Problem } from "@gezhi/contract/problem.ts";
import {
  AskPhoneCode,
  Classification,
  ClassifyText,
  MyReportPage,
  NearbyIncidents,
  NearbyQuery,
  PhoneCodeSent,
  PhoneProof,
  Receipt,
  SubmitReport,
  VerifyPhoneCode,
} from "@gezhi/contract/reports.ts";
import type { App } from "../../platform/http/app.ts";
import { publicLimit } from "../../platform/http/public-limit.ts";
import { suggestCategories } from "../classification/classification-commands.ts";
import { urgencyHints } from "../classification/urgency-hint-rules.ts";
import type { Context } from "../context.ts";
import { maybeViewer, viewerOf } from "../identity/session-plugin.ts";
import { submitReport } from "./intake-commands.ts";
import { nearbyIncidents } from "./nearby-incidents.ts";
import { ownReports } from "./own-reports.ts";
import { sendPhoneCode, verifyPhoneCode } from "./phone-code-commands.ts";

const tags = ["reports"];

export function registerReportRoutes(app: App, context: Context): void {
  const limit = (perMinute: number) => ({
    config: { rateLimit: publicLimit(context.config, perMinute) },
  });

  // The classifier takes half a second to make: before the first report, not while it waits.
  app.addHook("onListen", async () => {
    await suggestCategories(context, context.configuration.root(), "井盖", new Date(context.now()));
  });

  app.post(
    "/api/reports",
    {
      ...limit(60),
      schema: {
        tags,
        summary:
          "Reports something; residents and riders need no account, other sources need the role",
        body: SubmitReport,
        response: { 200: Receipt, 201: Receipt, 400: Problem, 403: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const { receipt, repeated } = await submitReport(
        context,
        { viewer: maybeViewer(request) },
        request.body,
      );
      return reply.code(repeated ? 200 : 201).send(receipt);
    },
  );

  app.post(
    "/api/classifications",
    {
      ...limit(120),
      schema: {
        tags,
        summary: "The likeliest categories of a text",
        body: ClassifyText,
        response: { 200: Classification },
      },
    },
    async (request) => {
      const { text } = request.body;
      const unit = maybeViewer(request)?.appointments[0]?.unit ?? context.configuration.root();
      const items = await suggestCategories(context, unit, text, new Date(context.now()));
      return { items, urgencyHints: urgencyHints(text) };
    },
  );

  app.get(
    "/api/nearby-incidents",
    {
      ...limit(120),
      schema: {
        tags,
        summary: "Open incidents near a place that strangers may see",
        querystring: NearbyQuery,
        response: { 200: NearbyIncidents },
      },
    },
    async (request) => ({
      items: await nearbyIncidents(context, maybeViewer(request), request.query),
    }),
  );

  app.get(
    "/api/my-reports",
    {
      schema: {
        tags,
        summary: "What I reported, newest first",
        querystring: PageQuery,
        response: { 200: MyReportPage },
      },
    },
    (request) => ownReports(context, viewerOf(request), request.query),
  );

  app.post(
    "/api/phone-codes",
    {
      ...limit(10),
      schema: {
        tags,
        summary: "Sends a code to a phone",
        body: AskPhoneCode,
        response: { 200: PhoneCodeSent, 429: Problem },
      },
    },
    (request) => sendPhoneCode(context, request.body.phone),
  );

  app.post(
    "/api/phone-codes/verifications",
    {
      ...limit(20),
      schema: {
        tags,
        summary: "Proves a phone by its code",
        body: VerifyPhoneCode,
        response: { 200: PhoneProof, 400: Problem },
      },
    },
    async (request) => ({
      proof: await verifyPhoneCode(context, request.body.phone, request.body.code),
    }),
  );
}
