import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import type { SearchHit } from "@gezhi/contract/search.ts";
import type { Unit, UnitLevel } from "@gezhi/contract/units.ts";
import type { Context } from "../context.ts";
import { departmentName, postName } from "../organisation/post-directory.ts";
import { whereOf } from "./phone-search-commands.ts";
import { mayBeInitials } from "./pinyin-rules.ts";
import type { EntryRow } from "./search-entry-queries.ts";
import type { findServing } from "./search-queries.ts";
import { type Fit, plain } from "./search-term-rules.ts";

export type RankedHit = { rank: number; hit: SearchHit };

const levelNames: Record<UnitLevel, string> = {
  city: "市",
  district: "区县",
  town: "镇街",
  village: "村社",
  grid: "网格",
  microGrid: "微网格",
};

export function unitHit(context: Context, q: string, unit: Unit): RankedHit {
  const { code, name, shortName, level } = unit;
  const asked = plain(q);
  const byCode = /^\d+$/.test(asked);
  const initials = !byCode && mayBeInitials(asked);
  const same = code === asked || plain(name) === asked || plain(shortName) === asked;
  return {
    rank: same ? 0 : initials ? 3 : plain(shortName).startsWith(asked) ? 2 : 5,
    hit: {
      kind: "unit",
      id: code,
      title: level === "grid" ? `${context.units.name(code.slice(0, 12))}${name}` : name,
      line: `${levelNames[level]} ${code}`,
      unit: code,
      where: whereOf(context, code),
      matched: byCode ? "code" : initials ? "initials" : "name",
    },
  };
}

export function incidentHit(context: Context, q: string, incident: IncidentSummary): RankedHit {
  const { id, number, title, category, unit, urgency, status } = incident;
  const asked = plain(q);
  const numbered = plain(number) === asked;
  const byNumber = numbered || /\d{4}/.test(asked);
  const named = plain(title).includes(asked);
  return {
    rank: numbered ? 0 : named ? 4 : byNumber ? 1 : 8,
    hit: {
      kind: "incident",
      id,
      title,
      line: `${number} · ${category.name}`,
      unit: unit.code,
      where: whereOf(context, unit.code),
      matched: numbered ? "number" : named ? "name" : "text",
      urgency,
      status,
    },
  };
}

/** A device or a place: everything it is asked for by stands in its entry. */
export const recordHit = (
  context: Context,
  row: EntryRow,
  kind: "device" | "place",
  id: string,
  { rank, matched }: Fit,
): RankedHit => ({
  rank,
  hit: {
    kind,
    id,
    title: row.title,
    line: row.words,
    unit: row.unit,
    where: whereOf(context, row.unit),
    matched,
  },
});

type Serving = Awaited<ReturnType<typeof findServing>>[number];

/** One line for each person, with everything they serve as where the viewer knows it. */
export function staffHit(
  context: Context,
  serving: readonly Serving[],
  { rank, matched }: Fit,
): RankedHit | undefined {
  const [first] = serving;
  if (!first) return undefined;
  return {
    rank,
    hit: {
      kind: "staff",
      id: first.account,
      title: first.name,
      line: [...new Set(serving.map((one) => dutyOf(context, one)))].join("、"),
      unit: first.unit,
      where: whereOf(context, first.unit),
      matched,
    },
  };
}

const dutyOf = (context: Context, { unit, role, post, department }: Serving): string => {
  if (post) return postName(context, unit, post);
  const office = roleNames[role];
  return department ? `${departmentName(context, unit, department)}${office}` : office;
};

const roleNames: Record<Serving["role"], string> = {
  microGridHead: "微网格长",
  partTimeGridWorker: "兼职网格员",
  gridWorker: "专职网格员",
  gridHead: "网格长",
  gridGuide: "网格指导员",
  communitySecretary: "村社书记",
  postHolder: "岗位人员",
  dispatcher: "调度员",
  dutyOfficer: "值班长",
  commander: "指挥长",
  districtCentre: "区县治理中心",
  department: "",
  liaison: "派驻联络",
  supervisor: "督查考核",
  deputy: "人大代表",
  cityOperator: "市级运行",
  auditor: "审计员",
  sysAdmin: "系统管理员",
};
