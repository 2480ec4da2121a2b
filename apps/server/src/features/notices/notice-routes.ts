import { z } from "zod";
import {
  Channel,
  NoticePage,
  OutboxPage,
  PushMessage,
  PushSubscriptionInput,
  ReadNotices,
} from "@gezhi/contract/notices.ts";
import { PageQuery } from "@gezhi/contract/problem.ts";
import { incidentId } from "@gezhi/contract/ids.ts";
import { read } from "../../platform/database/scope.ts";
import type { App } from "../../platform/http/app.ts";
import { forbidden, invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { type DeliveryRow, listDeliveries } from "./delivery-queries.ts";
import { readNotices } from "./notice-commands.ts";
import { countUnread, listNotices, type NoticeRow } from "./notice-queries.ts";
import { spokenText } from "./notice-rules.ts";
import { pushKeys, subscribePush, unsubscribePush } from "./push-commands.ts";

export function registerNoticeRoutes(app: App, context: Context): void {
  registerNotices(app, context);
  registerPush(app, context);
  registerOutbox(app, context);
}

function registerNotices(app: App, context: Context): void {
  app.get(
    "/api/notices",
    {
      schema: {
        tags: ["notices"],
        summary: "My notices, the newest first",
        querystring: PageQuery,
        response: { 200: NoticePage },
      },
    },
    (request) => {
      const viewer = viewerOf(request);
      const { limit, after } = request.query;
      return read(context.db, scopeOf(viewer), async (tx) => {
        const rows = await listNotices(tx, viewer.account, cursorOf(after), limit + 1);
        return { ...pageOf(rows, limit, noticeOf), unread: await countUnread(tx, viewer.account) };
      });
    },
  );
  app.post(
    "/api/notices/read",
    {
      schema: {
        tags: ["notices"],
        summary: "Marks some or all of my notices as read",
        body: ReadNotices,
        response: { 200: z.object({ unread: z.number().int() }) },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await readNotices(context, viewer, request.body);
      const unread = await read(context.db, scopeOf(viewer), (tx) =>
        countUnread(tx, viewer.account),
      );
      return { unread };
    },
  );
}

function registerPush(app: App, context: Context): void {
  app.get(
    "/api/push-key",
    {
      schema: {
        tags: ["notices"],
        summary: "The key with which a browser subscribes to web push",
        response: { 200: z.object({ key: z.string() }) },
      },
    },
    async (request) => {
      viewerOf(request);
      return { key: (await pushKeys(context)).publicKey };
    },
  );
  app.post(
    "/api/push-subscriptions",
    {
      schema: {
        tags: ["notices"],
        summary: "This browser wants my notices as web push",
        body: PushSubscriptionInput,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await subscribePush(context, viewerOf(request), request.body);
      return reply.code(204).send(null);
    },
  );
  app.delete(
    "/api/push-subscriptions",
    {
      schema: {
        tags: ["notices"],
        summary: "This browser wants no web push any more",
        querystring: z.object({ endpoint: z.string().max(1000) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await unsubscribePush(context, viewerOf(request), request.query.endpoint);
      return reply.code(204).send(null);
    },
  );
}

function registerOutbox(app: App, context: Context): void {
  app.get(
    "/api/outbox",
    {
      schema: {
        tags: ["notices"],
        summary:
          "What was handed to the message adapters: all of it in a demo, without texts otherwise",
        querystring: PageQuery.extend({ channel: Channel.optional() }),
        response: { 200: OutboxPage },
      },
    },
    (request) => {
      const { limit, after, channel } = request.query;
      const units = outboxUnits(context, viewerOf(request));
      return read(context.db, "system", async (tx) => {
        const query = { channel, units, after: cursorOf(after), limit: limit + 1 };
        const rows = await listDeliveries(tx, query);
        return pageOf(rows, limit, (row) => outboxMessageOf(context, row));
      });
    },
  );
}

/** In a demo everybody may look at what would have been sent: it stands in for the phones nobody has. */
function outboxUnits({ config }: Context, viewer: Viewer): string[] {
  if (config.GEZHI_DEMO) return [""];
  const units = viewer.appointments
    .filter(({ role, unit }) => role === "sysAdmin" && unit.length <= 6)
    .map(({ unit }) => unit);
  if (!units.length) throw forbidden("只有系统管理员可以查看发件箱");
  return units;
}

const noticeOf = (row: NoticeRow) => ({
  id: `${row.district}-${row.id}`,
  incident: row.incident === null ? null : incidentId({ district: row.district, id: row.incident }),
  act: row.act,
  urgency: row.urgency,
  title: row.title,
  body: row.body,
  at: row.created_at.toISOString(),
  readAt: row.read_at?.toISOString() ?? null,
});

/** Only a demo shows what was written; elsewhere what kind of message it was. */
function textOf({ config, secrets }: Context, { channel, subject, text_enc }: DeliveryRow): string {
  if (!config.GEZHI_DEMO) return subject;
  const text = secrets.open(text_enc);
  if (channel !== "webPush") return text;
  const { title, body } = PushMessage.parse(JSON.parse(text));
  return spokenText({ title, body });
}

function outboxMessageOf(context: Context, row: DeliveryRow) {
  return {
    id: `${row.district}-${row.id}`,
    channel: row.channel,
    to: row.address_masked,
    text: textOf(context, row),
    status: row.status,
    simulated: row.simulated,
    at: row.created_at.toISOString(),
    attempts: row.attempts,
    error: row.error,
  };
}

type Placed = { created_at: Date; id: string };

function pageOf<Row extends Placed, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
): { items: Item[]; next?: string } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(itemOf),
    ...(last ? { next: `${last.created_at.getTime()}.${last.id}` } : {}),
  };
}

function cursorOf(after: string | undefined): { at: Date; id: string } | undefined {
  if (after === undefined) return undefined;
  const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(after);
  if (!match) throw invalid("翻页位置无效，请回到第一页");
  return { at: new Date(Number(match[1])), id: match[2]! };
}
