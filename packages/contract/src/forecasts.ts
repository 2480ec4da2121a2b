import { z } from "zod";
import { DeviceId } from "./ids.ts";
import { Urgency } from "./incidents.ts";
import { MetricKey } from "./sensing.ts";
import { UnitCode } from "./units.ts";

/** Why nothing is said: too few readings, none lately, no steady course, or none towards a level within the horizon. */
export const NoForecast = z.enum(["few", "old", "unsteady", "away"]);
export type NoForecast = z.infer<typeof NoForecast>;

/** When the course, gone on with, comes to a level; between the steepest and the flattest course that fits. */
export const Reach = z.object({
  level: Urgency,
  threshold: z.number(),
  at: z.iso.datetime(),
  earliest: z.iso.datetime(),
  /** Null: perhaps not within the horizon. */
  latest: z.iso.datetime().nullable(),
});
export type Reach = z.infer<typeof Reach>;

/** What the last hours say of the next; it raises no alarm and wakes nobody (R23). */
export const Forecast = z.object({
  metric: MetricKey,
  name: z.string(),
  unit: z.string(),
  rule: z.string(),
  ruleName: z.string(),
  operator: z.string(),
  now: z.number().nullable(),
  /** Null where the course is not clear. */
  perHour: z.number().nullable(),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  readings: z.number().int(),
  reaches: z.array(Reach),
  none: NoForecast.nullable(),
});
export type Forecast = z.infer<typeof Forecast>;

export const DeviceForecasts = z
  .object({ horizonHours: z.number(), items: z.array(Forecast) })
  .meta({ id: "DeviceForecasts" });
export type DeviceForecasts = z.infer<typeof DeviceForecasts>;

export const ForecastQuery = z.object({ unit: UnitCode });

export const UnitForecasts = z
  .object({
    horizonHours: z.number(),
    /** Devices that were looked at; persons' devices are not among them. */
    looked: z.number().int(),
    truncated: z.boolean(),
    items: z.array(
      Forecast.extend({
        device: z.object({ id: DeviceId, code: z.string(), name: z.string() }),
        place: z.string(),
        at: z.object({ code: UnitCode, name: z.string() }),
        simulated: z.boolean(),
      }),
    ),
  })
  .meta({ id: "UnitForecasts" });
export type UnitForecasts = z.infer<typeof UnitForecasts>;
