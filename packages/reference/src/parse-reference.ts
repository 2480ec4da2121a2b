import { basisOf } from "./category-basis.ts";
import { type Lists, Lists as ListsSchema, type Plan, Plans } from "./list-schemas.ts";
import { type ReadFile, ReferenceDataError, type Row, readJson, readTable } from "./read-table.ts";
import type { Category, Department, Duty, Post, SensorRule } from "./reference-model.ts";
import {
  BasisRuleRow,
  CategoryRow,
  DepartmentRow,
  DutyRow,
  PostRow,
  SensorRow,
} from "./row-schemas.ts";
import { checkLists, checkPlans } from "./check-lists.ts";
import { checkThresholds } from "./check-thresholds.ts";

export interface Reference {
  categories: Category[];
  posts: Post[];
  departments: Department[];
  duties: Duty[];
  sensors: SensorRule[];
  plans: Plan[];
  lists: Lists;
}

/** @throws ReferenceDataError naming file and line of every row that is malformed or points nowhere. */
export function parseReference(readFile: ReadFile): Reference {
  const problems: string[] = [];
  const lists = readJson(readFile, "lists.json", ListsSchema);
  const { plans } = readJson(readFile, "plans.json", Plans);

  const departments = parseDepartments(readFile, problems);
  const departmentCode = departmentLookup(departments);
  const posts = parsePosts(readFile, departmentCode, problems);
  const categories = parseCategories(readFile, posts, departments, departmentCode, lists, problems);
  const sensors = parseSensors(readFile, categories, posts, problems);
  const duties = parseDuties(readFile, lists, problems);
  problems.push(...checkLists(lists, departmentCode));
  problems.push(...checkPlans(plans, categories, sensors, posts, departmentCode));

  if (problems.length > 0) throw new ReferenceDataError(problems);
  return { categories, posts, departments, duties, sensors, plans, lists };
}

type DepartmentCode = (name: string) => string | undefined;

function parseDepartments(readFile: ReadFile, problems: string[]): Department[] {
  const file = "departments.csv";
  const rows = readTable(readFile, file, DepartmentRow, problems);
  const departments = rows.map(({ line, value }) => ({
    line,
    value: { ...value, aliases: split(value.aliases, ";") },
  }));
  checkUnique(file, departments, ({ code }) => [code], problems);
  checkUnique(file, departments, ({ name, aliases }) => [name, ...aliases], problems);
  return departments.map(({ value }) => value);
}

function departmentLookup(departments: Department[]): DepartmentCode {
  const codes = new Map<string, string>();
  for (const { code, name, aliases } of departments)
    for (const known of [name, ...aliases]) codes.set(known, code);
  return (name) => codes.get(name);
}

function parsePosts(
  readFile: ReadFile,
  departmentCode: DepartmentCode,
  problems: string[],
): Post[] {
  const file = "posts.csv";
  const rows = readTable(readFile, file, PostRow, problems);
  checkUnique(file, rows, ({ code }) => [code], problems);
  checkUnique(file, rows, ({ name }) => [name], problems);
  checkUnique(file, rows, ({ english }) => [english], problems);
  return rows.map(({ line, value }) => ({
    code: value.code,
    section: value.section,
    name: value.name,
    english: value.english,
    duties: value.duties,
    counterpart: value.district_counterpart,
    counterparts: resolveDepartments(
      `${file}:${line}`,
      value.district_counterpart,
      departmentCode,
      problems,
    ),
    onDuty24h: value.on_duty_24h.startsWith("是"),
    dutyNote: /\((.+)\)/.exec(value.on_duty_24h)?.[1] ?? null,
    evidence: value.evidence,
    source: value.source,
  }));
}

function parseCategories(
  readFile: ReadFile,
  posts: Post[],
  departments: Department[],
  departmentCode: DepartmentCode,
  lists: Lists,
  problems: string[],
): Category[] {
  const file = "event-catalogue.csv";
  const rows = readTable(readFile, file, CategoryRow, problems);
  checkUnique(file, rows, ({ code }) => [code], problems);
  const rules = parseBasisRules(readFile, rows, lists, problems);
  const postByName = new Map(posts.map((post) => [post.name, post]));
  const kindOf = new Map(departments.map(({ code, kind }) => [code, kind]));

  return rows.flatMap(({ line, value }) => {
    const place = `${file}:${line}`;
    const post = postByName.get(value.post);
    if (!post) problems.push(`${place} post ${value.post} is not in posts.csv`);
    else if (post.section !== value.section)
      problems.push(`${place} post ${value.post} belongs to another section`);
    const [lead, ...others] = resolveDepartments(place, value.department, departmentCode, problems);
    if (!post || !lead) return [];

    const kind = kindOf.get(lead);
    const leadIsDistrictBody = kind === "district" || kind === "centre";
    const subject = { code: value.code, post: post.code, urgency: value.urgency };
    const basis = basisOf({ ...subject, leadIsDistrictBody }, rules);
    return {
      code: value.code,
      level1: value.level1,
      level2: value.level2,
      name: value.name,
      section: post.section,
      post: post.code,
      lead,
      coHandlers: others,
      urgency: value.urgency,
      acceptMinutes: value.accept_minutes,
      disposeHours: value.dispose_hours,
      basis: basis.item,
      basisReason: basis.reason,
      source: value.source,
    };
  });
}

