import type { RoutingRule } from "@gezhi/contract/configuration.ts";
import { describe, expect, test } from "vitest";
import { handlersWanted, route, type RouteInput } from "./routing-rules.ts";

const post = (code: string, name: string, onDuty24h = false) =>
  ({
    code,
    name,
    section: "safetyLaw",
    english: code,
    duties: "",
    counterpart: "",
    onDuty24h,
  }) as const;

const input = (more: Partial<RouteInput> = {}): RouteInput => ({
  category: {
    code: "090301",
    level1: "消防安全",
    level2: "设施通道",
    name: "消防通道堵塞占用",
    post: "PA05",
    lead: "D41",
    coHandlers: ["D24", "D71"],
    urgency: "orange",
    acceptMinutes: 10,
    disposeHours: 4,
    basis: "T102",
    source: "",
  },
  urgency: "orange",
  source: "gridWorker",
  working: true,
  town: { code: "500120101", name: "大兴镇" },
  rules: [],
  posts: [
    post("PA05", "消防管理岗", true),
    post("MS09", "城市管理岗"),
    post("CC05", "平台运行岗", true),
    post("CC06", "指挥调度岗", true),
    post("CC07", "值班值守岗", true),
  ],
  departments: [
    { code: "D41", name: "区消防救援支队" },
    { code: "D24", name: "区公安交巡警支队" },
    { code: "D71", name: "物业企业" },
  ],
  ...more,
});

const rule = (
  number: number,
  when: RoutingRule["when"],
  to: Partial<RoutingRule["to"]> = {},
): RoutingRule => ({
  number,
  name: `第${number}条`,
  when,
  to: { coPosts: [], automatic: false, ...to },
  because: "",
});

const everyone = new Set([
  "500120101/PA05",
  "500120101/MS09",
  "500120101/CC05",
  "500120101/CC06",
  "500120101/CC07",
  "500120/D24",
]);

test("without a rule the category's own post leads, with the district department named", () => {
  expect(route(input(), everyone)).toEqual({
    lead: "500120101/PA05",
    leadName: "大兴镇消防管理岗",
    coHandlers: ["500120/D24"],
    rule: null,
    reasons: [
      "按类别默认：09消防安全 → 大兴镇消防管理岗（工作时段）；主责部门 区消防救援支队",
      "协办单位 物业企业 未在平台设岗，请电话联系",
    ],
    automatic: true,
  });
});

test("the first rule that matches decides and is named by its number", () => {
  const rules = [
    rule(3, { categories: ["01"] }),
    rule(12, { categories: ["09"], hours: "offDuty" }, { post: "CC07", coPosts: ["PA05"] }),
    rule(13, { categories: ["0903"] }),
  ];

  const decided = route(input({ rules, working: false }), everyone);

  expect(decided).toMatchObject({
    lead: "500120101/CC07",
    coHandlers: ["500120101/PA05", "500120/D24"],
    rule: 12,
  });
  expect(decided.reasons[0]).toBe(
    "规则12“第12条”：09消防安全 → 大兴镇值班值守岗（值班时段）；主责部门 区消防救援支队",
  );
});

describe("a rule applies only when every condition of it holds", () => {
  test.each<[string, RoutingRule["when"], Partial<RouteInput>, boolean]>([
    ["prefix of the category", { categories: ["0903"] }, {}, true],
    ["another category", { categories: ["0902"] }, {}, false],
    ["urgency", { urgency: ["red"] }, {}, false],
    ["source", { sources: ["hotline"] }, { source: "hotline" }, true],
    ["office hours", { hours: "duty" }, { working: false }, false],
    ["hours on watch", { hours: "offDuty" }, { working: false }, true],
    ["a town, not a street", { townKind: "street" }, {}, false],
    ["a street", { townKind: "street" }, { town: { code: "500103001", name: "七星岗街道" } }, true],
  ])("%s", (_, when, more, holds) => {
    expect(route(input({ rules: [rule(1, when)], ...more }), everyone).rule).toBe(holds ? 1 : null);
  });
});

test.each([
  [
    "the platform operator",
    ["500120101/CC05", "500120101/CC06"],
    "500120101/CC05",
    "大兴镇平台运行岗",
  ],
  ["the dispatcher", ["500120101/CC06"], "500120101/CC06", "大兴镇指挥调度岗"],
  ["the centre itself", [], "500120101", "大兴镇指挥中心"],
])("a post nobody holds falls to %s, and the reason says so", (_, staffed, lead, name) => {
  const decided = route(input(), new Set(staffed));

  expect(decided).toMatchObject({ lead, leadName: name });
  expect(decided.reasons).toContain(`大兴镇消防管理岗无在岗人员，转${name}`);
});

test("outside office hours an urgent matter of a post without a watch also goes to the watch", () => {
  const category = { ...input().category, post: "MS09" };

  expect(route(input({ category, working: false }), everyone).coHandlers).toContain(
    "500120101/CC07",
  );
  expect(route(input({ category, working: true }), everyone).coHandlers).not.toContain(
    "500120101/CC07",
  );
  expect(
    route(input({ category, working: false, urgency: "yellow" }), everyone).coHandlers,
  ).not.toContain("500120101/CC07");
});

test("red and orange go out at once; yellow and blue wait, unless a rule says otherwise", () => {
  const automatic = (urgency: RouteInput["urgency"], rules: RoutingRule[] = []) =>
    route(input({ urgency, rules }), everyone).automatic;

  expect([automatic("red"), automatic("orange"), automatic("yellow"), automatic("blue")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(automatic("blue", [rule(1, {}, { automatic: true })])).toBe(true);
});

test("without a town nothing is dispatched, and the reason says what is missing", () => {
  const decided = route(input({ town: null, urgency: "red" }), everyone);

  expect(decided).toMatchObject({ lead: null, coHandlers: [], automatic: false });
  expect(decided.reasons[0]).toContain("位置不明");
});

test("every handler the route can name is asked about before", () => {
  const given = input({
    rules: [rule(1, {}, { post: "MS09", coPosts: ["PA05"] })],
    working: false,
  });

  const decided = route(given, new Set(handlersWanted(given)));

  expect(handlersWanted(given)).toEqual(
    expect.arrayContaining([decided.lead, ...decided.coHandlers]),
  );
});
