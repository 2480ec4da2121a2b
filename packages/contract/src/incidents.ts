import { z } from "zod";
import { IncidentAccess } from "./approvals.ts";
import { ClockView } from "./clock-views.ts";
import { AccountId, FileId, IncidentId, RequestId, WorkOrderId } from "./ids.ts";
import { ReportView } from "./report-views.ts";
import { TimelineEntry } from "./timeline.ts";
import { Position, UnitCode } from "./units.ts";

/** States of domain C.1; `draft` lives on the phone only. */
export const IncidentStatus = z.enum([
  "reported",
  "verifying",
  "rejected",
  "falseAlarm",
  "registered",
  "selfHandled",
  "dispatched",
  "returnRequested",
  "accepted",
  "handling",
  "delayRequested",
  "suspended",
  "transferred",
  "escalated",
  "feedback",
  "rechecking",
  "rework",
  "closed",
  "evaluated",
  "reopened",
  "merged",
  "cancelled",
  "archived",
]);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

/** Promise 2: open + closed + rejected + merged = reported. */
export const closedStatuses = [
  "closed",
  "evaluated",
  "archived",
  "cancelled",
] as const satisfies IncidentStatus[];
export const refusedStatuses = ["rejected", "falseAlarm"] as const satisfies IncidentStatus[];

export const Urgency = z.enum(["red", "orange", "yellow", "blue"]);
export type Urgency = z.infer<typeof Urgency>;
/** The gravest is 0. */
export const urgencyRanks = { red: 0, orange: 1, yellow: 2, blue: 3 } as const satisfies Record<
  Urgency,
  number
>;

/** Steps of the escalation chain 格→社→镇街→区 (R35, R37). */
export const ChainLevel = z.enum(["grid", "village", "town", "district"]);
export type ChainLevel = z.infer<typeof ChainLevel>;

export const IncidentAct = z.enum([
  "startVerify",
  "verify",
  "register",
  "reject",
  "appeal",
  "selfHandle",
  "checkSelfHandled",
  "dispatch",
  "whistle",
  "checkIn",
  "accept",
  "requestReturn",
  "decideReturn",
  "arrive",
  "progress",
  "requestDelay",
  "decideDelay",
  "requestSuspend",
  "decideSuspend",
  "resume",
  "requestTransfer",
  "decideTransfer",
  "requestCrossTown",
  "decideCrossTown",
  "escalate",
  "decideEscalation",
  "deescalate",
  "feedback",
  "recheck",
  "close",
  "rate",
  "callBack",
  "reopen",
  "merge",
  "unmerge",
  "split",
  "requestCancel",
  "decideCancel",
  "urge",
  "supervise",
  "confer",
  "pin",
  "note",
  "sendToDeputy",
  "relocate",
  "recategorise",
  "archive",
]);
export type IncidentAct = z.infer<typeof IncidentAct>;

/** 应急哨、日常哨、攻坚哨 (R36). */
export const WhistleKind = z.enum(["emergency", "regular", "hard"]);
export type WhistleKind = z.infer<typeof WhistleKind>;

/**
 * Who handles: a post of a town, a department of a district, a grid, or another town's centre.
 * As text: `500103001/PA05`, `500103/D12`, `500103001001001`, `500103002`.
 */
export const Handler = z
  .string()
  .regex(
    /^\d{2,17}(\/[A-Z]{1,2}\d{2,3})?$/,
    "handler is a unit code, optionally with /post or /department",
  )
  .meta({ id: "Handler" });
export type Handler = z.infer<typeof Handler>;

const text = (max: number) => z.string().trim().min(1).max(max);
const note = z.string().trim().max(2000).optional();
const files = z.array(FileId).max(9).default([]);
/** Whoever has to do it again must read what was found wanting. */
const saysWhatFailed = ({ passed, note: said }: { passed: boolean; note?: string | undefined }) =>
  passed || Boolean(said);
const unsaid = { path: ["note"], message: "请写明哪里不合格，承办人才知道要改什么" };
const decision = { request: RequestId, approve: z.boolean(), note };

