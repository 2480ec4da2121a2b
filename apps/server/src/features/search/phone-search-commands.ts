import { incidentId, reportId } from "@gezhi/contract/ids.ts";
import type { PhoneSearch, SearchHit } from "@gezhi/contract/search.ts";
import { read, write } from "../../platform/database/scope.ts";
import { forbidden } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { revealProblem } from "../identity/reveal-rules.ts";
import { countReveal } from "../identity/sign-in-commands.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { visibilityTable } from "../identity/visibility-table.ts";
import { findReportsByPhone } from "./search-queries.ts";

/** Who may have some reporter's number shown without asking first, may ask for it the other way round. */
export const mayFindByPhone = (viewer: Viewer): boolean =>
  viewer.appointments.some(({ role }) =>
    ["unit", "urgent", "handling"].includes(visibilityTable[role].persons),
  );

const mostReports = 20;

/**
 * The matters reported from a number, those alone whose reporter this viewer may have shown: what a search tells is what
 * a reveal would. Each search is on record before it is answered, also one that finds nothing; the number is not.
 */
export async function findByPhone(
  context: Context,
  viewer: Viewer,
  { phone, reason }: PhoneSearch,
): Promise<SearchHit[]> {
  if (!mayFindByPhone(viewer))
    throw forbidden("您的岗位不能按电话查找报事；如工作需要，请由办理该事件的岗位或网格员查找");
  await countReveal(context, viewer);
  const rows = await read(context.db, scopeOf(viewer), (tx) =>
    findReportsByPhone(tx, context.secrets.fingerprint(phone), mostReports),
  );
  const found = rows.filter((row) => revealProblem(viewer, row) === undefined);
  const own = viewer.appointments[0]?.unit ?? "50";
  await write(context.db, "system", async (tx) => {
    const entry = {
      account: viewer.account,
      actor: viewer.name,
      act: "reveal.search" as const,
      reason,
    };
    for (const row of found)
      await recordAudit(tx, {
        ...entry,
        subject: reportId(row),
        detail: {
          incident: incidentId({ district: row.district, id: row.incident }),
          number: row.number,
        },
        district: row.district,
        unit: row.unit,
      });
    if (found.length === 0)
      await recordAudit(tx, {
        ...entry,
        subject: "phone",
        detail: { found: 0 },
        district: own.slice(0, 6),
        unit: own,
      });
  });
  const hits = found.map((row): SearchHit => ({
    kind: "incident",
    id: incidentId({ district: row.district, id: row.incident }),
    title: row.title,
    line: row.number,
    unit: row.unit,
    where: whereOf(context, row.unit),
    matched: "phone",
    urgency: row.urgency,
    status: row.status,
  }));
  return [...new Map(hits.map((hit) => [hit.id, hit])).values()];
}

/** Without the city, which is the same everywhere. */
export const whereOf = ({ units }: Pick<Context, "units">, unit: string): string =>
  units
    .path(unit)
    .slice(unit.length > 2 ? 1 : 0)
    .map(({ name }) => name)
    .join(" › ");
