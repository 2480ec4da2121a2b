import type { Tx } from "../../platform/database/scope.ts";

/** What was sent with reports follows them to another incident of the district. */
export async function moveReportFiles(
  tx: Tx,
  { district, reports, to }: { district: string; reports: readonly string[]; to: string },
): Promise<void> {
  if (reports.length === 0) return;
  await tx
    .updateTable("attachments")
    .set({ incident: to })
    .where("district", "=", district)
    .where("report", "in", [...reports])
    .execute();
}
