import { describe, expect, test } from "vitest";
import type { Appointment } from "@gezhi/contract/identity.ts";
import { viewerFrom } from "../identity/viewer.ts";
import {
  alarmAt,
  isSealed,
  keptTrace,
  sealOpens,
  sendsClips,
  timeProblem,
  traceProblem,
} from "./clip-rules.ts";

const now = Date.parse("2026-11-26T21:00:00+08:00");
const minute = 60_000;
const alarm = (id: string, raised: number, status = "raised", updated = raised) => ({
  id,
  status,
  raised_at: new Date(now + raised * minute),
  updated_at: new Date(now + updated * minute),
});

describe("the alarm of a clip", () => {
  test.each<[string, ReturnType<typeof alarm>[], number, string | undefined]>([
    ["is the open one", [alarm("a", -30)], 0, "a"],
    ["may be raised minutes after what the clip shows", [alarm("a", 5)], 0, "a"],
    ["is none that was raised long after it", [alarm("a", 11)], 0, undefined],
    ["is none that was over before it", [alarm("a", -30, "cleared", -5)], 0, undefined],
    ["is one that was over a moment ago", [alarm("a", -30, "false", -0.5)], 0, "a"],
    ["is the nearest of two", [alarm("a", -9, "cleared", 0), alarm("b", 1)], 0, "b"],
    ["is none of none", [], 0, undefined],
  ])("%s", (_name, alarms, at, id) => {
    expect(alarmAt(alarms, now + at * minute)?.id).toBe(id);
  });
});

test.each<[string, number, number, RegExp | undefined]>([
  ["a clip of now is taken", 0, 30, undefined],
  ["one of yesterday is taken", -24 * 60, 30, undefined],
  ["one of three days ago is too old", -72 * 60, 30, /只接收 48 小时/],
  ["where clips are kept for a day, one of two days ago is over", -30 * 60, 1, /只接收 24 小时/],
  ["one of the future is refused", 6, 30, /未来/],
  ["no time is no time", Number.NaN, 30, /无法识别/],
])("%s", (_name, minutes, days, problem) => {
  const said = timeProblem(now + minutes * minute, now, days);
  if (problem) expect(said).toMatch(problem);
  else expect(said).toBeUndefined();
});

test("cameras send clips; what watches over a person does not", () => {
  expect(["VA01", "VA04", "SE21", "SE32", "SE33", "SE04", "GW01"].map(sendsClips)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("only a falling object whose persons were not masked stays shut", () => {
  expect(isSealed(false, { category: "040205" })).toBe(true);
  expect(isSealed(true, { category: "040205" })).toBe(false);
  expect(isSealed(false, { category: "120201" })).toBe(false);
});

describe("a trace", () => {
  const points = [
    { x: 0.1, y: 0.1, ms: 0 },
    { x: 0.2, y: 0.9, ms: 900 },
  ];
  test("goes with a falling object only, and fell when the clip was taken", () => {
    expect(traceProblem({}, "VA04", now)).toBeUndefined();
    expect(traceProblem({}, "VA05", now)).toMatch(/VA04/);
    expect(traceProblem({ at: now + 9 * minute }, "VA04", now)).toBeUndefined();
    expect(traceProblem({ at: "2026-11-26T12:49:00Z" }, "VA04", now)).toMatch(/10 分钟/);
  });

  test("says its instant, the clip's own where it has none", () => {
    const own = keptTrace({ points, at: "2026-11-26T21:00:01.250+08:00" }, now);
    expect(own).toEqual({ at: "2026-11-26T13:00:01.250Z", points, from: null });
    expect(keptTrace({ points, from: { building: "3栋" } }, now)).toMatchObject({
      at: "2026-11-26T13:00:00.000Z",
      from: { building: "3栋" },
    });
  });
});

test("what is sealed is opened by who leads, the post for public security and the police, each within their own", () => {
  const unit = "500103001017001";
  const opens = (held: Partial<Appointment>, ...parties: string[]) =>
    sealOpens(viewerFrom({ account: "a", username: "a", name: "a" }, [held as Appointment]), {
      category: "040205",
      peak: "red",
      unit,
      party_units: [unit, ...parties],
    });
  const town = "500103001";
  const [police, peace] = ["500103001/D23", "500103001/PA01"];
  expect({
    secretary: opens({ role: "communitySecretary", unit: "500103001017" }),
    otherSecretary: opens({ role: "communitySecretary", unit: "500103001016" }),
    dutyOfficer: opens({ role: "dutyOfficer", unit: town }),
    commander: opens({ role: "commander", unit: town }),
    dispatcher: opens({ role: "dispatcher", unit: town }),
    worker: opens({ role: "gridWorker", unit }),
    peacePost: opens({ role: "postHolder", unit: town, post: "PA01" }, peace),
    peacePostNotAsked: opens({ role: "postHolder", unit: town, post: "PA01" }),
    otherPost: opens({ role: "postHolder", unit: town, post: "PA05" }, "500103001/PA05"),
    police: opens({ role: "liaison", unit: town, department: "D23" }, police),
    policeNotAsked: opens({ role: "liaison", unit: town, department: "D23" }),
    department: opens({ role: "department", unit: "500103", department: "D32" }, "500103/D32"),
    departmentNotAsked: opens({ role: "department", unit: "500103", department: "D32" }),
    property: opens({ role: "liaison", unit: town, department: "D71" }, "500103001/D71"),
    court: opens({ role: "liaison", unit: town, department: "D26" }, "500103001/D26"),
    city: opens({ role: "cityOperator", unit: "50" }),
    supervisor: opens({ role: "supervisor", unit: "500103" }),
  }).toEqual({
    secretary: "approval",
    otherSecretary: undefined,
    dutyOfficer: "approval",
    commander: "approval",
    dispatcher: "approval",
    worker: undefined,
    peacePost: "approval",
    peacePostNotAsked: undefined,
    otherPost: "approval",
    police: "law",
    policeNotAsked: undefined,
    department: "approval",
    departmentNotAsked: undefined,
    property: "approval",
    court: undefined,
    city: undefined,
    supervisor: undefined,
  });
});
