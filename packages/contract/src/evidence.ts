import { z } from "zod";
import { AlarmId, ClipId } from "./ids.ts";

/** What a camera, its box or its gateway says of a clip, in the field `about` before the file. Who is in it has no field. */
export const ClipAbout = z
  .strictObject({
    /** Code of the device that saw it. */
    device: z.string().min(1).max(64),
    /** When, by the device's clock: the instant of the reading that alarmed. */
    at: z.union([z.number(), z.iso.datetime({ offset: true })]),
    /** Persons were made unrecognisable by the sender. */
    masked: z.boolean().default(false),
  })
  .meta({ id: "ClipAbout" });
export type ClipAbout = z.infer<typeof ClipAbout>;

export const clipBytes = { photo: 12 << 20, video: 30 << 20 };
/** R55: kept a month, where the limits in force say nothing else. */
export const usualClipDays = 30;
/** Of one alarm. */
export const mostClips = 20;

export const ClipTaken = z
  .object({
    id: ClipId,
    /** False: the same clip was there already. */
    added: z.boolean(),
    /** Null: no alarm yet; the clip joins it when it is raised. */
    alarm: z.string().nullable(),
  })
  .meta({ id: "ClipTaken" });
export type ClipTaken = z.infer<typeof ClipTaken>;

export const Clip = z
  .object({
    id: ClipId,
    alarm: AlarmId,
    at: z.iso.datetime(),
    receivedAt: z.iso.datetime(),
    type: z.string(),
    /** Null: deleted, or not open to this viewer. */
    url: z.string().nullable(),
    thumbnail: z.string().nullable(),
    masked: z.boolean(),
    /** Persons may be recognised in it: shown to whom the law allows, with a reason, each time on record. */
    sealed: z.boolean(),
    /** When it was deleted because its time was over. */
    deletedAt: z.iso.datetime().nullable(),
    simulated: z.boolean(),
  })
  .meta({ id: "Clip" });
export type Clip = z.infer<typeof Clip>;

export const Clips = z.object({ items: z.array(Clip) });
