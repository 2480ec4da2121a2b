import { DeviceState } from "@gezhi/contract/devices.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { PlaceKind } from "@gezhi/contract/places.ts";
import { z } from "zod";
import { listParam, param } from "../../search-params.ts";

export const layerNames = [
  "figures",
  "heat",
  "incidents",
  "alarms",
  "devices",
  "people",
  "forces",
] as const;
export type LayerName = (typeof layerNames)[number];

export const MapSearch = z.object({
  /** `lon,lat,zoom` */
  view: param(z.string().regex(/^-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?$/)),
  /** Absent: what is usual for the person; `none`: nothing. */
  layers: listParam(z.enum([...layerNames, "none"])),
  unit: param(z.string().regex(/^\d{2,17}$/)),
  urgency: listParam(Urgency),
  category: param(z.string().regex(/^\d{2,6}$/)),
  overdue: param(z.literal("true")),
  level: listParam(Urgency),
  state: listParam(DeviceState),
  /** What the heat counts; a period in days, or from one day to another. */
  heatCategory: param(z.string().regex(/^\d{2,6}$/)),
  heatFrom: param(z.iso.date()),
  heatTo: param(z.iso.date()),
  /** The map of an instant that is over. */
  at: param(z.iso.datetime()),
  /** Kinds of places that are shown; absent: none. */
  places: listParam(PlaceKind),
  plots: param(z.literal("off")),
  patrols: param(z.literal("on")),
  /** Houses of places, with the state of what stands in them. */
  buildings: param(z.literal("on")),
  /** A kind and an id, as `ObjectCard` knows them; `plot:new` and `plot:new-id` begin a drawing. */
  chosen: param(
    z.string().regex(/^(incident|alarm|device|unit|place|staff|plot|patrol):[\w-]{2,50}$/),
  ),
  list: param(z.literal("open")),
});
export type MapSearch = z.infer<typeof MapSearch>;
