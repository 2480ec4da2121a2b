import { Readable } from "node:stream";
import {
  AcceptDowngrade,
  AcceptOutsideCall,
  AlarmActsResult,
  AlarmDetail,
  AlarmPage,
  AlarmQuery,
  AnswerOutsideCall,
  OutsideContact,
  PrecisionPage,
  PrecisionQuery,
  ReplayedRule,
  ReplayRule,
  SaveOutsideContact,
  TakeAlarmAct,
  TakeAlarmActs,
} from "@gezhi/contract/alarms.ts";
import { AlarmId, keyOf } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { ProfileCode } from "@gezhi/contract/sensing.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { requireRole, viewerOf } from "../identity/session-plugin.ts";
import { acceptCall, actOnAlarm } from "./alarm-act-commands.ts";
import { actOnAll } from "./alarm-bulk-commands.ts";
import { alarmsCsv } from "./alarm-export.ts";
import { listAlarms, readAlarm } from "./alarm-presentation.ts";
import { answerCall } from "./outside-call-commands.ts";
import { deleteContact, listContacts, saveContact } from "./outside-contact-commands.ts";
import { acceptDowngrade, listPrecision } from "./precision-commands.ts";
import { replayRule } from "./replay-commands.ts";

const tags = ["alarms"];
const params = z.object({ id: AlarmId });
const ContactParams = z.object({
  id: z.string().regex(/^\d{6}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
});
const refusals = { 401: Problem, 403: Problem, 404: Problem, 409: Problem };

export function registerAlarmRoutes(app: App, context: Context): void {
  registerAlarms(app, context);
  registerRules(app, context);
  registerOutside(app, context);
}

function registerAlarms(app: App, context: Context): void {
  app.get(
    "/api/alarms",
    {
      schema: {
        tags,
        summary: "Alarms in my scope, the newest first",
        querystring: AlarmQuery,
        response: { 200: AlarmPage, 401: Problem },
      },
    },
    (request) => listAlarms(context, viewerOf(request), request.query),
  );
  app.get(
    "/api/alarms.csv",
    {
      schema: {
        tags,
        summary: "The same list as a table for spreadsheets; on record",
        querystring: AlarmQuery,
      },
    },
    (request, reply) =>
      reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="alarms.csv"')
        .send(Readable.from(alarmsCsv(context, viewerOf(request), request.query))),
  );
  app.post(
    "/api/alarm-acts",
    {
      schema: {
        tags,
        summary: "Acknowledges all open alarms of an incident, or calls them false; says of each",
        body: TakeAlarmActs,
        response: { 200: AlarmActsResult, 400: Problem, ...refusals },
      },
    },
    (request) => actOnAll(context, viewerOf(request), request.body),
  );
  app.get(
    "/api/alarms/:id",
    {
      schema: {
        tags,
        summary: "An alarm with its steps, who was told and who answered",
        params,
        response: { 200: AlarmDetail, 401: Problem, 404: Problem },
      },
    },
    (request) => readAlarm(context, viewerOf(request), request.params.id),
  );
  app.post(
    "/api/alarms/:id/acts",
    {
      schema: {
        tags,
        summary: "Acknowledge, confirm, call false, clear or mute",
        params,
        body: TakeAlarmAct,
        response: { 200: AlarmDetail, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await actOnAlarm(context, viewer, request.params.id, request.body);
      return readAlarm(context, viewer, request.params.id);
    },
  );
  app.post(
    "/api/alarms/:id/accepted-calls",
    {
      schema: {
        tags,
        summary: "An outside party answered the telephone",
        params,
        body: AcceptOutsideCall,
        response: { 200: AlarmDetail, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await acceptCall(context, viewer, request.params.id, request.body.party);
      return readAlarm(context, viewer, request.params.id);
    },
  );
}

function registerRules(app: App, context: Context): void {
  app.get(
    "/api/alarm-precision",
    {
      schema: {
        tags,
        summary: "How often each rule was right, and what it proposes about itself",
        querystring: PrecisionQuery,
        response: { 200: PrecisionPage, 401: Problem, 403: Problem },
      },
    },
    (request) => {
      const viewer = requireRole(
        request,
        "dispatcher",
        "dutyOfficer",
        "commander",
        "districtCentre",
        "sysAdmin",
      );
      return listPrecision(context, viewer, request.query);
    },
  );
  app.post(
    "/api/alarm-precision/:rule/downgrades",
    {
      schema: {
        tags,
        summary: "Takes up a rule's proposal: a new version of the rules, one level lower",
        params: z.object({ rule: ProfileCode }),
        body: AcceptDowngrade,
        response: { 200: z.object({ version: z.number().int() }), ...refusals },
      },
    },
    (request) =>
      acceptDowngrade(context, requireRole(request, "sysAdmin"), request.params.rule, request.body),
  );
  app.post(
    "/api/rule-replays",
    {
      schema: {
        tags,
        summary: "What a changed rule would have raised from the readings that are kept",
        body: ReplayRule,
        response: { 200: ReplayedRule, 400: Problem, 401: Problem, 403: Problem },
      },
    },
    (request) => {
      const viewer = requireRole(request, "sysAdmin", "dutyOfficer", "commander", "districtCentre");
      return replayRule(context, viewer, request.body);
    },
  );
}

function registerOutside(app: App, context: Context): void {
  app.post(
    "/api/outside-calls/answers",
    {
      schema: {
        tags,
        summary: "A voice gateway says whether its call was accepted; the call's key is the proof",
        security: [],
        body: AnswerOutsideCall,
        response: { 204: z.null(), 404: Problem },
      },
    },
    async (request, reply) => {
      const { key, accepted } = request.body;
      if (!(await answerCall(context, key, accepted))) throw notFound("等待应答的外呼");
      return reply.code(204).send(null);
    },
  );
  app.get(
    "/api/outside-contacts",
    {
      schema: {
        tags,
        summary: "Whom a unit and those below it call outside their own staff",
        querystring: z.object({ unit: UnitCode }),
        response: { 200: z.object({ items: z.array(OutsideContact) }), 401: Problem, 403: Problem },
      },
    },
    async (request) => ({
      items: await listContacts(context, viewerOf(request), request.query.unit),
    }),
  );
  app.post(
    "/api/outside-contacts",
    {
      schema: {
        tags,
        summary: "A new outside contact",
        body: SaveOutsideContact,
        response: { 201: OutsideContact, 400: Problem, 401: Problem, 403: Problem },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await saveContact(context, viewerOf(request), null, request.body)),
  );
  app.put(
    "/api/outside-contacts/:id",
    {
      schema: {
        tags,
        summary: "Changes an outside contact",
        params: ContactParams,
        body: SaveOutsideContact,
        response: { 200: OutsideContact, 400: Problem, 401: Problem, 403: Problem, 404: Problem },
      },
    },
    (request) => saveContact(context, viewerOf(request), keyOf(request.params.id), request.body),
  );
  app.delete(
    "/api/outside-contacts/:id",
    {
      schema: {
        tags,
        summary: "Removes an outside contact",
        params: ContactParams,
        response: { 204: z.null(), 401: Problem, 403: Problem, 404: Problem },
      },
    },
    async (request, reply) => {
      await deleteContact(context, viewerOf(request), keyOf(request.params.id));
      return reply.code(204).send(null);
    },
  );
}
