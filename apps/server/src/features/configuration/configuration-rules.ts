import type {
  Category,
  ConfigurationKind,
  ContentOf,
  Limits,
  PatrolRule,
  PriorityObject,
  RoutingRule,
} from "@gezhi/contract/configuration.ts";
import { PlaceKind } from "@gezhi/contract/places.ts";
import { ReportSource } from "@gezhi/contract/reports.ts";
import type { FieldError } from "../../platform/problems.ts";
import { faultsOfForms } from "./form-document-rules.ts";
import { faultsOfAlarmRules, faultsOfProfiles } from "./sensing-document-rules.ts";
import { CalendarError } from "../clocks/working-calendar.ts";
import { farthestPriorityM } from "../places/priority-rules.ts";
import { buildCalendar } from "../clocks/working-calendar-rows.ts";

/** The documents that refer to each other, as they hold together at one place and instant. */
export const relatedKinds = ["catalogue", "posts", "departments", "lists", "routing"] as const;
export type RelatedKind = (typeof relatedKinds)[number];
export type Related = { [K in RelatedKind]: ContentOf<K> };

const hourMinutes = 60;
const dayMinutes = 24 * hourMinutes;
/** The longest time to accept and to dispose that is no slip of the pen, in minutes and hours of the urgency's basis. */
const longestAccept = { red: 30, orange: 240, yellow: dayMinutes, blue: 10 * dayMinutes } as const;
const longestDispose = { red: 72, orange: 240, yellow: 1000, blue: 4000 } as const;
const urgencyNames = { red: "红", orange: "橙", yellow: "黄", blue: "蓝" } as const;
const urgencies = ["red", "orange", "yellow", "blue"] as const;

/** What is wrong with a document taken alone, beyond its schema. */
export function ownFaults<K extends ConfigurationKind>(
  kind: K,
  content: ContentOf<K>,
): FieldError[] {
  const checks: { [Kind in ConfigurationKind]: (content: ContentOf<Kind>) => FieldError[] } = {
    catalogue: ({ categories }) => [
      ...repeated(categories, "categories", ({ code }) => code),
      ...categories.flatMap(faultsOfCategory),
      ...differentNames(categories, 2, "level1"),
      ...differentNames(categories, 4, "level2"),
    ],
    posts: ({ posts }) => [
      ...repeated(posts, "posts", ({ code }) => code),
      ...repeated(posts, "posts", ({ name }) => name),
    ],
    departments: ({ departments }) => [
      ...repeated(departments, "departments", ({ code }) => code),
      ...repeated(departments, "departments", ({ name }) => name),
    ],
    calendar: faultsOfCalendar,
    limits: faultsOfLimits,
    lists: (lists) => {
      const items = Object.entries(lists).flatMap(([list, entries]) =>
        entries.map((item, index) => ({ code: item.code, path: `${list}.${index}` })),
      );
      return repeatedAt(items.map(({ code, path }) => [code, path]));
    },
    routing: ({ rules }) => [
      ...repeated(rules, "rules", ({ number }) => String(number)),
      ...rules.flatMap(faultsOfRule),
    ],
    keywords: ({ keywords }) => {
      const groups = new Set(
        keywords.map(({ code }) => code).filter((code) => code.startsWith("@")),
      );
      return [
        ...repeated(keywords, "keywords", ({ code, word }) => `${code} ${word}`),
        ...keywords.flatMap(({ word }, index) =>
          faultsOfPattern(word, groups, `keywords.${index}`),
        ),
      ];
    },
    deviceProfiles: faultsOfProfiles,
    alarmRules: faultsOfAlarmRules,
    caseForms: faultsOfForms,
    wall: ({ peace, emergency }) =>
      Object.entries({ peace, emergency }).flatMap(([mode, { left, right }]) =>
        repeatedAt([
          ...left.map((tile, index): [string, string] => [tile, `${mode}.left.${index}`]),
          ...right.map((tile, index): [string, string] => [tile, `${mode}.right.${index}`]),
        ]),
      ),
  };
  return checks[kind](content);
}

