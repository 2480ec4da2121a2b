import { z } from "zod";

/** What a live message says: something changed; the screen fetches it again. */
export const LiveKind = z.enum([
  "incident",
  "notice",
  "configuration",
  "unit",
  "presence",
  "outbox",
  "alarm",
  "device",
  "hotSpot",
  "place",
  "plot",
  "care",
  "door",
]);
export type LiveKind = z.infer<typeof LiveKind>;

export const LiveMessage = z
  .object({
    kind: LiveKind,
    /** Id of what changed, as the API names it. */
    subject: z.string(),
    /** What happened, e.g. the act on an incident. */
    act: z.string(),
    town: z.string().nullable(),
    at: z.iso.datetime(),
    payload: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "LiveMessage" });
export type LiveMessage = z.infer<typeof LiveMessage>;

/** SSE event names: `message` carries LiveMessage; `reload` = the window of kept messages has passed. */
export const LiveEvent = z.enum(["message", "reload"]);
