import {
  type Assessment,
  AssessmentPart,
  type AssessmentQuery,
  type AssessmentRow,
  usualWeights,
} from "@gezhi/contract/assessment.ts";
import type { FigureRow } from "@gezhi/contract/figures.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { byteOrderMark, csvLine } from "../../platform/csv.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { objectionScope, presentObjection } from "./assessment-commands.ts";
import { findLeftOut, listObjections, type LeftOut } from "./assessment-queries.ts";
import { objectsFor, partsOf, readsAssessment, scoreOf, without } from "./assessment-rules.ts";
import { readFigures } from "./figures.ts";

const villageLength = 12;
const mostObjections = 100;

/** Units by their list of duties (R28). Below the communities a grid is one person's, and persons are not assessed. */
export async function readAssessment(
  context: Context,
  viewer: Viewer,
  query: AssessmentQuery,
): Promise<Assessment> {
  if (!readsAssessment(viewer))
    throw forbidden("对单考核由督查、值班长、指挥长、治理中心和村社书记查看");
  const unit = query.unit ?? viewer.appointments[0]?.unit ?? context.configuration.root();
  if (unit.length > villageLength) throw invalid("考核到村社为止，不到网格和个人");
  const figures = await readFigures(context, viewer, {
    ...query,
    unit: UnitCode.parse(unit),
    by: unit.length < villageLength ? "unit" : undefined,
  });
  const { from, to } = figures;
  const weights = context.configuration.current("limits", unit).content.assessment ?? usualWeights;
  const away = await read(context.db, scopeOf(viewer), (tx) => findLeftOut(tx, unit, from, to));
  const objections = await read(context.db, objectionScope(viewer), (tx) =>
    listObjections(tx, unit, mostObjections),
  );
  const rowOf = ({ name, counts }: FigureRow, code: string): AssessmentRow => {
    // A town and its community may both have objected to one incident.
    const less = [
      ...new Map(away.filter((one) => isOf(one, code)).map((one) => [one.incident, one])).values(),
    ];
    const parts = partsOf(
      without(
        counts,
        less.map((one) => one.counts),
      ),
    );
    return {
      unit: { code: UnitCode.parse(code), name },
      parts,
      score: scoreOf(parts, weights),
      leftOut: less.length,
    };
  };
  return {
    unit: figures.unit,
    from,
    to,
    weights,
    total: rowOf(figures.total, unit),
    rows: figures.rows.flatMap((row) => (row.key === unit ? [] : [rowOf(row, row.key)])),
    objections: objections.map((row) => presentObjection(context, viewer, row)),
    actions: objectsFor(viewer).includes(unit) ? ["object"] : [],
  };
}

/** What a town objected to is left out of the town and of what lies above; what a community did, also of the community. */
const isOf = ({ unit, place }: LeftOut, code: string): boolean =>
  place.startsWith(code) && unit.startsWith(code);

const words = {
  "zh-CN": {
    unit: "单位",
    score: "得分",
    leftOut: "异议剔除件数",
    total: "合计",
    completion: "完成",
    timeliness: "时效",
    quality: "质量",
    rating: "群众评价",
  },
  en: {
    unit: "Unit",
    score: "Score",
    leftOut: "Left out after objection",
    total: "Total",
    completion: "Completion",
    timeliness: "Timeliness",
    quality: "Quality",
    rating: "Rating",
  },
} as const;

export async function assessmentCsv(
  context: Context,
  viewer: Viewer,
  query: AssessmentQuery,
  language: keyof typeof words,
): Promise<string> {
  const { rows, total, weights } = await readAssessment(context, viewer, query);
  const say = words[language];
  const head = [
    say.unit,
    ...AssessmentPart.options.flatMap((part) => [`${say[part]} ${weights[part]}%`, "÷"]),
    say.score,
    say.leftOut,
  ];
  const line = ({ parts, score, leftOut }: AssessmentRow, name: string) => [
    name,
    ...AssessmentPart.options.flatMap((part) => [String(parts[part].of), String(parts[part].over)]),
    score === null ? "" : score.toFixed(1),
    String(leftOut),
  ];
  const table = [head, ...rows.map((row) => line(row, row.unit.name)), line(total, say.total)];
  return `${byteOrderMark}${table.map(csvLine).join("")}`;
}
