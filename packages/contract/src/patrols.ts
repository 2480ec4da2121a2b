import { z } from "zod";
import { PatrolId } from "./ids.ts";
import { closed, MapBox } from "./map.ts";
import { Position, UnitCode } from "./units.ts";

/** How long a patrol is kept, as far back as the map can be asked. */
export const patrolDays = 30;
/** A longer way is told with fewer points. */
export const mostPatrolPoints = 2_000;

const Pair = z.tuple([Position.shape.lon, Position.shape.lat]);

/** A duty of the grid's list that is done by walking round (R26). */
export const PatrolDuty = z.object({
  code: z.string(),
  task: z.string(),
  target: z.string(),
  frequency: z.string(),
});
export type PatrolDuty = z.infer<typeof PatrolDuty>;

/** What a phone knows of a patrol: sent while it goes on, and whole at its end. */
export const SendPatrol = z
  .object({
    /** Given by the phone: the same patrol sent again is one. */
    id: z.uuid(),
    /** Where the person who walks holds an appointment. */
    unit: UnitCode,
    duty: z.string().regex(/^[A-G]\d{2}$/),
    startedAt: z.iso.datetime(),
    /** Null while it goes on. */
    endedAt: z.iso.datetime().nullable(),
    /** The way without times: what was walked, never how fast. WGS-84. */
    track: z.array(Pair).max(mostPatrolPoints),
    /** Ends the one that goes on elsewhere: somebody walks on with another phone. */
    instead: z.boolean().default(false),
    simulated: z.boolean().default(false),
  })
  .meta({ id: "SendPatrol" });
export type SendPatrol = z.infer<typeof SendPatrol>;

/** Silent: not ended, and no word for long. */
export const PatrolState = z.enum(["underWay", "silent", "ended"]);
export type PatrolState = z.infer<typeof PatrolState>;

export const Patrol = z
  .object({
    id: PatrolId,
    unit: z.object({ code: UnitCode, name: z.string() }),
    duty: z.object({ code: z.string(), task: z.string() }),
    /** Null for who may know that somebody patrols, yet not who. */
    by: z.string().nullable(),
    state: PatrolState,
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    /** When the phone last told of it. */
    heardAt: z.iso.datetime(),
    track: z.array(Pair),
    lengthM: z.number().int(),
    simulated: z.boolean(),
  })
  .meta({ id: "Patrol" });
export type Patrol = z.infer<typeof Patrol>;

export const MapPatrolQuery = z.object({
  /** `west,south,east,north` in degrees. */
  bbox: MapBox,
  zoom: z.coerce.number().min(0).max(24),
  unit: UnitCode.optional(),
  /** An instant that is over. */
  at: z.iso.datetime().optional(),
});

/** Patrols of the day before an instant whose way touches the window. */
export const MapPatrols = z
  .object({
    items: z.array(Patrol),
    /** There are more than are sent. */
    more: z.boolean(),
    closed,
  })
  .meta({ id: "MapPatrols" });
export type MapPatrols = z.infer<typeof MapPatrols>;

/** A duty of a grid, counted by grid whoever walks it: never by person. */
export const PatrolDue = z.object({
  unit: z.object({ code: UnitCode, name: z.string() }),
  duty: z.object({ code: z.string(), task: z.string() }),
  /** Once in so many days: 1 a day, 7 a week from Monday, 15 half a month, 30 a month, 90 a quarter. */
  everyDays: z.number().int(),
  /** Of the span that runs. */
  state: z.enum(["due", "done"]),
  /** Its last day. */
  last: z.iso.date(),
  /** Spans of the days asked for in which it was walked, and that ended without. */
  done: z.number().int(),
  missed: z.number().int(),
  lastWalked: z.iso.date().nullable(),
  simulated: z.boolean(),
});
export type PatrolDue = z.infer<typeof PatrolDue>;

export const PatrolDuesQuery = z.object({
  /** A town or what lies below; absent: the viewer's own. */
  unit: UnitCode.optional(),
  /** Until today. */
  days: z.coerce.number().int().min(1).max(patrolDays).default(7),
  state: z.enum(["due", "done", "missed"]).optional(),
  duty: z
    .string()
    .regex(/^[A-G]\d{2}$/)
    .optional(),
});

/** What is to be patrolled, was and was not; what somebody deleted of their own does not count. */
export const PatrolDues = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }).nullable(),
    from: z.iso.date(),
    to: z.iso.date(),
    /** Missed ones first. */
    items: z.array(PatrolDue),
    more: z.boolean(),
    grids: z.number().int(),
    /** Of all, whatever narrows the items. */
    totals: z.object({ due: z.number().int(), done: z.number().int(), missed: z.number().int() }),
    closed,
  })
  .meta({ id: "PatrolDues" });
export type PatrolDues = z.infer<typeof PatrolDues>;

export const DutyToWalk = PatrolDue.pick({ unit: true, duty: true, everyDays: true, last: true });
export type DutyToWalk = z.infer<typeof DutyToWalk>;

/** What a phone needs to begin one without a signal, and what is kept of the person who holds it. */
export const MyPatrols = z
  .object({
    units: z.array(z.object({ code: UnitCode, name: z.string() })),
    duties: z.array(PatrolDuty),
    /** What is still to be walked in the own grids, what ends soonest first. */
    toWalk: z.array(DutyToWalk).default([]),
    /** Without their ways, which the map shows. */
    items: z.array(Patrol.omit({ track: true })),
  })
  .meta({ id: "MyPatrols" });
export type MyPatrols = z.infer<typeof MyPatrols>;
