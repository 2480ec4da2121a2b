import { z } from "zod";
import { DeviceState } from "./devices.ts";
import { IncidentId } from "./ids.ts";
import { Handler, Urgency } from "./incidents.ts";
import { HandlerKind } from "./organisation.ts";
import { ProfileCode } from "./sensing.ts";
import { Position, UnitCode, UnitLevel } from "./units.ts";

export const MapBounds = z.object({
  west: z.number(),
  south: z.number(),
  east: z.number(),
  north: z.number(),
});
export type MapBounds = z.infer<typeof MapBounds>;

/** A map service in place of the bundled waters; `{z}/{x}/{y}` in its addresses. WGS-84 or CGCS2000, not GCJ-02. */
export const MapBase = z.object({
  /** `vector`: tiles with the layers of the OpenMapTiles schema. */
  kind: z.enum(["raster", "vector"]),
  url: z.string(),
  /** Names in tiles of their own, drawn above. */
  labelsUrl: z.string().nullable(),
  attribution: z.string(),
  maxZoom: z.number().int(),
});
export type MapBase = z.infer<typeof MapBase>;

export const MapSettings = z
  .object({
    /** Vector tiles of the units; the address names the version, so browsers keep them. */
    tiles: z.object({ url: z.string(), version: z.string(), maxZoom: z.number().int() }),
    /** Of the whole city. */
    bounds: MapBounds,
    /** Absent: the bundled one. */
    base: MapBase.nullable(),
    /** It can be looked back so many days at where people were; 0: not at all. */
    positionDays: z.number().int(),
    /** Whose data the map shows. */
    attribution: z.array(z.string()),
  })
  .meta({ id: "MapSettings" });
export type MapSettings = z.infer<typeof MapSettings>;

/** `west,south,east,north` in degrees. */
export const MapBox = z
  .string()
  .regex(/^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/, "四个数：西,南,东,北")
  .transform((text): MapBounds => {
    const [west, south, east, north] = text.split(",").map(Number) as [
      number,
      number,
      number,
      number,
    ];
    return { west, south, east, north };
  });
export const several = <T extends z.ZodType>(one: T) =>
  z.array(one).or(one.transform((value) => [value]));

const View = z.object({
  /** `west,south,east,north` in degrees. */
  bbox: MapBox,
  zoom: z.coerce.number().min(0).max(24),
  unit: UnitCode.optional(),
});
export const MapIncidentQuery = View.extend({
  urgency: several(Urgency).optional(),
  category: z
    .string()
    .regex(/^\d{2}(\d{2}(\d{2})?)?$/)
    .optional(),
  overdue: z.enum(["true"]).optional(),
});
export const MapAlarmQuery = View.extend({ level: several(Urgency).optional() });
export const MapDeviceQuery = View.extend({
  state: several(DeviceState).optional(),
  profile: ProfileCode.optional(),
});
export const MapForceQuery = View;
export const MapPeopleQuery = View;
/** How far back the map can be asked. */
export const historyDays = 30;
const moment = { at: z.iso.datetime() };
export const MapIncidentHistoryQuery = MapIncidentQuery.omit({ overdue: true }).extend(moment);
export const MapAlarmHistoryQuery = MapAlarmQuery.extend(moment);
export const MapDeviceHistoryQuery = MapDeviceQuery.extend(moment);
export const MapPeopleHistoryQuery = MapPeopleQuery.extend({
  ...moment,
  /** Goes on record with who looked, and at what. */
  reason: z.string().trim().min(4).max(300),
});

/** The viewer's roles see nothing of this kind anywhere: a nought would be a lie. */
export const closed = z.boolean().optional();

const spot = { lon: z.number(), lat: z.number() };

export const MapHeatQuery = View.extend({
  category: z
    .string()
    .regex(/^\d{2}(\d{2}(\d{2})?)?$/)
    .optional(),
  /** First and last day, in Beijing. */
  from: z.iso.date(),
  to: z.iso.date(),
});

/** Incidents that were reported in a cell of the H3 grid. */
export const MapHeatCell = z.object({
  /** Its index in the H3 grid. */
  cell: z.string(),
  count: z.number().int(),
  ...spot,
  /** Longitudes and latitudes of its corners, closed. */
  ring: z.array(z.tuple([z.number(), z.number()])),
  unit: z.object({ code: UnitCode, name: z.string() }).nullable(),
});
export type MapHeatCell = z.infer<typeof MapHeatCell>;

export const MapHeat = z
  .object({
    cells: z.array(MapHeatCell),
    /** Of all cells, also of those beyond the most that are sent. */
    total: z.number().int(),
    cellsInAll: z.number().int(),
    resolution: z.number().int(),
  })
  .meta({ id: "MapHeat" });
