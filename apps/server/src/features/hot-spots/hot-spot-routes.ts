import {
  CellQuery,
  CloseHotSpot,
  CreateIssueClass,
  HotSpotDetail,
  HotSpotPage,
  HotSpotQuery,
  IssueClassAct,
  IssueClassDetail,
  IssueClassPage,
  IssueClassQuery,
  OccurrenceQuery,
  Occurrences,
  PastCaseImportResult,
  RecurrenceCells,
  RecurrenceQuery,
  Recurrences,
} from "@gezhi/contract/hot-spots.ts";
import { HotSpotId, IssueClassId } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { closeHotSpot, notDecider } from "./hot-spot-commands.ts";
import { decidesOnHotSpots } from "./hot-spot-rules.ts";
import {
  listCells,
  listOccurrences,
  listRecurrences,
  pageOfHotSpots,
  showHotSpot,
} from "./hot-spots.ts";
import { actOnClass, createIssueClass } from "./issue-class-commands.ts";
import { pageOfClasses, showClass } from "./issue-classes.ts";
import { importPastCases } from "./past-case-commands.ts";
import { pastTemplate } from "./past-case-rules.ts";

const tags = ["hot spots"];
const cardParams = z.object({ id: HotSpotId });
const classParams = z.object({ id: IssueClassId });
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };
const changes = { ...refusals, 409: Problem };
const mostBytes = 4 << 20;

export function registerHotSpotRoutes(app: App, context: Context): void {
  app.get(
    "/api/hot-spots",
    {
      schema: {
        tags,
        summary: "Cards of what keeps happening in one place, newest first",
        querystring: HotSpotQuery,
        response: { 200: HotSpotPage, ...refusals },
      },
    },
    (request) => pageOfHotSpots(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/hot-spots/:id",
    {
      schema: {
        tags,
        summary: "A card with what it counts and what became of it",
        params: cardParams,
        response: { 200: HotSpotDetail, ...refusals },
      },
    },
    (request) => showHotSpot(context, viewerOf(request), request.params.id),
  );

  app.post(
    "/api/hot-spots/:id/closure",
    {
      schema: {
        tags,
        summary: "Nothing more is needed here, and why",
        params: cardParams,
        body: CloseHotSpot,
        response: { 200: HotSpotDetail, ...changes },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await closeHotSpot(context, viewer, request.params.id, request.body.reason);
      return showHotSpot(context, viewer, request.params.id);
    },
  );

  app.get(
    "/api/recurrences",
    {
      schema: {
        tags,
        summary:
          "What recurs, by category and street, key place, cell or town: numbers, no records",
        querystring: RecurrenceQuery,
        response: { 200: Recurrences, ...refusals },
      },
    },
    (request) => listRecurrences(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/recurrence-cells",
    {
      schema: {
        tags,
        summary: "H3 cells with at least two occurrences, most first",
        querystring: CellQuery,
        response: { 200: RecurrenceCells, ...refusals },
      },
    },
    (request) => listCells(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/occurrences",
    {
      schema: {
        tags,
        summary: "What lies behind one row of recurrence, as far as the viewer sees its records",
        querystring: OccurrenceQuery,
        response: { 200: Occurrences, ...refusals },
      },
    },
    (request) => listOccurrences(context, viewerOf(request), request.query),
  );

  app.get(
    "/api/issue-classes",
    {
      schema: {
        tags,
        summary: "Classes of issues, newest first",
        querystring: IssueClassQuery,
        response: { 200: IssueClassPage, ...refusals },
      },
    },
    (request) => pageOfClasses(context, viewerOf(request), request.query),
  );

  app.post(
    "/api/issue-classes",
    {
      schema: {
        tags,
        summary: "Makes cards, or what recurs in a unit, one class with an owner",
        body: CreateIssueClass,
        response: { 201: IssueClassDetail, ...changes },
      },
    },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const id = await createIssueClass(context, viewer, request.body);
      return reply.code(201).send(await showClass(context, viewer, id));
    },
  );

  app.get(
    "/api/issue-classes/:id",
    {
      schema: {
        tags,
        summary: "A class with its cards, measures and effect",
        params: classParams,
        response: { 200: IssueClassDetail, ...refusals },
      },
    },
    (request) => showClass(context, viewerOf(request), request.params.id),
  );

  app.post(
    "/api/issue-classes/:id/acts",
    {
      schema: {
        tags,
        summary: "One act on a class",
        params: classParams,
        body: IssueClassAct,
        response: { 200: IssueClassDetail, ...changes },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await actOnClass(context, viewer, request.params.id, request.body);
      return showClass(context, viewer, request.params.id);
    },
  );

  app.get(
    "/api/past-cases/template.csv",
    { schema: { tags, summary: "An empty file of past cases to fill in" } },
    (request, reply) => {
      if (!decidesOnHotSpots(viewerOf(request))) throw notDecider();
      return reply
        .type("text/csv; charset=utf-8")
        .header(
          "content-disposition",
          "attachment; filename*=UTF-8''%E5%8E%86%E5%8F%B2%E8%AE%B0%E5%BD%95%E6%A8%A1%E6%9D%BF.csv",
        )
        .send(pastTemplate);
    },
  );

  app.post(
    "/api/past-cases/import",
    {
      bodyLimit: mostBytes + (1 << 16),
      schema: {
        tags,
        summary:
          "Cases from before the platform, counted as history; all or nothing, safe to repeat",
        consumes: ["multipart/form-data"],
        querystring: z.object({ dryRun: z.enum(["true", "false"]).default("true") }),
        response: { 200: PastCaseImportResult, 413: Problem, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      if (!decidesOnHotSpots(viewer)) throw notDecider();
      if (!request.isMultipart()) throw invalid("请以 multipart/form-data 上传一个 CSV 文件");
      const part = await request.file({ limits: { fileSize: mostBytes, files: 1 } });
      if (!part) throw invalid("没有收到文件，请重新选择");
      const text = textOf(await part.toBuffer());
      return importPastCases(context, viewer, text, request.query.dryRun === "true");
    },
  );
}

/** UTF-8 when the bytes are that, else the encoding of older office programs. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}
