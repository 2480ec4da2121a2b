import { z } from "zod";
import { IncidentId, PlotId } from "./ids.ts";
import { MapBounds, MapBox } from "./map.ts";
import { UnitCode } from "./units.ts";

/** What a drawing on the map means; its colour and its sign follow from that. */
export const PlotKind = z.enum([
  "commandPost",
  "meetingPoint",
  "post",
  "cordon",
  "dangerArea",
  "taskArea",
  "route",
  "evacuation",
  "closedRoad",
  "distance",
  "mark",
]);
export type PlotKind = z.infer<typeof PlotKind>;

type PlotShape = "Point" | "LineString" | "Polygon";
/** What each kind may be drawn as, the usual shape first. */
export const shapesOfPlots: Record<PlotKind, readonly [PlotShape, ...PlotShape[]]> = {
  commandPost: ["Point"],
  meetingPoint: ["Point"],
  post: ["Point"],
  cordon: ["Polygon", "LineString"],
  dangerArea: ["Polygon"],
  taskArea: ["Polygon"],
  route: ["LineString"],
  evacuation: ["LineString"],
  closedRoad: ["LineString"],
  distance: ["LineString"],
  mark: ["Point", "LineString", "Polygon"],
};

const mostPoints = 500;
const lonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const same = (one: readonly number[] | undefined, other: readonly number[] | undefined) =>
  one?.[0] === other?.[0] && one?.[1] === other?.[1];

/** GeoJSON, WGS-84. An area is one closed ring. */
export const PlotGeometry = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("Point"), coordinates: lonLat }),
    z.object({
      type: z.literal("LineString"),
      coordinates: z.array(lonLat).min(2).max(mostPoints),
    }),
    z.object({
      type: z.literal("Polygon"),
      coordinates: z.tuple([
        z
          .array(lonLat)
          .min(4)
          .max(mostPoints + 1)
          .refine((ring) => same(ring[0], ring.at(-1)), "面的首尾两点必须相同"),
      ]),
    }),
  ])
  .meta({ id: "PlotGeometry" });
export type PlotGeometry = z.infer<typeof PlotGeometry>;

const drawing = {
  kind: PlotKind,
  name: z.string().trim().min(1).max(40),
  note: z.string().trim().max(300).default(""),
  geometry: PlotGeometry,
};
type Drawn = { kind: PlotKind; geometry: PlotGeometry };
const fits = ({ kind, geometry }: Drawn) => shapesOfPlots[kind].includes(geometry.type);
const unfit = { path: ["geometry"], message: "这一类标绘不能用这种图形" };

/** What a drawing hangs on: an incident, or a unit. */
export const PlotOwner = z.discriminatedUnion("type", [
  z.object({ type: z.literal("incident"), incident: IncidentId }),
  z.object({ type: z.literal("unit"), unit: UnitCode }),
]);
export type PlotOwner = z.infer<typeof PlotOwner>;

export const DrawPlot = z
  .object({ owner: PlotOwner, ...drawing })
  .refine(fits, unfit)
  .meta({ id: "DrawPlot" });
export type DrawPlot = z.infer<typeof DrawPlot>;

/** The version that was looked at: who changes an older one is told, and nothing is overwritten. */
const onVersion = { version: z.number().int().min(1) };
export const ChangePlot = z
  .object({ ...onVersion, ...drawing })
  .refine(fits, unfit)
  .meta({ id: "ChangePlot" });
export type ChangePlot = z.infer<typeof ChangePlot>;
export const RemovePlot = z.object(onVersion);
/** `to`: the version it becomes again, as a new version. */
export const RestorePlot = z.object({ ...onVersion, to: z.number().int().min(1) });
export type RestorePlot = z.infer<typeof RestorePlot>;

const hand = z.object({ name: z.string(), at: z.iso.datetime() });

export const Plot = z
  .object({
    id: PlotId,
    owner: z.discriminatedUnion("type", [
      z.object({
        type: z.literal("incident"),
        incident: IncidentId,
        number: z.string(),
        title: z.string(),
      }),
      z.object({ type: z.literal("unit") }),
    ]),
    /** Whose it is; of an incident where that lies. */
    unit: z.object({ code: UnitCode, name: z.string() }),
    kind: PlotKind,
    /** Empty for whoever sees the incident masked. */
    name: z.string(),
    note: z.string(),
    geometry: PlotGeometry,
    bounds: MapBounds,
    version: z.number().int(),
    drawn: hand,
    changed: hand,
    removed: z.boolean(),
    actions: z.array(z.enum(["change", "remove", "restore"])),
  })
  .meta({ id: "Plot" });
export type Plot = z.infer<typeof Plot>;

export const PlotQuery = z.object({
  /** `west,south,east,north`; absent: anywhere. */
  bbox: MapBox.optional(),
  /** Only those of this incident, whether it is open or over. Absent: of open incidents, and of units. */
  incident: IncidentId.optional(),
  /** Drawn under this unit or below, or under an incident there. */
  unit: UnitCode.optional(),
  removed: z.enum(["true", "false"]).default("false"),
});
export type PlotQuery = z.output<typeof PlotQuery>;

export const PlotList = z
  .object({
    items: z.array(Plot),
    /** More than are told. */
    more: z.boolean(),
  })
  .meta({ id: "PlotList" });
export type PlotList = z.infer<typeof PlotList>;

export const PlotVersion = z
  .object({
    version: z.number().int(),
    act: z.enum(["draw", "change", "remove", "restore"]),
    by: hand,
    kind: PlotKind,
    name: z.string(),
    note: z.string(),
    geometry: PlotGeometry,
  })
  .meta({ id: "PlotVersion" });
export type PlotVersion = z.infer<typeof PlotVersion>;
export const PlotVersions = z.object({ items: z.array(PlotVersion) });