function parseBasisRules(
  readFile: ReadFile,
  categories: Row<CategoryRow>[],
  lists: Lists,
  problems: string[],
): Row<BasisRuleRow>[] {
  const file = "basis-rules.csv";
  const rules = readTable(readFile, file, BasisRuleRow, problems);
  checkUnique(file, rules, ({ prefix }) => [prefix], problems);
  const items = new Set(
    [...lists.statutoryItems, ...lists.leadAssistItems, ...lists.generalItems].map(
      ({ code }) => code,
    ),
  );
  for (const { line, value } of rules) {
    if (!items.has(value.item))
      problems.push(`${file}:${line} list item ${value.item} is not in lists.json`);
    if (!categories.some((category) => category.value.code.startsWith(value.prefix)))
      problems.push(`${file}:${line} no category starts with ${value.prefix}`);
  }
  return rules;
}

function parseSensors(
  readFile: ReadFile,
  categories: Category[],
  posts: Post[],
  problems: string[],
): SensorRule[] {
  const file = "sensors.csv";
  const rows = readTable(readFile, file, SensorRow, problems);
  checkUnique(file, rows, ({ code }) => [code], problems);
  const names = new Map(categories.map(({ code, name }) => [code, name]));
  const postNames = new Set(posts.map(({ name }) => name));

  return rows.map(({ line, value }) => {
    const place = `${file}:${line}`;
    const name = names.get(value.event_code);
    if (name === undefined)
      problems.push(`${place} event_code ${value.event_code} is not in event-catalogue.csv`);
    else if (name !== value.event_name)
      problems.push(`${place} event_code ${value.event_code} is ${name}, not ${value.event_name}`);
    for (const target of split(value.push_to, /[+/]/))
      if (target.endsWith("岗") && !postNames.has(target))
        problems.push(`${place} post ${target} is not in posts.csv`);
    problems.push(...checkThresholds(place, value));
    return {
      code: value.code,
      name: value.name_zh,
      english: value.name_en,
      metric: value.metric,
      unit: value.unit,
      operator: value.operator,
      thresholds: {
        blue: value.blue,
        yellow: value.yellow,
        orange: value.orange,
        red: value.red,
      },
      holdSeconds: value.hold_seconds,
      dedupeMinutes: value.dedupe_minutes,
      confirm: value.confirm,
      categoryCode: value.event_code,
      pushTo: value.push_to,
      standard: value.standard,
      source: value.source,
    };
  });
}

function parseDuties(readFile: ReadFile, lists: Lists, problems: string[]): Duty[] {
  const file = "grid-duties.csv";
  const rows = readTable(readFile, file, DutyRow, problems);
  checkUnique(file, rows, ({ code }) => [code], problems);
  const groups = new Set(lists.gridDutyGroups.map(({ code }) => code));
  return rows.map(({ line, value }) => {
    if (!groups.has(value.code.slice(0, 1)))
      problems.push(`${file}:${line} duty group ${value.code.slice(0, 1)} is not in lists.json`);
    return {
      code: value.code,
      category: value.category,
      task: value.task,
      target: value.target,
      frequency: value.frequency,
      intervalDays: value.interval_days,
      proof: value.proof,
      appliesTo: value.applies_to,
      season: value.season,
      overdueAction: value.overdue_action,
      source: value.source,
    };
  });
}

function resolveDepartments(
  place: string,
  names: string,
  departmentCode: DepartmentCode,
  problems: string[],
): string[] {
  return split(names, "/").flatMap((name) => {
    const code = departmentCode(name);
    if (!code) problems.push(`${place} department ${name} is not in departments.csv`);
    return code ?? [];
  });
}

function checkUnique<T>(
  file: string,
  rows: readonly Row<T>[],
  keysOf: (value: T) => string[],
  problems: string[],
): void {
  const firstLine = new Map<string, number>();
  for (const { line, value } of rows)
    for (const key of keysOf(value)) {
      const earlier = firstLine.get(key);
      if (earlier === undefined) firstLine.set(key, line);
      else problems.push(`${file}:${line} ${key} already stands on line ${earlier}`);
    }
}

const split = (text: string, separator: string | RegExp): string[] =>
  text.split(separator).filter((part) => part !== "");