/** Every reference that leads nowhere. */
export function referenceFaults(related: Related): FieldError[] {
  const posts = new Set(related.posts.posts.map(({ code }) => code));
  const departments = new Set(related.departments.departments.map(({ code }) => code));
  const departmentNames = new Set(related.departments.departments.map(({ name }) => name));
  const items = new Set(
    [...related.lists.statutory, ...related.lists.leadAssist].map(({ code }) => code),
  );
  const { categories } = related.catalogue;
  const faults: FieldError[] = [];
  const need = (known: boolean, path: string, message: string) => {
    if (!known) faults.push({ path, message });
  };

  categories.forEach(({ code, name, post, lead, coHandlers, basis }, index) => {
    const place = `类别 ${code} ${name}`;
    const path = `categories.${index}`;
    need(posts.has(post), `${path}.post`, `${place}：岗位表中没有 ${post}`);
    need(departments.has(lead), `${path}.lead`, `${place}：部门表中没有主责部门 ${lead}`);
    for (const one of coHandlers)
      need(departments.has(one), `${path}.coHandlers`, `${place}：部门表中没有协办部门 ${one}`);
    need(items.has(basis), `${path}.basis`, `${place}：清单中没有依据 ${basis}`);
  });
  related.routing.rules.forEach(({ number, when, to }, index) => {
    const place = `派遣规则 ${number}`;
    const path = `rules.${index}`;
    for (const prefix of when.categories ?? [])
      need(
        categories.some(({ code }) => code.startsWith(prefix)),
        `${path}.when.categories`,
        `${place}：目录中没有以 ${prefix} 开头的类别`,
      );
    for (const post of [to.post, ...to.coPosts])
      if (post) need(posts.has(post), `${path}.to`, `${place}：岗位表中没有 ${post}`);
    if (to.department)
      need(
        departments.has(to.department),
        `${path}.to.department`,
        `${place}：部门表中没有 ${to.department}`,
      );
  });
  related.lists.leadAssist.forEach(({ code, lead }, index) => {
    for (const one of lead?.split("/") ?? [])
      need(
        departments.has(one) || departmentNames.has(one),
        `leadAssist.${index}.lead`,
        `清单 ${code}：部门表中没有 ${one}`,
      );
  });
  return faults;
}

/** Words for categories that the catalogue does not have. */
export function keywordFaults(
  { keywords }: ContentOf<"keywords">,
  { categories }: ContentOf<"catalogue">,
): FieldError[] {
  const codes = new Set(categories.map(({ code }) => code));
  return keywords.flatMap(({ code, word }, index) =>
    code.startsWith("@") || codes.has(code)
      ? []
      : [{ path: `keywords.${index}.code`, message: `“${word}”：目录中没有类别 ${code}` }],
  );
}

function repeated<T>(items: readonly T[], list: string, keyOf: (item: T) => string): FieldError[] {
  return repeatedAt(items.map((item, index) => [keyOf(item), `${list}.${index}`]));
}

function repeatedAt(keys: readonly (readonly [key: string, path: string])[]): FieldError[] {
  const seen = new Set<string>();
  return keys.flatMap(([key, path]) => {
    if (seen.has(key)) return [{ path, message: `${key} 出现了两次` }];
    seen.add(key);
    return [];
  });
}

function faultsOfCategory(category: Category, index: number): FieldError[] {
  const { code, name, urgency, acceptMinutes, disposeHours, lead, coHandlers } = category;
  const place = `类别 ${code} ${name}`;
  const colour = urgencyNames[urgency];
  const faults: FieldError[] = [];
  if (acceptMinutes > longestAccept[urgency])
    faults.push({
      path: `categories.${index}.acceptMinutes`,
      message: `${place}：${colour}色签收时限不超过 ${longestAccept[urgency]} 分钟`,
    });
  if (disposeHours > longestDispose[urgency])
    faults.push({
      path: `categories.${index}.disposeHours`,
      message: `${place}：${colour}色处置时限不超过 ${longestDispose[urgency]} 小时`,
    });
  if (coHandlers.includes(lead) || new Set(coHandlers).size < coHandlers.length)
    faults.push({ path: `categories.${index}.coHandlers`, message: `${place}：协办部门重复` });
  return faults;
}