/** One act on an incident: `POST /api/incidents/:id/acts`. The answer is the incident after it. */
export const PerformAct = z
  .discriminatedUnion("act", [
    z.object({ act: z.literal("startVerify"), verifier: Handler.optional(), note }),
    z.object({
      act: z.literal("verify"),
      result: z.enum(["confirmed", "falseAlarm"]),
      note,
      files,
    }),
    z.object({ act: z.literal("register"), note }),
    z.object({ act: z.literal("reject"), reason: text(1000) }),
    z.object({ act: z.literal("appeal"), reason: text(1000) }),
    z.object({ act: z.literal("selfHandle"), result: text(2000), files }),
    z
      .object({ act: z.literal("checkSelfHandled"), passed: z.boolean(), note })
      .refine(saysWhatFailed, unsaid),
    z.object({
      act: z.literal("dispatch"),
      lead: Handler,
      coHandlers: z.array(Handler).max(12).default([]),
      instructions: z.string().trim().max(2000).default(""),
      /** The list item a task pushed down to a village or grid rests on; checked against the negative list (R31). */
      listItem: z.string().max(20).optional(),
      /** The active work orders the sender saw: others by now mean that somebody was faster, a conflict. Absent: not compared. */
      seenOrders: z.array(WorkOrderId).max(100).optional(),
    }),
    /** Calls departments and posts to the matter, each of which checks in within the term of the kind (R36). */
    z.object({
      act: z.literal("whistle"),
      kind: WhistleKind,
      handlers: z.array(Handler).min(1).max(12),
      need: text(1000),
      /** Only of a hard one, whose term is set with it. */
      termHours: z.number().positive().max(720).optional(),
    }),
    /** On the scene for an emergency; for the others with what is answered. */
    z.object({
      act: z.literal("checkIn"),
      workOrder: WorkOrderId,
      position: Position.optional(),
      answer: z.string().trim().max(1000).optional(),
    }),
    z.object({ act: z.literal("accept"), workOrder: WorkOrderId }),
    z.object({
      act: z.literal("requestReturn"),
      workOrder: WorkOrderId,
      reason: text(1000),
      legalBasis: text(500),
    }),
    z.object({ act: z.literal("decideReturn"), ...decision }),
    z.object({ act: z.literal("arrive"), workOrder: WorkOrderId, position: Position.optional() }),
    z.object({
      act: z.literal("progress"),
      workOrder: WorkOrderId,
      stage: z.enum(["firstAction", "permanentFix", "other"]),
      note: text(2000),
      files,
    }),
    z.object({
      act: z.literal("requestDelay"),
      workOrder: WorkOrderId,
      hours: z.number().positive().max(2000),
      reason: text(1000),
      engineering: z.boolean().default(false),
    }),
    z.object({ act: z.literal("decideDelay"), ...decision }),
    z.object({
      act: z.literal("requestSuspend"),
      reason: text(1000),
      reviewAt: z.iso.datetime(),
      interimMeasure: text(1000),
    }),
    z.object({ act: z.literal("decideSuspend"), ...decision }),
    z.object({ act: z.literal("resume"), note }),
    z.object({ act: z.literal("requestTransfer"), to: UnitCode, reason: text(1000) }),
    z.object({ act: z.literal("decideTransfer"), ...decision }),
    z.object({
      act: z.literal("requestCrossTown"),
      to: z.array(UnitCode).min(1).max(10),
      need: text(1000),
      until: z.iso.datetime().optional(),
    }),
    z.object({ act: z.literal("decideCrossTown"), ...decision }),
    z.object({
      act: z.literal("escalate"),
      /** What was tried at this level, at least one line (R35). */
      tried: z.array(text(500)).min(1).max(20),
      reason: text(1000),
    }),
    z.object({ act: z.literal("decideEscalation"), ...decision }),
    z.object({ act: z.literal("deescalate"), answer: text(2000) }),
    z.object({
      act: z.literal("feedback"),
      workOrder: WorkOrderId,
      result: text(2000),
      before: files,
      after: files,
    }),
    z
      .object({ act: z.literal("recheck"), passed: z.boolean(), note, files })
      .refine(saysWhatFailed, unsaid),
    z.object({ act: z.literal("close"), note }),
    z.object({
      act: z.literal("rate"),
      side: z.enum(["reporter", "townRatesDepartment", "departmentRatesTown", "townRatesTown"]),
      satisfied: z.boolean(),
      stars: z.number().int().min(1).max(5),
      comment: note,
    }),
    z.object({
      act: z.literal("callBack"),
      reached: z.boolean(),
      satisfied: z.boolean().optional(),
      note,
    }),
    z.object({ act: z.literal("reopen"), reason: text(1000) }),
    z.object({ act: z.literal("merge"), into: IncidentId, reason: text(500) }),
    z.object({ act: z.literal("unmerge"), reason: text(500) }),
    z.object({
      act: z.literal("split"),
      parts: z
        .array(
          z.object({ title: text(200), category: z.string().length(6), lead: Handler.optional() }),
        )
        .min(2)
        .max(10),
    }),
    z.object({ act: z.literal("requestCancel"), reason: text(1000) }),
    z.object({ act: z.literal("decideCancel"), ...decision }),
    z.object({ act: z.literal("urge"), note }),
    z.object({ act: z.literal("supervise"), on: z.boolean(), note }),
    /** A conference of everybody who works on it, in whatever system gives links or numbers to dial in (R21). */
    z.object({
      act: z.literal("confer"),
      room: z
        .string()
        .trim()
        .max(500)
        .regex(
          /^(https:\/\/\S+|\+?\d[\d -]{4,24})$/,
          "请填写会议链接（https:// 开头）或拨入电话号码",
        ),
      note,
    }),
    z.object({ act: z.literal("pin"), until: z.iso.datetime().nullable() }),
    z.object({ act: z.literal("note"), kind: z.enum(["note", "call"]), text: text(2000), files }),
    /** To a deputy (人大代表) of the town where it lies, who sees how it goes without persons, and answers. */
    z.object({ act: z.literal("sendToDeputy"), deputy: AccountId, note }),
    z.object({ act: z.literal("relocate"), position: Position, reason: note }),
    z.object({
      act: z.literal("recategorise"),
      category: z.string().length(6).optional(),
      urgency: Urgency.optional(),
      reason: text(500),
    }),
  ])
  .meta({ id: "PerformAct" });
