import type { Category, Limits } from "@gezhi/contract/configuration.ts";
import type { Handler } from "@gezhi/contract/incidents.ts";
import type { SubmitReport, Suggestion } from "@gezhi/contract/reports.ts";
import { ancestorAt, type Position } from "@gezhi/contract/units.ts";
import { invalid } from "../../platform/problems.ts";
import { clearConfidence, unclearCode } from "../classification/classifier-rules.ts";
import { urgencyHints } from "../classification/urgency-hint-rules.ts";
import { suggestCategories } from "../classification/classification-commands.ts";
import { calendarFor } from "../clocks/calendar-store.ts";
import { isWorkingAt, type WorkingCalendar } from "../clocks/working-calendar.ts";
import type { Context } from "../context.ts";
import { priorityObjects, prioritiesNear } from "../places/priority-rules.ts";
import { handlersWanted, type RouteInput } from "../routing/routing-rules.ts";
import { districtOf, locateReport, type Location } from "./location-rules.ts";
import { gazetteerOf } from "./place-directory.ts";
import type { Sensed } from "./intake-submission.ts";
import { decideUrgency, type DecidedUrgency } from "./urgency-rules.ts";

export type Stated = {
  report: SubmitReport;
  reporterUnit: string | null;
  /** Staff: their choice of category teaches, their choice of urgency counts. */
  staff: boolean;
  exif: readonly Position[];
  at: number;
  sensed?: Pick<Sensed, "urgency" | "because" | "coHandlers"> | undefined;
};

/** All that is decided of a report before the database is asked. */
export type Assessment = {
  location: Location;
  district: string;
  category: Category;
  catalogueVersion: number;
  suggestions: Suggestion[];
  classification: string[];
  urgency: DecidedUrgency;
  routing: RouteInput;
  wanted: Handler[];
  limits: Limits;
  calendar: WorkingCalendar;
};

export async function assessReport(
  context: Context,
  { report, reporterUnit, staff, exif, at, sensed }: Stated,
): Promise<Assessment> {
  const { units, configuration } = context;
  const location = locateReport(
    {
      exif,
      position: report.position ?? null,
      positionSource: report.positionSource,
      address: report.address,
      text: report.text,
      unit: report.unit ?? null,
      reporterUnit,
      city: configuration.root(),
      sensed: sensed !== undefined,
    },
    gazetteerOf(units, at),
  );
  const place = location.unit;
  const instant = new Date(at);
  const {
    category,
    suggestions,
    reasons: classification,
  } = await classify(context, report, place, instant);

  const limits = configuration.current("limits", place, instant).content;
  const urgency = sensed
    ? { urgency: sensed.urgency, reasons: [sensed.because] }
    : decideUrgency({
        category,
        text: report.text,
        address: report.address,
        hints: urgencyHints(report.text),
        chosen: staff ? (report.urgency ?? null) : null,
        near: location.position
          ? prioritiesNear(
              context.keyPlaces.near(location.position, at),
              priorityObjects(limits),
              category.code,
            )
          : [],
        at,
      });

  const calendar = calendarFor(configuration, place);
  const town = ancestorAt(place, "town");
  const routing: RouteInput = {
    category,
    urgency: urgency.urgency,
    source: report.source,
    working: isWorkingAt(calendar, at),
    town: town ? { code: town, name: units.name(town) } : null,
    rules: configuration.current("routing", place, instant).content.rules,
    posts: configuration.current("posts", place, instant).content.posts,
    departments: configuration.current("departments", place, instant).content.departments,
    also: sensed?.coHandlers ?? [],
  };
  return {
    location,
    district: districtOf(place),
    category,
    catalogueVersion: configuration.current("catalogue", place, instant).version,
    suggestions,
    classification,
    urgency,
    routing,
    wanted: handlersWanted(routing),
    limits,
    calendar,
  };
}

/** The reporter's choice, else the classifier's first when it is clear, else "to be classified" – never a guess without a word. */
async function classify(context: Context, report: SubmitReport, place: string, at: Date) {
  const known = (code: string) => context.configuration.category(code, place, at);
  if (report.category) {
    const category = known(report.category);
    if (!category)
      throw invalid("所选类别不在当前事件目录中，请重新选择", [
        { path: "category", message: report.category },
      ]);
    const by = report.source === "sensor" ? "按告警规则归为" : "上报时选择";
    return { category, suggestions: [], reasons: [`${by}“${category.name}”`] };
  }
  const suggestions = report.text ? await suggestCategories(context, place, report.text, at) : [];
  const [first] = suggestions;
  const likely =
    first && first.code !== unclearCode && first.confidence >= clearConfidence
      ? known(first.code)
      : undefined;
  if (first && likely) {
    const words = first.words.map((word) => `“${word}”`).join("");
    return {
      category: likely,
      suggestions,
      reasons: [
        `按描述中的${words}判断为“${likely.name}”，把握 ${Math.round(first.confidence * 100)}%`,
      ],
    };
  }
  const unclear = known(unclearCode);
  if (!unclear) throw invalid("请选择类别后再提交", [{ path: "category", message: "required" }]);
  const maybe = suggestions.filter(({ code }) => code !== unclearCode).map(({ name }) => name);
  const hint = maybe.length ? `，可能是${maybe.join("、")}` : "";
  return {
    category: unclear,
    suggestions,
    reasons: [
      `${report.text ? "描述不足以判断类别" : "没有文字说明"}，暂归“${unclear.name}”，请人工归类${hint}`,
    ],
  };
}