/** Two codes of one group that call the group by different names. */
function differentNames(
  categories: readonly Category[],
  digits: number,
  field: "level1" | "level2",
): FieldError[] {
  const names = new Map<string, string>();
  return categories.flatMap((category, index) => {
    const group = category.code.slice(0, digits);
    const known = names.get(group) ?? category[field];
    names.set(group, known);
    if (known === category[field]) return [];
    const message = `${group} 组的名称既是“${known}”又是“${category[field]}”`;
    return [{ path: `categories.${index}.${field}`, message }];
  });
}

function faultsOfCalendar(calendar: ContentOf<"calendar">): FieldError[] {
  if (Object.values(calendar.week).every((intervals) => intervals.length === 0))
    return [{ path: "week", message: "一周之内至少要有一个工作日" }];
  const years = calendar.exceptions.map(({ date }) => Number(date.slice(0, 4)));
  const validFrom = `${Math.min(2024, ...years)}-01-01`;
  try {
    buildCalendar("新版本", [{ version: 1, validFrom, validTo: null, calendar }]);
    return [];
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    return error.problems.map((problem) => ({
      path: "calendar",
      message: problem.replace(/^第 1 版 /, ""),
    }));
  }
}

const within = (
  value: number,
  max: number,
  path: string,
  name: string,
  unit: string,
): FieldError[] => (value <= max ? [] : [{ path, message: `${name}不超过 ${max} ${unit}` }]);

function faultsOfHotSpots(limits: Limits["hotSpot"]): FieldError[] {
  if (!limits) return [];
  const { least, days, metres } = limits;
  const between = (value: number, min: number, max: number, path: string, name: string) =>
    value >= min && value <= max && Number.isInteger(value)
      ? []
      : [{ path: `hotSpot.${path}`, message: `${name}为 ${min}–${max} 的整数` }];
  return [
    ...between(least, 2, 50, "least", "热点件数"),
    ...between(days, 1, 180, "days", "热点天数"),
    ...between(metres, 20, 1000, "metres", "热点距离（米）"),
  ];
}

function faultsOfPriority(
  { name, kinds, tags, categories, metres, points }: PriorityObject,
  index: number,
): FieldError[] {
  const known: readonly string[] = PlaceKind.options;
  const path = `priority.${index}`;
  const fault = (field: string, message: string) => ({
    path: `${path}.${field}`,
    message: `重点对象“${name}”：${message}`,
  });
  const strange = kinds.find((kind) => !known.includes(kind));
  return [
    ...(strange === undefined ? [] : [fault("kinds", `没有“${strange}”这种场所`)]),
    ...(kinds.length + tags.length > 0
      ? []
      : [fault("kinds", "请至少填写一种场所或一个标签，否则永不命中")]),
    ...(categories?.length === 0 ? [fault("categories", "类别为空则永不命中，请删去或填写")] : []),
    ...(metres >= 1 && metres <= farthestPriorityM
      ? []
      : [fault("metres", `距离为 1–${farthestPriorityM} 米`)]),
    ...(points >= 1 && points <= 2 ? [] : [fault("points", "加分为 1 或 2")]),
  ];
}

function faultsOfPatrol(
  { duty, everyDays, season, kinds }: PatrolRule,
  index: number,
  all: readonly PatrolRule[],
): FieldError[] {
  const known: readonly string[] = PlaceKind.options;
  const path = `patrols.${index}`;
  const fault = (field: string, message: string) => ({
    path: `${path}.${field}`,
    message: `巡查职责“${duty}”：${message}`,
  });
  const strange = kinds.find((kind) => !known.includes(kind));
  const often = (days: number, field: string) =>
    days >= 1 && days <= 90 ? [] : [fault(field, "间隔为 1–90 天的整数")];
  return [
    ...(strange === undefined ? [] : [fault("kinds", `没有“${strange}”这种场所`)]),
    ...(all.findIndex((one) => one.duty === duty) === index
      ? []
      : [fault("duty", "同一项职责只能写一行")]),
    ...often(everyDays, "everyDays"),
    ...(season ? often(season.everyDays, "season.everyDays") : []),
  ];
}