export type PerformAct = z.infer<typeof PerformAct>;

/** What this viewer may do now. Screens draw exactly these. */
export const Action = z
  .object({
    act: IncidentAct,
    workOrder: WorkOrderId.optional(),
    request: RequestId.optional(),
    /** For `rate`: whose rating; otherwise absent. */
    side: z.string().optional(),
  })
  .meta({ id: "Action" });
export type Action = z.infer<typeof Action>;

export const WorkOrderStatus = z.enum([
  "dispatched",
  "returnRequested",
  "accepted",
  "handling",
  "fedBack",
  "done",
  "withdrawn",
]);
export type WorkOrderStatus = z.infer<typeof WorkOrderStatus>;

export const WorkOrder = z
  .object({
    id: WorkOrderId,
    incident: IncidentId,
    handler: Handler,
    handlerName: z.string(),
    part: z.enum(["lead", "co"]),
    status: WorkOrderStatus,
    instructions: z.string(),
    reasons: z.array(z.string()),
    dispatchedAt: z.iso.datetime(),
    acceptedAt: z.iso.datetime().nullable(),
    acceptedBy: z.string().nullable(),
    arrivedAt: z.iso.datetime().nullable(),
    fedBackAt: z.iso.datetime().nullable(),
    result: z.string().nullable(),
    dueAt: z.iso.datetime().nullable(),
    /** R53, of red matters: the estimated way from who set out, or from the unit, and what it took. Null for others and masked. */
    way: z
      .object({
        minutes: z.number().int(),
        from: z.enum(["person", "unit"]),
        arriveBy: z.iso.datetime().nullable(),
        tookMinutes: z.number().int().nullable(),
      })
      .nullable(),
    /** Null where nobody whistled for it. */
    whistle: z
      .object({
        kind: WhistleKind,
        /** The unit that rang. */
        by: z.string(),
        at: z.iso.datetime(),
        minutes: z.number().int(),
        checkedInAt: z.iso.datetime().nullable(),
      })
      .nullable(),
  })
  .meta({ id: "WorkOrder" });
export type WorkOrder = z.infer<typeof WorkOrder>;

