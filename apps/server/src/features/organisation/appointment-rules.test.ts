import { Role } from "@gezhi/contract/identity.ts";
import { expect, test } from "vitest";
import {
  administers,
  conflictProblem,
  dutyProblem,
  endProblem,
  leavesVacant,
  personProblem,
  type Duty,
  type HeldDuty,
} from "./appointment-rules.ts";

const duty = (more: Partial<Duty> = {}): Duty => ({
  unit: "500103001",
  role: "postHolder",
  post: "PA05",
  department: null,
  holder: "A",
  validFrom: "2026-01-01",
  validTo: null,
  ...more,
});
const plain = (role: Role, unit: string, more: Partial<Duty> = {}): Duty =>
  duty({ role, unit, post: null, holder: null, ...more });
const held = (account: string, more: Partial<Duty> = {}): HeldDuty => ({
  ...duty(more),
  account,
  accountName: `人${account}`,
});

test.each<[string, Duty]>([
  ["a post holder", duty()],
  ["a grid worker", plain("gridWorker", "500103001017001")],
  ["a grid head", plain("gridHead", "500103001017001")],
  ["a community secretary", plain("communitySecretary", "500103001017")],
  ["a commander as A", plain("commander", "500103001", { holder: "A" })],
  ["a department officer", plain("department", "500103", { department: "D32" })],
  ["a liaison of the police", plain("liaison", "500103001", { department: "D23" })],
  ["a supervisor of the city", plain("supervisor", "50")],
  ["a micro-grid head", plain("microGridHead", "50010300101700101")],
])("%s can be appointed", (_who, one) => {
  expect(dutyProblem(one)).toBeUndefined();
});

test.each<[string, Duty, RegExp]>([
  ["a grid worker of a town", plain("gridWorker", "500103001"), /只能设在网格一级/],
  ["a dispatcher of a district", plain("dispatcher", "500103"), /只能设在镇街一级/],
  [
    "a micro-grid head of a whole grid",
    plain("microGridHead", "500103001017001"),
    /只能设在微网格一级/,
  ],
  ["a city operator of a town", plain("cityOperator", "500103001"), /只能设在市一级/],
  ["a post holder without post", duty({ post: null }), /须指定岗位/],
  ["a dispatcher with a post", plain("dispatcher", "500103001", { post: "CC06" }), /只有岗位人员/],
  ["a department officer without department", plain("department", "500103"), /须指定部门/],
  [
    "a grid worker with a department",
    plain("gridWorker", "500103001017001", { department: "D32" }),
    /不能指定部门/,
  ],
  ["a post holder without letter", duty({ holder: null }), /A 角、B 角或替补/],
  ["a grid worker as A", plain("gridWorker", "500103001017001", { holder: "A" }), /没有 A、B 角/],
  ["an end before the beginning", duty({ validTo: "2025-12-31" }), /晚于开始日期/],
  ["an end on the first day", duty({ validTo: "2026-01-01" }), /晚于开始日期/],
])("%s is refused", (_who, one, answer) => {
  expect(dutyProblem(one)).toMatch(answer);
});

test("every role has a place where it can be held", () => {
  const places = [
    "50",
    "500103",
    "500103001",
    "500103001017",
    "500103001017001",
    "50010300101700101",
  ];

  for (const role of Role.options) {
    const department = role === "department" || role === "liaison" ? "D23" : null;
    const post = role === "postHolder" ? { post: "PA05", holder: "A" as const } : {};
    expect(
      places.some((unit) => dutyProblem(plain(role, unit, { department, ...post })) === undefined),
    ).toBe(true);
  }
});

test.each<[string, HeldDuty[], RegExp]>([
  ["somebody is A already", [held("2")], /该席位由人2担任/],
  ["somebody is B", [held("2", { holder: "B" })], /appointed/],
  ["somebody is A of another post", [held("2", { post: "PA06" })], /appointed/],
  [
    "somebody was A until the day it begins",
    [held("2", { validTo: "2026-01-01", validFrom: "2020-01-01" })],
    /appointed/,
  ],
  [
    "somebody was to be A later and was withdrawn",
    [held("2", { validFrom: "2026-05-01", validTo: "2026-05-01" })],
    /appointed/,
  ],
  [
    "somebody is A one day longer",
    [held("2", { validTo: "2026-01-02", validFrom: "2020-01-01" })],
    /该席位由人2担任/,
  ],
  ["the same person holds it", [held("1", { holder: "B" })], /已有相同的任职/],
  ["the same person holds another post", [held("1", { post: "PA06" })], /appointed/],
  [
    "the same person administers the system",
    [held("1", { ...plain("sysAdmin", "500103001") })],
    /三权分立/,
  ],
  [
    "the same person audited until then",
    [held("1", { ...plain("auditor", "500103"), validFrom: "2020-01-01", validTo: "2026-01-01" })],
    /appointed/,
  ],
])("an A holder is appointed while %s", (_what, others, answer) => {
  const problem = conflictProblem("1", duty(), others);

  expect(problem ?? "appointed").toMatch(answer);
});

