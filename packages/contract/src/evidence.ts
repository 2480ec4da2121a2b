import { z } from "zod";
import { AlarmId, ClipId } from "./ids.ts";

const plain = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^\P{C}+$/u, "不能含有控制字符");
const instant = z.union([z.number(), z.iso.datetime({ offset: true })]);

const TracePoint = z.strictObject({
  /** Share of the picture's width from the left and of its height from the top. */
  x: z.number().min(0).max(1),
  y: z.number().min(0).max(1),
  /** Since the first point. */
  ms: z.int().min(0).max(60_000),
});

/** R55: whence something seems to come. No household and no person: those people find. */
export const SuspectedSource = z.strictObject({
  building: plain(40),
  unit: plain(20).optional(),
  floor: z
    .int()
    .min(-9)
    .max(200)
    .refine((floor) => floor !== 0, "没有 0 层")
    .optional(),
});
export type SuspectedSource = z.infer<typeof SuspectedSource>;

/** R55: what the camera worked out of a falling object. */
export const ClipTrace = z
  .strictObject({
    /** When it fell, where that is not the clip's own instant. */
    at: instant.optional(),
    points: z
      .array(TracePoint)
      .min(2)
      .max(200)
      .refine(
        (points) => points.every(({ ms }, n) => n === 0 || ms > points[n - 1]!.ms),
        "轨迹点须按时间先后排列",
      ),
    from: SuspectedSource.optional(),
  })
  .meta({ id: "ClipTrace" });
export type ClipTrace = z.infer<typeof ClipTrace>;

/** What a camera, its box or its gateway says of a clip, in the field `about` before the file. Who is in it has no field. */
export const ClipAbout = z
  .strictObject({
    /** Code of the device that saw it. */
    device: z.string().min(1).max(64),
    /** When, by the device's clock: the instant of the reading that alarmed. */
    at: instant,
    /** Persons were made unrecognisable by the sender. */
    masked: z.boolean().default(false),
    /** Of a falling object only. */
    trace: ClipTrace.optional(),
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

/**
 * How a viewer comes to see what is sealed (domain B.3): not at all; by asking a second person; that was asked; it was
 * approved and runs; or, where the law allows it, by a reason of their own.
 */
export const Unsealing = z.enum(["never", "ask", "waiting", "approved", "reason"]);
export type Unsealing = z.infer<typeof Unsealing>;

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
    /** Persons may be recognised in it: shown to whom a second person or the law allows it, each time on record. */
    sealed: z.boolean(),
    /** Null: it is not sealed, or gone. */
    opening: Unsealing.nullable(),
    /** What the sender worked out; gone with the picture. */
    trace: z
      .object({
        at: z.iso.datetime(),
        points: z.array(TracePoint),
        from: SuspectedSource.nullable(),
      })
      .nullable(),
    /** When it was deleted because its time was over. */
    deletedAt: z.iso.datetime().nullable(),
    simulated: z.boolean(),
  })
  .meta({ id: "Clip" });
export type Clip = z.infer<typeof Clip>;

export const Clips = z.object({
  items: z.array(Clip),
  /** How this viewer takes the evidence pack of this alarm out. */
  pack: Unsealing,
});

/** R55: why pictures with recognisable persons must be seen; a second person reads it and decides. */
export const AskOriginals = z.object({ reason: plain(300).min(4) }).meta({ id: "AskOriginals" });
/** Why a picture is opened or a pack taken out; left out where an approval has its reason already. */
export const WhyEvidence = z
  .object({ reason: plain(300).min(2).optional() })
  .meta({ id: "WhyEvidence" });
/** Works for ten minutes at most, in the session that asked. */
export const OpenedEvidence = z.object({ url: z.string() }).meta({ id: "OpenedEvidence" });

/** `manifest.json` of an evidence pack: what lies in it, each part with its SHA-256. */
export const EvidenceManifest = z.object({
  format: z.literal("gezhi-evidence/1"),
  takenAt: z.iso.datetime(),
  takenBy: z.string(),
  alarm: z.object({
    id: AlarmId,
    number: z.string(),
    rule: z.string(),
    raisedAt: z.iso.datetime(),
    unit: z.string(),
    place: z.string(),
  }),
  incident: z.string().nullable(),
  simulated: z.boolean(),
  parts: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string() })),
  clips: z.array(
    z.object({
      id: ClipId,
      /** Name of its part; null: the bytes are gone. */
      part: z.string().nullable(),
      at: z.iso.datetime(),
      receivedAt: z.iso.datetime(),
      type: z.string(),
      masked: z.boolean(),
      /** Of the bytes as they were sent, before metadata was taken out. */
      sentSha256: z.string(),
      /** As noted when it came. */
      keptSha256: z.string(),
      /** Whether the bytes are still those. */
      unchanged: z.boolean().nullable(),
      deletedAt: z.iso.datetime().nullable(),
      trace: Clip.shape.trace,
    }),
  ),
});
export type EvidenceManifest = z.infer<typeof EvidenceManifest>;
