import { incidentId, reportId } from "@gezhi/contract/ids.ts";
import { ReportSource, type MyReport } from "@gezhi/contract/reports.ts";
import { read } from "../../platform/database/scope.ts";
import { invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { listOwnReports } from "./public-incident-queries.ts";
import { publicStatus } from "./public-status-rules.ts";
import { placeName } from "../organisation/post-directory.ts";

type Page = { items: MyReport[]; next?: string };

/** Whatever became of them, also where the incident lies outside the viewer's scope. */
export async function ownReports(
  context: Context,
  viewer: Viewer,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<Page> {
  const rows = await read(context.db, "system", (tx) =>
    listOwnReports(tx, viewer.account, after === undefined ? null : placeOf(after), limit + 1),
  );
  const items = rows.slice(0, limit).map((row): MyReport => ({
    report: reportId(row),
    number: row.number,
    source: ReportSource.parse(row.source),
    text: row.text,
    at: row.created_at.toISOString(),
    place: placeName(context, row.unit),
    incident: {
      id: incidentId({ district: row.district, id: row.incident }),
      number: row.incident_number,
      title: row.title,
      status: row.status,
      statusText: publicStatus(row.status),
    },
  }));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return last ? { items, next: `${last.created_at.toISOString()}_${last.id}` } : { items };
}

function placeOf(after: string): { at: Date; id: string } {
  const [at = "", id = ""] = after.split("_");
  const date = new Date(at);
  if (Number.isNaN(date.getTime()) || !/^[0-9a-f-]{36}$/.test(id))
    throw invalid("翻页参数不正确，请从第一页重新打开");
  return { at: date, id };
}
