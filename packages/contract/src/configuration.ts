import { z } from "zod";
import { AssessmentWeights } from "./assessment.ts";
import { CaseForms } from "./case-forms.ts";
import { Urgency } from "./incidents.ts";
import { AlarmRules, DeviceProfiles } from "./sensing.ts";
import { UnitCode } from "./units.ts";
import { Wall } from "./wall.ts";

/**
 * Everything a city may change without code is a versioned document: kind × unit × dates.
 * The nearest unit above a place that has a version valid at an instant wins (town, else district, else city).
 */
export const ConfigurationKind = z.enum([
  "catalogue",
  "posts",
  "departments",
  "calendar",
  "limits",
  "lists",
  "routing",
  "keywords",
  "deviceProfiles",
  "alarmRules",
  "wall",
  "caseForms",
]);
export type ConfigurationKind = z.infer<typeof ConfigurationKind>;

export const Category = z
  .object({
    code: z.string().regex(/^\d{6}$/),
    level1: z.string().min(1).max(50),
    level2: z.string().min(1).max(50),
    name: z.string().min(1).max(60),
    post: z.string().regex(/^[A-Z]{2}\d{2}$/),
    lead: z.string(),
    coHandlers: z.array(z.string()),
    urgency: Urgency,
    acceptMinutes: z.number().positive(),
    disposeHours: z.number().positive(),
    basis: z.string(),
    stdCode: z.string().optional(),
    source: z.string(),
  })
  .meta({ id: "Category" });
export type Category = z.infer<typeof Category>;

export const SectionId = z.enum([
  "commandCentre",
  "partyBuilding",
  "economy",
  "livelihood",
  "safetyLaw",
]);
export const Post = z
  .object({
    code: z.string().regex(/^[A-Z]{2}\d{2}$/),
    section: SectionId,
    name: z.string().min(1).max(40),
    english: z.string(),
    duties: z.string(),
    counterpart: z.string(),
    onDuty24h: z.boolean(),
  })
  .meta({ id: "Post" });
export type Post = z.infer<typeof Post>;

/** `perCase` stands for whichever body owns the thing at hand, so it has no staff of its own. */
export const DepartmentKind = z.enum(["centre", "district", "enterprise", "perCase"]);
export type DepartmentKind = z.infer<typeof DepartmentKind>;

export const Department = z
  .object({
    code: z.string().regex(/^D\d{2}$/),
    name: z.string().min(1).max(40),
    kind: DepartmentKind.optional(),
  })
  .meta({ id: "Department" });
export type Department = z.infer<typeof Department>;

const Interval = z.object({
  from: z.string().regex(/^\d\d:\d\d$/),
  to: z.string().regex(/^\d\d:\d\d$/),
});
export const Calendar = z
  .object({
    /** Working intervals by ISO weekday 1 (Monday) … 7. */
    week: z.record(z.enum(["1", "2", "3", "4", "5", "6", "7"]), z.array(Interval)),
    /** Holidays and make-up days (调休). */
    exceptions: z.array(
      z.object({
        date: z.iso.date(),
        working: z.boolean(),
        name: z.string(),
        intervals: z.array(Interval).optional(),
      }),
    ),
  })
  .meta({ id: "Calendar" });
export type Calendar = z.infer<typeof Calendar>;

/** R65: so many of one category within so many days and metres are a hot spot. */
export const HotSpotLimits = z.object({
  least: z.number().int(),
  days: z.number(),
  metres: z.number(),
});
export type HotSpotLimits = z.infer<typeof HotSpotLimits>;

/** R77: near one of these a matter becomes more urgent. The first letters of categories narrow it to what it is about. */
export const PriorityObject = z.object({
  /** Said with the distance: "重点场所", "林区旁". */
  name: z.string().trim().min(1).max(20),
  kinds: z.array(z.string()),
  tags: z.array(z.string().trim().min(1).max(20)),
  /** Absent: whatever the matter is. */
  categories: z.array(z.string().regex(/^\d{2,6}$/)).optional(),
  metres: z.number(),
  /** Levels of urgency. */
  points: z.number().int(),
  /** Red is life at risk: no place makes it so. */
  highest: z.enum(["orange", "yellow"]),
});
export type PriorityObject = z.infer<typeof PriorityObject>;

/** R26: how often a duty of the grid's list is walked, and in which grids. */
export const PatrolRule = z.object({
  duty: z.string().regex(/^[A-G]\d{2}$/),
  everyDays: z.number().int(),
  /** Months in which it is walked more often: flood or fire season. */
  season: z
    .object({
      months: z.array(z.number().int().min(1).max(12)).min(1),
      everyDays: z.number().int(),
    })
    .optional(),
  /** Of grids where one of these lies; both empty: of every grid. */
  kinds: z.array(z.string()),
  tags: z.array(z.string().trim().min(1).max(20)),
});
export type PatrolRule = z.infer<typeof PatrolRule>;

