import type { Translation } from "../translation.ts";
import type { outbox as zhCN } from "../zh-CN/outbox.ts";

export const outbox: Translation<typeof zhCN> = {
  outbox: {
    title: "Outbox",
    line: "What was handed to the message channels; what is marked as simulated left no machine.",
    all: "All",
    channel: "Channel",
    channels: {
      inApp: "In the app",
      webPush: "Web push",
      sms: "SMS",
      voice: "Voice call",
      ownerCall: "Owner call",
    },
    at: "Time",
    to: "To",
    text: "Text",
    status: "State",
    statuses: { queued: "Queued", sent: "Sent", failed: "Failed" },
    attempts: "Tries",
    none: "No messages yet",
    noneHint: "When an incident must be told to people, SMS and calls appear here.",
  },
};
