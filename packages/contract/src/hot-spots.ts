import { z } from "zod";
import { HotSpotId, IncidentId, IssueClassId } from "./ids.ts";
import { Handler, IncidentStatus } from "./incidents.ts";
import { PageQuery, pageOf } from "./problem.ts";
import { Position, UnitCode } from "./units.ts";

const named = z.object({ code: z.string(), name: z.string() });
const Unit = z.object({ code: UnitCode, name: z.string() });
/** The first digits of a category name its group. */
const CategoryPrefix = z.string().regex(/^\d{2,6}$/);
const reason = z.string().trim().min(2).max(300);

/** `classified`: it goes on growing as part of a class of issues. */
export const HotSpotStatus = z.enum(["open", "classified", "closed"]);
export type HotSpotStatus = z.infer<typeof HotSpotStatus>;

/** Who did what to a card or a class, and why. */
const Step = z.object({
  at: z.iso.datetime(),
  act: z.string(),
  /** Null: the platform. */
  actor: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type HotSpotStep = z.infer<typeof Step>;

/** Something that happened, as far as it counts: an incident, or a case from before the platform. */
export const Occurrence = z
  .object({
    origin: z.enum(["incident", "past"]),
    /** Null for past cases. */
    incident: IncidentId.nullable(),
    number: z.string(),
    status: IncidentStatus.nullable(),
    happenedAt: z.iso.datetime(),
    position: Position.nullable(),
    address: z.string(),
    unit: Unit,
    /** From the middle of the card. */
    metres: z.number().int().nullable(),
    simulated: z.boolean(),
  })
  .meta({ id: "Occurrence" });
export type Occurrence = z.infer<typeof Occurrence>;

export const HotSpot = z
  .object({
    id: HotSpotId,
    number: z.string(),
    status: HotSpotStatus,
    category: named,
    /** Where its members lie: a town, or what the towns have in common. */
    unit: Unit,
    towns: z.array(Unit),
    position: Position,
    street: z.string(),
    place: z.string().nullable(),
    /** Why it was raised, in one sentence. */
    because: z.string(),
    metres: z.number().int(),
    days: z.number().int(),
    least: z.number().int(),
    members: z.number().int(),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
    raisedAt: z.iso.datetime(),
    /** Everything in it happened before the platform or came in late. */
    ofPast: z.boolean(),
    /** An earlier card of the same place that was closed. */
    previous: z.object({ id: HotSpotId, number: z.string() }).nullable(),
    closed: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).nullable(),
    issueClass: z.object({ id: IssueClassId, number: z.string(), name: z.string() }).nullable(),
    simulated: z.boolean(),
    actions: z.array(z.enum(["close", "classify"])),
  })
  .meta({ id: "HotSpot" });
export type HotSpot = z.infer<typeof HotSpot>;

export const HotSpotDetail = HotSpot.extend({
  occurrences: z.array(Occurrence),
  /** Counted, but not this viewer's to see. */
  hidden: z.number().int(),
  steps: z.array(Step),
}).meta({ id: "HotSpotDetail" });
export type HotSpotDetail = z.infer<typeof HotSpotDetail>;

export const HotSpotPage = pageOf(HotSpot);
export const HotSpotQuery = PageQuery.extend({
  unit: UnitCode.optional(),
  after: z.uuid().optional(),
  status: HotSpotStatus.default("open"),
  category: CategoryPrefix.optional(),
});
export type HotSpotQuery = z.infer<typeof HotSpotQuery>;
export const CloseHotSpot = z.object({ reason });

/** What recurrence is counted by: an H3 cell of about 0.7 km², a key place, a street, or the town. */
export const RecurrenceBy = z.enum(["street", "place", "cell", "town"]);
export type RecurrenceBy = z.infer<typeof RecurrenceBy>;
const period = {
  unit: UnitCode,
  category: CategoryPrefix.optional(),
  days: z.coerce.number().int().min(1).max(400).default(180),
};
export const RecurrenceQuery = z.object({
  ...period,
  by: RecurrenceBy.default("street"),
  /** Fewer than this is no recurrence. */
  least: z.coerce.number().int().min(2).max(100).default(3),
});
export type RecurrenceQuery = z.infer<typeof RecurrenceQuery>;

export const Recurrence = z
  .object({
    key: z.string(),
    name: z.string(),
    category: named,
    town: Unit.nullable(),
    position: Position.nullable(),
    n: z.number().int(),
    /** In the last 30 days, and in the 30 days before. */
    recent: z.number().int(),
    before: z.number().int(),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
    openCards: z.number().int(),
  })
  .meta({ id: "Recurrence" });
export type Recurrence = z.infer<typeof Recurrence>;
export const Recurrences = z.object({
  items: z.array(Recurrence),
  /** More than are listed. */
  more: z.boolean(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
});

export const OccurrenceQuery = z.object({
  ...period,
  by: RecurrenceBy,
  key: z.string().max(80),
});
export type OccurrenceQuery = z.infer<typeof OccurrenceQuery>;
export const Occurrences = z.object({
  items: z.array(Occurrence),
  total: z.number().int(),
});

export const CellQuery = z.object(period);
export type CellQuery = z.infer<typeof CellQuery>;
/** Cells with at least two occurrences, each as a ring of corners. */
export const RecurrenceCells = z
  .object({
    items: z.array(
      z.object({
        cell: z.string(),
        n: z.number().int(),
        ring: z.array(z.tuple([z.number(), z.number()])),
      }),
    ),
    more: z.boolean(),
  })
  .meta({ id: "RecurrenceCells" });
export type RecurrenceCells = z.infer<typeof RecurrenceCells>;

/** 分析中 → 整治中 → 观察成效 → 已见效, or 不再跟踪. */
export const IssueClassStatus = z.enum(["analysing", "acting", "watching", "solved", "dropped"]);
export type IssueClassStatus = z.infer<typeof IssueClassStatus>;

/** 核查, 比选方案, 整治项目. */
export const MeasureKind = z.enum(["verify", "option", "project"]);
export type MeasureKind = z.infer<typeof MeasureKind>;
export const MeasureStatus = z.enum(["planned", "doing", "done", "dropped"]);
export type MeasureStatus = z.infer<typeof MeasureStatus>;

const measureParts = {
  kind: MeasureKind,
  text: z.string().trim().min(2).max(300),
  /** Pieces: covers to look at, or to replace. */
  quantity: z.number().int().min(1).max(1_000_000).nullable().default(null),
  /** Yuan for one piece, and for how many years it lasts: what options are compared by. */
  unitCost: z.number().min(0).max(100_000_000).nullable().default(null),
  years: z.number().positive().max(100).nullable().default(null),
  due: z.iso.date().nullable().default(null),
};
const NewMeasure = z.object(measureParts);
export const Measure = NewMeasure.extend({
  id: z.uuid(),
  status: MeasureStatus,
  /** Of several options the one that was taken. */
  chosen: z.boolean(),
  result: z.string(),
  /** Yuan: all pieces, and a year of them. */
  cost: z.number().nullable(),
  costPerYear: z.number().nullable(),
}).meta({ id: "IssueMeasure" });
export type Measure = z.infer<typeof Measure>;

/** Occurrences per 30 days before the measures held and since. */
const Rate = z.object({
  n: z.number().int(),
  days: z.number(),
  per30: z.number().nullable(),
});
export const Effect = z.object({ before: Rate, after: Rate.nullable() });
export type Effect = z.infer<typeof Effect>;

export const IssueClass = z
  .object({
    id: IssueClassId,
    number: z.string(),
    name: z.string(),
    category: named,
    unit: Unit,
    status: IssueClassStatus,
    hypothesis: z.string(),
    owner: z.object({ handler: Handler, name: z.string() }),
    cards: z.number().int(),
    /** From when "before" is counted, and from when the measures hold. */
    baselineFrom: z.iso.datetime(),
    effectFrom: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    endedAt: z.iso.datetime().nullable(),
    simulated: z.boolean(),
    /** Goes back with each act: of two people who change it at once the second is told. */
    version: z.number().int(),
    actions: z.array(z.enum(["edit", "addCards", "addMeasure", "changeMeasure", "advance", "end"])),
  })
  .meta({ id: "IssueClass" });
export type IssueClass = z.infer<typeof IssueClass>;

export const IssueClassDetail = IssueClass.extend({
  hotSpots: z.array(HotSpot),
  measures: z.array(Measure),
  /** Within the circles of its cards (null without cards), and in the whole unit. */
  effect: z.object({ cards: Effect.nullable(), unit: Effect }),
  steps: z.array(Step),
}).meta({ id: "IssueClassDetail" });
export type IssueClassDetail = z.infer<typeof IssueClassDetail>;

export const IssueClassPage = pageOf(IssueClass);
export const IssueClassQuery = PageQuery.extend({
  after: z.uuid().optional(),
  unit: UnitCode.optional(),
  ended: z.enum(["true", "false"]).default("false"),
});
export type IssueClassQuery = z.infer<typeof IssueClassQuery>;

const classParts = {
  name: z.string().trim().min(2).max(60),
  /** What is thought to be behind it. */
  hypothesis: z.string().trim().min(2).max(500),
  owner: Handler,
};
export const CreateIssueClass = z
  .object({
    ...classParts,
    unit: UnitCode,
    category: CategoryPrefix,
    hotSpots: z.array(HotSpotId).max(50).default([]),
    /** Without: the first occurrence of its cards, else half a year ago. */
    baselineFrom: z.iso.datetime().optional(),
  })
  .meta({ id: "CreateIssueClass" });
export type CreateIssueClass = z.infer<typeof CreateIssueClass>;

export const IssueClassAct = z
  .discriminatedUnion("act", [
    z.object({ act: z.literal("edit"), ...classParts, baselineFrom: z.iso.datetime() }),
    z.object({ act: z.literal("addCards"), hotSpots: z.array(HotSpotId).min(1).max(50) }),
    z.object({ act: z.literal("addMeasure"), ...measureParts }),
    z.object({
      act: z.literal("changeMeasure"),
      measure: z.uuid(),
      status: MeasureStatus,
      chosen: z.boolean(),
      result: z.string().trim().max(300),
    }),
    /** To `watching`: with the instant from which the measures hold, now if left out. */
    z.object({
      act: z.literal("advance"),
      to: z.enum(["analysing", "acting", "watching"]),
      effectFrom: z.iso.datetime().optional(),
      note: z.string().trim().max(300).default(""),
    }),
    z.object({ act: z.literal("end"), to: z.enum(["solved", "dropped"]), reason }),
  ])
  .and(z.object({ version: z.number().int().positive() }));
export type IssueClassAct = z.infer<typeof IssueClassAct>;

export const PastCaseImportResult = z
  .object({
    dryRun: z.boolean(),
    created: z.number().int(),
    /** Never: what happened once stays as it was told. */
    changed: z.number().int(),
    unchanged: z.number().int(),
    problems: z.array(
      z.object({ line: z.number().int(), column: z.string(), message: z.string() }),
    ),
  })
  .meta({ id: "PastCaseImportResult" });
export type PastCaseImportResult = z.infer<typeof PastCaseImportResult>;
