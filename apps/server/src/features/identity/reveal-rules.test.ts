import type { Appointment, Role } from "@gezhi/contract/identity.ts";
import { AccountId } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { expect, test } from "vitest";
import { revealProblem } from "./reveal-rules.ts";
import { viewerFrom } from "./viewer.ts";

const account = AccountId.parse("01920000-0000-7000-8000-000000000001");
const grid = "500103001017001";
const town = "500103001";

const viewer = (...held: [Role, string, Partial<Appointment>?][]) =>
  viewerFrom(
    { account, username: "li.he", name: "李禾" },
    held.map(([role, unit, more]) => ({
      id: "01920000-0000-7000-8000-000000000009",
      account,
      unit,
      role,
      post: null,
      department: null,
      holder: null,
      validFrom: "2026-01-01",
      validTo: null,
      ...more,
    })),
  );
const target = (urgency: Urgency, parties: string[] = [], reporter: string | null = null) => ({
  incident: "01920000-0000-7000-8000-00000000beef",
  unit: grid,
  party_units: [grid, ...parties],
  urgency,
  reporter_account: reporter,
});

test.each<[string, ReturnType<typeof viewer>, Urgency, string[], boolean]>([
  ["grid worker, own grid", viewer(["gridWorker", grid]), "blue", [], true],
  ["grid worker, neighbouring grid", viewer(["gridWorker", "500103001017002"]), "blue", [], false],
  ["community secretary", viewer(["communitySecretary", "500103001017"]), "blue", [], true],
  [
    "secretary of another community",
    viewer(["communitySecretary", "500103001018"]),
    "red",
    [],
    false,
  ],
  [
    "post that was given the work",
    viewer(["postHolder", town, { post: "PA05", holder: "A" }]),
    "blue",
    [`${town}/PA05`],
    true,
  ],
  [
    "post that was not",
    viewer(["postHolder", town, { post: "PA05", holder: "A" }]),
    "red",
    [`${town}/PA06`],
    false,
  ],
  ["dispatcher, red", viewer(["dispatcher", town]), "red", [], true],
  ["duty officer, orange", viewer(["dutyOfficer", town]), "orange", [], true],
  ["dispatcher, yellow", viewer(["dispatcher", town]), "yellow", [], false],
  [
    "dispatcher of a town asked to help",
    viewer(["dispatcher", "500103003"]),
    "red",
    ["500103003"],
    false,
  ],
  ["commander", viewer(["commander", town]), "red", [], false],
  ["district centre, escalated", viewer(["districtCentre", "500103"]), "red", ["500103"], false],
  [
    "department with a ticket",
    viewer(["department", "500103", { department: "D32" }]),
    "red",
    ["500103/D32"],
    false,
  ],
  ["supervisor", viewer(["supervisor", "500103"]), "red", [], false],
  ["system administrator", viewer(["sysAdmin", "50"]), "red", [], false],
  [
    "duty officer who is a grid guide there",
    viewer(["dutyOfficer", town], ["gridGuide", grid]),
    "blue",
    [],
    true,
  ],
  [
    "duty officer who is a grid guide elsewhere",
    viewer(["dutyOfficer", town], ["gridGuide", "500103001018001"]),
    "blue",
    [],
    false,
  ],
])("%s: reveal of a reporter", (_who, who, urgency, parties, allowed) => {
  expect(revealProblem(who, target(urgency, parties)) === undefined).toBe(allowed);
});

test("who entered the report may always see what was entered", () => {
  expect(revealProblem(viewer(["dispatcher", town]), target("blue", [], account))).toBeUndefined();
});

test("the refusal says what to do instead", () => {
  expect(revealProblem(viewer(["dispatcher", town]), target("blue"))).toMatch(/红色、橙色/);
  expect(revealProblem(viewer(["commander", town]), target("red"))).toMatch(/审批/);
  expect(revealProblem(viewer(["supervisor", "500103"]), target("red"))).toMatch(/网格员联系/);
});