test("substitutes serve side by side, grid heads do not", () => {
  expect(
    conflictProblem("1", duty({ holder: "substitute" }), [held("2", { holder: "substitute" })]),
  ).toBeUndefined();
  const head = plain("gridHead", "500103001017001");
  expect(conflictProblem("1", head, [held("2", head)])).toMatch(/该席位由人2担任/);
  const worker = plain("gridWorker", "500103001017001");
  expect(conflictProblem("1", worker, [held("2", worker)])).toBeUndefined();
});

test("administration and audit mix with nothing, in either order", () => {
  expect(conflictProblem("1", plain("sysAdmin", "500103001"), [held("1")])).toMatch(/三权分立/);
  expect(
    conflictProblem("1", plain("auditor", "500103"), [held("1", plain("sysAdmin", "500103"))]),
  ).toMatch(/三权分立/);
  expect(
    conflictProblem("1", plain("sysAdmin", "500103003"), [
      held("1", plain("sysAdmin", "500103001")),
    ]),
  ).toBeUndefined();
});

test("what has been is history: an end lies today or later, and an ended appointment stays as it was", () => {
  const today = "2026-03-02";

  expect(endProblem(duty(), "2026-03-02", today)).toBeUndefined();
  expect(endProblem(duty(), "2026-04-01", today)).toBeUndefined();
  expect(endProblem(duty(), null, today)).toBeUndefined();
  expect(endProblem(duty(), "2026-03-01", today)).toMatch(/不能早于今天/);
  expect(endProblem(duty({ validFrom: "2026-05-01" }), "2026-05-01", today)).toBeUndefined();
  expect(endProblem(duty({ validFrom: "2026-05-01" }), "2026-04-01", today)).toMatch(
    /不能早于开始日期/,
  );
  expect(endProblem(duty({ validTo: "2026-03-02" }), null, today)).toMatch(/已经结束/);
});

test("a post is vacant when nobody enabled holds it on the day, whatever the letter", () => {
  const leaving = { ...duty(), id: "a" };
  const other = (more: Partial<Duty & { enabled: boolean }>) => ({
    ...duty({ holder: "B" }),
    id: "b",
    enabled: true,
    ...more,
  });

  expect(leavesVacant(leaving, "2026-03-02", [])).toBe(true);
  expect(leavesVacant(leaving, "2026-03-02", [other({})])).toBe(false);
  expect(leavesVacant(leaving, "2026-03-02", [other({ enabled: false })])).toBe(true);
  expect(leavesVacant(leaving, "2026-03-02", [other({ validTo: "2026-03-02" })])).toBe(true);
  expect(leavesVacant(leaving, "2026-03-02", [other({ validFrom: "2026-03-03" })])).toBe(true);
  expect(leavesVacant(leaving, "2026-03-02", [other({ post: "PA06" })])).toBe(true);
  expect(
    leavesVacant({ ...plain("gridGuide", "500103001017001"), id: "a" }, "2026-03-02", []),
  ).toBe(false);
});

const admin = (unit: string) => ({
  account: "me",
  appointments: [{ role: "sysAdmin" as const, unit }],
});

test.each<[string, string, Role | undefined, boolean]>([
  ["500103001", "500103001", undefined, true],
  ["500103001", "500103001017001", "gridWorker", true],
  ["500103001", "500103003", "dispatcher", false],
  ["500103001", "500103", "department", false],
  ["500103", "500103001", "sysAdmin", true],
  ["500103", "500103", "sysAdmin", false],
  ["500103", "500103", "auditor", false],
  ["500103", "500103", "districtCentre", true],
  ["50", "50", "auditor", true],
])("an administrator of %s may give at %s the role %s: %s", (own, unit, role, allowed) => {
  expect(administers(admin(own), unit, role)).toBe(allowed);
});

test("other roles administer nothing", () => {
  expect(
    administers(
      { account: "me", appointments: [{ role: "commander", unit: "500103001" }] },
      "500103001",
    ),
  ).toBe(false);
});

test("a person is administered by whom all standing appointments lie with, and never by oneself", () => {
  const here = { role: "dispatcher" as const, unit: "500103001", validTo: null };
  const elsewhere = { role: "postHolder" as const, unit: "500103003", validTo: null };
  const town = admin("500103001");

  expect(personProblem(town, "you", [here], "2026-03-02")).toBeUndefined();
  expect(personProblem(town, "you", [here, elsewhere], "2026-03-02")).toMatch(/上级管理员/);
  expect(
    personProblem(town, "you", [here, { ...elsewhere, validTo: "2026-03-02" }], "2026-03-02"),
  ).toBeUndefined();
  expect(personProblem(admin("500103"), "you", [here, elsewhere], "2026-03-02")).toBeUndefined();
  expect(
    personProblem(town, "you", [{ ...elsewhere, validTo: "2026-01-01" }], "2026-03-02"),
  ).toMatch(/上级管理员/);
  expect(personProblem(town, "you", [], "2026-03-02")).toMatch(/上级管理员/);
  expect(personProblem(town, "you", [{ ...here, role: "sysAdmin" }], "2026-03-02")).toMatch(
    /上级管理员/,
  );
  expect(personProblem(admin("50"), "me", [here], "2026-03-02")).toMatch(/自己/);
});
