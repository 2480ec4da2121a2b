import { z } from "zod";

export const TimelineEntry = z
  .object({
    seq: z.number().int(),
    at: z.iso.datetime(),
    act: z.string(),
    actor: z.string(),
    /** One readable Chinese sentence. */
    text: z.string(),
    detail: z.record(z.string(), z.unknown()),
    hash: z.string(),
  })
  .meta({ id: "TimelineEntry" });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** One case as a single file: `npx gezhi verify FILE` checks it with nothing else. */
export const CaseFile = z.object({
  format: z.literal("gezhi-case/1"),
  exportedAt: z.iso.datetime(),
  incident: z.record(z.string(), z.unknown()),
  timeline: z.array(
    z.object({
      seq: z.number().int(),
      at: z.string(),
      act: z.string(),
      actor: z.string(),
      detail: z.record(z.string(), z.unknown()),
      previousHash: z.string(),
      hash: z.string(),
    }),
  ),
});
export type CaseFile = z.infer<typeof CaseFile>;
