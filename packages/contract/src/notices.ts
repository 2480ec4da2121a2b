import { z } from "zod";
import { IncidentId } from "./ids.ts";
import { Urgency } from "./incidents.ts";
import { pageOf } from "./problem.ts";

export const Channel = z.enum(["inApp", "webPush", "sms", "voice"]);
export type Channel = z.infer<typeof Channel>;

export const Notice = z
  .object({
    id: z.string(),
    incident: IncidentId.nullable(),
    act: z.string(),
    urgency: Urgency,
    title: z.string(),
    body: z.string(),
    at: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Notice" });
export type Notice = z.infer<typeof Notice>;

export const NoticePage = pageOf(Notice).extend({ unread: z.number().int() });

/** A message handed to an adapter. In demo mode nothing leaves the machine and `simulated` is true: screens say 模拟. */
export const OutboxMessage = z
  .object({
    id: z.string(),
    channel: Channel,
    to: z.string(),
    text: z.string(),
    status: z.enum(["queued", "sent", "failed"]),
    simulated: z.boolean(),
    at: z.iso.datetime(),
    attempts: z.number().int(),
    error: z.string().nullable(),
  })
  .meta({ id: "OutboxMessage" });
export type OutboxMessage = z.infer<typeof OutboxMessage>;