export const RequestKind = z.enum([
  "return",
  "delay",
  "suspend",
  "transfer",
  "crossTown",
  "escalation",
  "cancel",
  "appeal",
]);
export type RequestKind = z.infer<typeof RequestKind>;

export const ActRequest = z
  .object({
    id: RequestId,
    kind: RequestKind,
    status: z.enum(["pending", "approved", "refused", "lapsed"]),
    askedBy: z.string(),
    askedAt: z.iso.datetime(),
    reason: z.string(),
    detail: z.record(z.string(), z.unknown()),
    /** Who decides, in words: 值班长, 指挥长, 区治理中心… */
    decider: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: "ActRequest" });
export type ActRequest = z.infer<typeof ActRequest>;

export const Attachment = z
  .object({
    file: FileId,
    kind: z.enum(["report", "before", "after", "progress", "verify", "recheck", "document"]),
    type: z.string(),
    url: z.string(),
    thumbnail: z.string().nullable(),
  })
  .meta({ id: "Attachment" });
export type Attachment = z.infer<typeof Attachment>;

/** A row of a list. `dueAt` is the running stage's end; overdue = dueAt < server time, never stored. */
export const IncidentSummary = z
  .object({
    id: IncidentId,
    number: z.string(),
    status: IncidentStatus,
    urgency: Urgency,
    category: z.object({ code: z.string(), name: z.string(), group: z.string() }),
    title: z.string(),
    address: z.string(),
    unit: z.object({ code: UnitCode, name: z.string() }),
    position: Position.nullable(),
    handlers: z.array(
      z.object({ handler: Handler, name: z.string(), part: z.enum(["lead", "co"]) }),
    ),
    reports: z.number().int(),
    openedAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    dueAt: z.iso.datetime().nullable(),
    chainLevel: ChainLevel,
    pinned: z.boolean(),
    supervised: z.boolean(),
    urged: z.number().int(),
    simulated: z.boolean(),
    thumbnail: z.string().nullable(),
    actions: z.array(Action),
    /** True when the viewer sees this record masked (domain B.3 ◐). */
    masked: z.boolean(),
  })
  .meta({ id: "IncidentSummary" });
export type IncidentSummary = z.infer<typeof IncidentSummary>;

export const Incident = IncidentSummary.extend({
  description: z.string(),
  reasons: z.object({
    location: z.array(z.string()),
    classification: z.array(z.string()),
    urgency: z.array(z.string()),
    routing: z.array(z.string()),
  }),
  suggestion: z.object({
    lead: Handler.nullable(),
    leadName: z.string().nullable(),
    coHandlers: z.array(Handler),
    /** e.g. `建议启动预案 PL03 …`. */
    plan: z.string().nullable(),
  }),
  path: z.array(z.object({ code: UnitCode, name: z.string() })),
  reportsList: z.array(ReportView),
  attachments: z.array(Attachment),
  workOrders: z.array(WorkOrder),
  requests: z.array(ActRequest),
  clocks: z.array(ClockView),
  people: z.array(
    z.object({
      role: z.string(),
      name: z.string(),
      unit: z.string(),
      phone: z.string().nullable(),
      onDuty: z.boolean(),
    }),
  ),
  mergedInto: IncidentId.nullable(),
  merged: z.array(z.object({ id: IncidentId, number: z.string(), title: z.string() })),
  parent: z.object({ id: IncidentId, number: z.string() }).nullable(),
  children: z.array(
    z.object({ id: IncidentId, number: z.string(), title: z.string(), status: IncidentStatus }),
  ),
  ratings: z.array(
    z.object({
      side: z.string(),
      stars: z.number(),
      satisfied: z.boolean(),
      comment: z.string().nullable(),
      at: z.iso.datetime(),
    }),
  ),
  timeline: z.array(TimelineEntry),
  /** What needs an approval first (domain B.3 "A"): what this viewer may ask for, what waits, what runs until when. */
  access: z.object({
    asks: z.array(IncidentAccess),
    pending: z.array(IncidentAccess),
    granted: z.array(z.object({ opens: IncidentAccess, until: z.iso.datetime() })),
  }),
}).meta({ id: "Incident" });
export type Incident = z.infer<typeof Incident>;
