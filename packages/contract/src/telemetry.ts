import { z } from "zod";
import { MetricKey } from "./sensing.ts";

/**
 * The platform's own payload on `gezhi/v1/{unit}/{device}/telemetry`. `at` is the device's instant in epoch
 * milliseconds or ISO 8601; absent: when it arrived.
 */
export const Telemetry = z
  .object({
    at: z.union([z.number(), z.iso.datetime({ offset: true })]).optional(),
    values: z.record(MetricKey, z.union([z.number(), z.boolean()])),
    /** Per cent. */
    battery: z.number().min(0).max(100).optional(),
  })
  .meta({ id: "Telemetry" });
export type Telemetry = z.infer<typeof Telemetry>;

export const telemetryTopic = (unit: string, device: string): string =>
  `gezhi/v1/${unit}/${device}/telemetry`;

/** Bytes of one message; more is refused before it is read. */
export const mostPayloadBytes = 65_536;
/** Older readings are refused, later ones than this ahead of the server too. */
export const latestHours = 48;
export const mostAheadMs = 5 * 60_000;

/** Why a message was not kept, or kept but not judged. Counted per device. */
export const TelemetryFault = z.enum([
  "malformed",
  "oversized",
  "unknownDevice",
  "foreignTopic",
  "unknownMetric",
  "notANumber",
  "outOfRange",
  "tooOld",
  "future",
  "duplicate",
  "outOfOrder",
  "late",
  "noConsent",
  "refused",
]);
export type TelemetryFault = z.infer<typeof TelemetryFault>;

/** A gateway's batch over HTTP; each message is accepted or refused by itself. */
export const TelemetryBatch = z
  .object({
    messages: z
      .array(z.object({ device: z.string().min(1).max(64), payload: z.unknown() }))
      .min(1)
      .max(1000),
  })
  .meta({ id: "TelemetryBatch" });
export const TelemetryBatchResult = z
  .object({
    accepted: z.number().int(),
    refused: z.array(
      z.object({ index: z.number().int(), fault: TelemetryFault, message: z.string() }),
    ),
  })
  .meta({ id: "TelemetryBatchResult" });
export type TelemetryBatchResult = z.infer<typeof TelemetryBatchResult>;
