import { z } from "zod";
import { IncidentId, LaneStopId } from "./ids.ts";

/** 消防通道堵塞占用 in the catalogue (R56). */
export const fireLaneCategory = "090301";

const provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/** A plate as people write it: `渝A·12345`, `渝ad12345`. Letters I and O are not in use. */
export const PlateNumber = z
  .string()
  .max(20)
  .toUpperCase()
  .overwrite((text) => text.replace(/[\s·.-]/g, ""))
  .regex(
    new RegExp(`^[${provinces}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳领]$`),
    "车牌号形如 渝A12345 或 渝AD12345",
  );

export const NoteLaneStop = z.object({ plate: PlateNumber }).meta({ id: "NoteLaneStop" });
export type NoteLaneStop = z.infer<typeof NoteLaneStop>;

export const LaneDeparture = z.enum(["left", "towed", "camera"]);
export type LaneDeparture = z.infer<typeof LaneDeparture>;
/** `camera` is what the lane's own device says. */
export const NoteDeparture = z
  .object({ how: LaneDeparture.exclude(["camera"]) })
  .meta({ id: "NoteDeparture" });
export type NoteDeparture = z.infer<typeof NoteDeparture>;

export const LaneAct = z.enum(["call", "tow", "depart"]);
export type LaneAct = z.infer<typeof LaneAct>;

export const LaneStop = z
  .object({
    id: LaneStopId,
    incident: z.object({ id: IncidentId, number: z.string() }),
    lane: z.string(),
    /** Never whole: the whole one is revealed with a reason, on record. */
    plate: z.string(),
    notedBy: z.string(),
    notedAt: z.iso.datetime(),
    /** How often the vehicle was noted within the kept days, this time included, as far as the reader may see. */
    times: z.number().int(),
    /** To the owner through the privacy number, oldest first. */
    calls: z.array(
      z.object({
        at: z.iso.datetime(),
        by: z.string(),
        /** `gone`: the message itself is no longer kept. */
        status: z.enum(["queued", "sent", "failed", "gone"]),
        simulated: z.boolean(),
      }),
    ),
    tow: z
      .object({
        by: z.string(),
        at: z.iso.datetime(),
        dueAt: z.iso.datetime(),
        /** Null: nobody is registered to tow here. */
        contact: z.string().nullable(),
      })
      .nullable(),
    gone: z.object({ at: z.iso.datetime(), how: LaneDeparture }).nullable(),
    actions: z.array(LaneAct),
    revealable: z.boolean(),
  })
  .meta({ id: "LaneStop" });
export type LaneStop = z.infer<typeof LaneStop>;

export const LaneStops = z
  .object({
    items: z.array(LaneStop),
    mayNote: z.boolean(),
    /** After so many days a noted plate is deleted. */
    keptDays: z.number().int(),
  })
  .meta({ id: "LaneStops" });
export type LaneStops = z.infer<typeof LaneStops>;

export const FireLanes = z
  .object({
    keptDays: z.number().int(),
    /** Vehicles that stand in a lane now. */
    standing: z.array(LaneStop),
    /** Noted twice or more within the kept days, the most frequent first. */
    vehicles: z.array(
      z.object({
        /** Its newest stop. */
        stop: LaneStopId,
        plate: z.string(),
        times: z.number().int(),
        lanes: z.array(z.string()),
        lastAt: z.iso.datetime(),
        lastIncident: z.object({ id: IncidentId, number: z.string() }),
      }),
    ),
    lanes: z.array(
      z.object({
        lane: z.string(),
        times: z.number().int(),
        vehicles: z.number().int(),
        lastAt: z.iso.datetime(),
        lastIncident: z.object({ id: IncidentId, number: z.string() }),
      }),
    ),
    /** Older stops are left out of the counts. */
    cut: z.boolean(),
  })
  .meta({ id: "FireLanes" });
export type FireLanes = z.infer<typeof FireLanes>;