export type MapHeat = z.infer<typeof MapHeat>;

/** Several things that lie too close to each other at this zoom. */
export const MapCluster = z.object({
  ...spot,
  count: z.number().int(),
  /** The most urgent level, or the worst state, among them. */
  worst: z.string(),
  reach: MapBounds,
});
export type MapCluster = z.infer<typeof MapCluster>;

export const MapPoint = z.object({
  ...spot,
  id: z.string(),
  title: z.string(),
  /** As people name it: a number of an incident or alarm, a code of a device. */
  number: z.string(),
  /** Urgency of an incident, level of an alarm, state of a device, why a person's place is known. */
  worst: z.string(),
  status: z.string(),
  unit: z.object({ code: UnitCode, name: z.string() }),
  /** When it began to be so. */
  since: z.iso.datetime().nullable(),
  overdue: z.boolean(),
  /** The incident an alarm hangs on or a person works on, if the viewer sees it. */
  incident: IncidentId.nullable(),
  /** A person whom the simulator of a demo moves. */
  simulated: z.boolean().optional(),
});
export type MapPoint = z.infer<typeof MapPoint>;

/** Everything of a layer that lies in the window and in the viewer's scope. */
export const MapLayer = z
  .object({
    clusters: z.array(MapCluster),
    points: z.array(MapPoint),
    total: z.number().int(),
    /** Of the same filter, wherever: without a position they lie on no map. */
    unplaced: z.number().int(),
    at: z.iso.datetime(),
    /** Some of it is moved by the simulator of a demo. */
    simulated: z.boolean().optional(),
    closed,
  })
  .meta({ id: "MapLayer" });
export type MapLayer = z.infer<typeof MapLayer>;

/** Staff of a unit, shown where the unit lies; people whose place may be known are a layer of their own. */
export const MapForce = z.object({
  ...spot,
  unit: z.object({ code: UnitCode, name: z.string(), level: UnitLevel }),
  people: z.number().int(),
  /** Named by the roster of this shift. */
  onDuty: z.number().int(),
});
export type MapForce = z.infer<typeof MapForce>;
export const MapForces = z
  .object({ items: z.array(MapForce), people: z.number().int(), onDuty: z.number().int(), closed })
  .meta({ id: "MapForces" });
export type MapForces = z.infer<typeof MapForces>;

/** What is worth knowing of a unit at a glance; null where the viewer's roles give no reason to know. */
export const UnitGlance = z
  .object({
    unit: z.object({
      code: UnitCode,
      name: z.string(),
      level: UnitLevel,
      approximate: z.boolean(),
    }),
    path: z.array(z.object({ code: UnitCode, name: z.string() })),
    incidents: z
      .object({ open: z.number().int(), overdue: z.number().int(), red: z.number().int() })
      .nullable(),
    devices: z.object({ all: z.number().int(), notOnline: z.number().int() }).nullable(),
    /** 1+3+N: heads, full-time workers, part-timers, guides, everyone else. */
    force: z
      .object({
        heads: z.number().int(),
        workers: z.number().int(),
        partTimers: z.number().int(),
        guides: z.number().int(),
        others: z.number().int(),
      })
      .nullable(),
  })
  .meta({ id: "UnitGlance" });
export type UnitGlance = z.infer<typeof UnitGlance>;

/** Why somebody is proposed. */
export const CandidateReason = z.enum([
  "ownGrid",
  "ownVillage",
  "responsiblePost",
  "leadDepartment",
  "onDuty",
  "nearby",
  "free",
  "handling",
  "nobodyReachable",
]);
export type CandidateReason = z.infer<typeof CandidateReason>;

export const Candidate = z.object({
  handler: Handler,
  name: z.string(),
  kind: HandlerKind,
  people: z.array(z.object({ name: z.string(), onDuty: z.boolean(), available: z.boolean() })),
  load: z.number().int(),
  /** Where one of its people is, if that may be known now; else where the unit lies. */
  position: Position,
  /** Whose place it is; null: the unit's. */
  placeOf: z.string().nullable(),
  straightM: z.number().int(),
  minutes: z.number().int(),
  reasons: z.array(CandidateReason),
});
export type Candidate = z.infer<typeof Candidate>;

export const Candidates = z
  .object({
    items: z.array(Candidate),
    /** How the minutes were estimated: straight line × factor, on foot or by car, whichever is faster. */
    estimate: z.object({
      terrainFactor: z.number(),
      walkKmh: z.number(),
      driveKmh: z.number(),
      setOffMinutes: z.number(),
      carMinutes: z.number(),
    }),
  })
  .meta({ id: "Candidates" });
export type Candidates = z.infer<typeof Candidates>;
