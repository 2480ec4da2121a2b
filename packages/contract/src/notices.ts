import { z } from "zod";
import { IncidentId } from "./ids.ts";
import { Urgency } from "./incidents.ts";
import { pageOf } from "./problem.ts";

export const Channel = z.enum(["inApp", "webPush", "sms", "voice", "ownerCall"]);
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

export const ReadNotices = z.union([
  z.object({
    ids: z
      .array(z.string().regex(/^\d{6}-[0-9a-f-]{36}$/))
      .min(1)
      .max(200),
  }),
  z.object({ all: z.literal(true) }),
]);
export type ReadNotices = z.infer<typeof ReadNotices>;

/** What a browser's `PushSubscription.toJSON()` gives. */
export const PushSubscriptionInput = z.object({
  endpoint: z.url().max(1000),
  keys: z.object({ p256dh: z.string().min(1).max(200), auth: z.string().min(1).max(100) }),
});
export type PushSubscriptionInput = z.infer<typeof PushSubscriptionInput>;

/** What the service worker gets; it names no person. */
export const PushMessage = z.object({
  title: z.string(),
  body: z.string(),
  urgency: Urgency,
  incident: IncidentId.nullable(),
});
export type PushMessage = z.infer<typeof PushMessage>;

export const OutboxPage = pageOf(OutboxMessage);