export const Limits = z
  .object({
    /** Share of self-handled incidents drawn for a check, 0–1 (C.1: 5 %). */
    selfHandledSample: z.number().min(0).max(1),
    /** Days until a closed and rated incident is archived, days the rating invitation stands, days a suspension may last at most. */
    archiveDays: z.number().int().positive(),
    ratingDays: z.number().int().positive(),
    suspensionMaxDays: z.number().int().positive(),
    /** Correlation: metres and minutes within which a like report joins (C.4). */
    mergeMetres: z.number().positive(),
    mergeMinutes: z.record(Urgency, z.number().positive()),
    /** Verification before registration for these sources (C.2); a collector's report may be registered directly. */
    verifyFirst: z.array(z.string()),
    /** Documents from before there were hot spots have none: then 3 in 30 days and 200 metres. */
    hotSpot: HotSpotLimits.optional(),
    /** Documents from before there were priority objects have none: then the usual ones hold. */
    priority: z.array(PriorityObject).max(30).optional(),
    /** R28, in per cent. Documents from before have none: then the usual ones hold. */
    assessment: AssessmentWeights.optional(),
    /** R4, R55: days that clips of alarms are kept. Documents from before have none: then 30. */
    clipDays: z.number().int().optional(),
    /** R26. Documents from before have none: then the usual ones hold. */
    patrols: z.array(PatrolRule).max(40).optional(),
    stageMinutes: z.record(
      z.enum(["verify", "register", "return", "recheck", "crossTown", "district", "delay"]),
      z.record(Urgency, z.number().nonnegative()),
    ),
  })
  .meta({ id: "Limits" });
export type Limits = z.infer<typeof Limits>;

export const ListItem = z.object({
  code: z.string(),
  name: z.string(),
  basis: z.string(),
  alternative: z.string().optional(),
  lead: z.string().optional(),
  assist: z.string().optional(),
  words: z.array(z.string()).default([]),
});
export const Lists = z
  .object({
    negative: z.array(ListItem),
    statutory: z.array(ListItem),
    leadAssist: z.array(ListItem),
    villageMatters: z.array(ListItem),
    proofsAllowed: z.array(ListItem),
    proofsRefused: z.array(ListItem),
    plates: z.array(ListItem),
  })
  .meta({ id: "Lists" });
export type Lists = z.infer<typeof Lists>;

/** First matching rule wins; none matching = the category's own post. Numbers are what people read: "rule 12". */
export const RoutingRule = z
  .object({
    number: z.number().int().positive(),
    name: z.string().min(1).max(80),
    when: z.object({
      categories: z.array(z.string().regex(/^\d{2,6}$/)).optional(),
      urgency: z.array(Urgency).optional(),
      sources: z.array(z.string()).optional(),
      hours: z.enum(["duty", "offDuty"]).optional(),
      townKind: z.enum(["street", "town"]).optional(),
    }),
    to: z.object({
      post: z.string().optional(),
      department: z.string().optional(),
      coPosts: z.array(z.string()).default([]),
      automatic: z.boolean().default(false),
    }),
    because: z.string().max(200),
  })
  .meta({ id: "RoutingRule" });
export type RoutingRule = z.infer<typeof RoutingRule>;
export const Routing = z.object({ rules: z.array(RoutingRule) }).meta({ id: "Routing" });
export type Routing = z.infer<typeof Routing>;

/** `word` is a pattern: `路灯&坏|黑` is both near each other, `@坏` the words of the row whose code is `@坏`. */
export const Keyword = z.object({
  code: z.string().regex(/^(\d{6}|@.{1,20})$/),
  word: z.string().min(1).max(2000),
  weight: z.number().min(-100).max(100),
});
export type Keyword = z.infer<typeof Keyword>;

/** What a document of each kind contains. */
export const Contents = {
  catalogue: z.object({ categories: z.array(Category).min(1).max(2000) }),
  posts: z.object({ posts: z.array(Post).min(1).max(300) }),
  departments: z.object({ departments: z.array(Department).min(1).max(200) }),
  calendar: Calendar,
  limits: Limits,
  lists: Lists,
  routing: Routing,
  keywords: z.object({ keywords: z.array(Keyword).max(20_000) }),
  deviceProfiles: DeviceProfiles,
  alarmRules: AlarmRules,
  wall: Wall,
  caseForms: CaseForms,
} as const satisfies Record<ConfigurationKind, z.ZodType>;
export type ContentOf<K extends ConfigurationKind> = z.infer<(typeof Contents)[K]>;

/** `baseVersion` is the newest version the editor had seen, 0 when the unit had none of its own. */
export const PublishConfiguration = z
  .object({
    unit: UnitCode,
    content: z.unknown(),
    /** Absent: at once. */
    validFrom: z.iso.datetime({ offset: true }).optional(),
    reason: z.string().trim().min(2).max(500),
    baseVersion: z.number().int().nonnegative(),
    /** Needed when a scheduled version starts at or after this one: it never comes into force then. */
    withdrawScheduled: z.boolean().default(false),
  })
  .meta({ id: "PublishConfiguration" });
export type PublishConfiguration = z.infer<typeof PublishConfiguration>;

export const ConfigurationVersion = z
  .object({
    kind: ConfigurationKind,
    unit: UnitCode,
    version: z.number().int().positive(),
    validFrom: z.iso.datetime(),
    validTo: z.iso.datetime().nullable(),
    author: z.string(),
    reason: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "ConfigurationVersion" });
export type ConfigurationVersion = z.infer<typeof ConfigurationVersion>;
