import { hash } from "node:crypto";
import type { SubmitReport } from "@gezhi/contract/reports.ts";
import canonicalize from "canonicalize";
import { forbidden, invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { inOrder } from "../files/file-commands.ts";
import { findFiles, type FileRow } from "../files/file-queries.ts";
import type { Viewer } from "../identity/viewer.ts";
import { assessReport, type Assessment } from "./intake-assessment.ts";
import type { Handler, Urgency } from "@gezhi/contract/incidents.ts";
import { phoneIsProven } from "./phone-proof-rules.ts";
import { entitlement } from "./source-rules.ts";

/** Who reports: staff, a person without an account, or a program that came through a door of its own. */
export type Reporter = {
  viewer: Viewer | undefined;
  trusted?: "open311" | "sensor";
  /** What only an alarm says of its report. */
  sensed?: Sensed;
};

export type Sensed = {
  /** The alarm's level is the incident's, whatever the category says. */
  urgency: Urgency;
  because: string;
  /** Somebody confirms before people are burdened; red never waits. */
  verify: boolean;
  /** Handlers beside those that routing finds. */
  coHandlers: readonly Handler[];
  /** About one person: never one matter with somebody else's. */
  alone: boolean;
  /** No push in quiet hours. */
  quiet: boolean;
  plan?: string | undefined;
};

/** A report with all that is known of it before the database is asked. */
export type Submission = {
  report: SubmitReport;
  /** Epoch milliseconds of the server. */
  at: number;
  viewer: Viewer | undefined;
  staff: boolean;
  reporterUnit: string | null;
  /** As the timeline names who reported; never a private person's name. */
  actor: string;
  files: FileRow[];
  phoneVerified: boolean;
  contentHash: string;
  assessment: Assessment;
  sensed: Sensed | undefined;
};

export async function prepareSubmission(
  context: Context,
  { viewer, trusted, sensed }: Reporter,
  report: SubmitReport,
): Promise<Submission> {
  const at = context.now();
  const entitled =
    trusted === report.source ? "public" : entitlement(report.source, viewer?.appointments ?? []);
  if (!entitled)
    throw forbidden(viewer ? "您的岗位不能用这种来源上报" : "这种来源需要登录后才能上报");
  // A number joins the report to whatever carries it: who may name one is known.
  if (report.foreign && entitled === "public" && trusted !== report.source)
    throw forbidden("外部系统的工单编号只能由工作人员或已授权的接口填写，请去掉后重新提交");
  if (report.simulated && !context.config.GEZHI_DEMO) throw invalid("正式环境不接收模拟数据");

  const staff = entitled !== "public";
  const reporterUnit = staff ? entitled.unit : null;
  const files = report.files.length
    ? inOrder(report.files, await findFiles(context.db, report.files))
    : [];
  const exif = files.flatMap(({ lon, lat }) =>
    lon !== null && lat !== null ? [{ lon, lat }] : [],
  );
  const { phone, phoneProof } = report.reporter;
  return {
    report,
    at,
    viewer,
    staff,
    reporterUnit,
    actor: staff && viewer ? viewer.name : publicActors[report.source],
    files,
    phoneVerified:
      phone !== undefined && phoneProof !== undefined && phoneIsProven(context, phone, phoneProof),
    contentHash: contentHash(report),
    assessment: await assessReport(context, { report, reporterUnit, staff, exif, at, sensed }),
    sensed,
  };
}

const publicActors: Record<SubmitReport["source"], string> = {
  resident: "居民",
  rider: "热心市民",
  open311: "开放接口",
  sensor: "感知设备",
  gridWorker: "网格员",
  community: "社区",
  call: "来电人",
  hotline: "热线",
};

/** Of everything that was said. The proof of a phone number expires and says nothing, so it does not count. */
function contentHash(report: SubmitReport): string {
  const said = {
    ...report,
    clientId: undefined,
    reporter: { ...report.reporter, phoneProof: undefined },
  };
  return hash("sha256", canonicalize(JSON.parse(JSON.stringify(said))) ?? "", "base64url");
}
