import { AuditPage, AuditQuery, type AuditEntry } from "@gezhi/contract/audit.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import type { Selectable } from "kysely";
import type { AuditLog } from "../../platform/database/generated.ts";
import type { App } from "../../platform/http/app.ts";
import { invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { requireRole } from "../identity/session-plugin.ts";
import { listAuditEntries } from "./audit-queries.ts";
import { auditAreas } from "./audit-rules.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function registerAuditRoutes(app: App, { db, units }: Context): void {
  app.get(
    "/api/audit",
    {
      schema: {
        tags: ["audit"],
        summary:
          "Who did what, newest first: the auditor all of the unit, the system administrator the acts of configuration",
        querystring: AuditQuery,
        response: { 200: AuditPage, 401: Problem, 403: Problem },
      },
    },
    async (request) => {
      const viewer = requireRole(request, "auditor", "sysAdmin");
      const { query } = request;
      if (query.after !== undefined && !uuid.test(query.after))
        throw invalid("翻页标记不正确，请从第一页重新查询");
      const rows = await listAuditEntries(db, auditAreas(viewer.appointments), query);
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return {
        items: page.map((row) => present(row, units.name(row.unit))),
        ...(rows.length > page.length && last ? { next: last.id } : {}),
      };
    },
  );
}

const present = (row: Selectable<AuditLog>, unitName: string): AuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  unit: row.unit,
  unitName,
  account: row.account,
  actor: row.actor,
  act: row.act,
  subject: row.subject,
  reason: row.reason,
  detail: row.detail as Record<string, unknown>,
});