function faultsOfWeights(weights: Limits["assessment"]): FieldError[] {
  if (!weights) return [];
  const all = Object.values(weights);
  return all.every((weight) => weight >= 0) && all.reduce((sum, one) => sum + one, 0) === 100
    ? []
    : [{ path: "assessment", message: "考核权重不小于 0，合计为 100" }];
}

function faultsOfLimits(limits: Limits): FieldError[] {
  const sources: readonly string[] = ReportSource.options;
  return [
    ...within(limits.archiveDays, 3650, "archiveDays", "归档天数", "天"),
    ...within(limits.ratingDays, 90, "ratingDays", "评价期限", "天"),
    ...within(limits.suspensionMaxDays, 365, "suspensionMaxDays", "挂账最长天数", "天"),
    ...within(limits.mergeMetres, 1000, "mergeMetres", "并案距离", "米"),
    ...faultsOfHotSpots(limits.hotSpot),
    ...(limits.clipDays === undefined || (limits.clipDays >= 1 && limits.clipDays <= 180)
      ? []
      : [{ path: "clipDays", message: "告警画面保存天数为 1–180 的整数" }]),
    ...faultsOfWeights(limits.assessment),
    ...(limits.priority ?? []).flatMap(faultsOfPriority),
    ...(limits.patrols ?? []).flatMap(faultsOfPatrol),
    ...urgencies.flatMap((urgency) =>
      within(
        limits.mergeMinutes[urgency],
        7 * dayMinutes,
        `mergeMinutes.${urgency}`,
        "并案时间",
        "分钟",
      ),
    ),
    ...limits.verifyFirst.flatMap((source, index) =>
      sources.includes(source)
        ? []
        : [{ path: `verifyFirst.${index}`, message: `没有“${source}”这种来源` }],
    ),
    ...Object.entries(limits.stageMinutes).flatMap(([stage, minutes]) =>
      urgencies.flatMap((urgency, index) => {
        const path = `stageMinutes.${stage}.${urgency}`;
        const before = urgencies[index - 1];
        const shorter = before !== undefined && minutes[urgency] < minutes[before];
        return [
          ...within(minutes[urgency], 30 * dayMinutes, path, "环节时限", "分钟"),
          ...(shorter && minutes[urgency] > 0
            ? [
                {
                  path,
                  message: `${urgencyNames[urgency]}色时限短于${urgencyNames[before]}色，请检查是否填反`,
                },
              ]
            : []),
        ];
      }),
    ),
  ];
}

function faultsOfRule({ number, when, to }: RoutingRule, index: number): FieldError[] {
  const place = `派遣规则 ${number}`;
  const path = `rules.${index}`;
  const sources: readonly string[] = ReportSource.options;
  const faults: FieldError[] = [];
  if (!to.post && !to.department)
    faults.push({ path: `${path}.to`, message: `${place}：请填写承办岗位或主责部门` });
  if (to.coPosts.some((post) => post === to.post) || new Set(to.coPosts).size < to.coPosts.length)
    faults.push({ path: `${path}.to.coPosts`, message: `${place}：协办岗位重复` });
  for (const source of when.sources ?? [])
    if (!sources.includes(source))
      faults.push({ path: `${path}.when.sources`, message: `${place}：没有“${source}”这种来源` });
  for (const [field, values] of Object.entries(when))
    if (Array.isArray(values) && values.length === 0)
      faults.push({
        path: `${path}.when.${field}`,
        message: `${place}：条件为空则永不命中，请删去或填写`,
      });
  return faults;
}

function faultsOfPattern(pattern: string, groups: ReadonlySet<string>, path: string): FieldError[] {
  return pattern.split(/[&|]/u).flatMap((part) => {
    if (part.trim() === "") return [{ path, message: `“${pattern}”有空的部分` }];
    if (part.startsWith("@") && !groups.has(part))
      return [{ path, message: `“${pattern}”引用的词组 ${part} 没有定义` }];
    return [];
  });
}
