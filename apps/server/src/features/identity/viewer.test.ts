import type { Appointment, Role } from "@gezhi/contract/identity.ts";
import { Role as Roles } from "@gezhi/contract/identity.ts";
import { AccountId } from "@gezhi/contract/ids.ts";
import { expect, test } from "vitest";
import { scopePattern } from "../../platform/database/scope.ts";
import {
  handlersOf,
  holds,
  scopeOf,
  seesFully,
  seesRecords,
  seesStatistics,
  viewerFrom,
  type Viewer,
} from "./viewer.ts";
import { visibilityTable } from "./visibility-table.ts";

const account = AccountId.parse("01920000-0000-7000-8000-000000000001");
let serial = 0;
const appointment = (role: Role, unit: string, more: Partial<Appointment> = {}): Appointment => ({
  id: `01920000-0000-7000-8000-${String((serial += 1)).padStart(12, "0")}`,
  account,
  unit,
  role,
  post: null,
  department: null,
  holder: null,
  validFrom: "2026-01-01",
  validTo: null,
  ...more,
});
const person = (...held: Appointment[]): Viewer =>
  viewerFrom({ account, username: "li.he", name: "李禾" }, held);
const holding = (role: Role, unit: string, more: Partial<Appointment> = {}) =>
  person(appointment(role, unit, more));

const grid = "500103001017001";
const neighbourGrid = "500103001017002";
const otherVillageGrid = "500103001018001";
const otherTownGrid = "500103003001001";
const otherDistrictGrid = "500108102001001";

/** What row-level security and the unmasking rule make of a record together. */
function sight(viewer: Viewer, place: string, ...others: string[]): "full" | "masked" | "none" {
  const parties = [place, ...others];
  const visible = new RegExp(scopePattern(scopeOf(viewer))).test(` ${parties.join(" ")}`);
  if (!visible) return "none";
  return seesFully(viewer, parties, place) ? "full" : "masked";
}

type Sight = ReturnType<typeof sight>;
type Case = [place: string, others: string[], expected: Sight];
const town = "500103001";
const fire = `${town}/PA05`;
const cityWorks = `${town}/MS09`;
const urban = "500103/D32";
const police = `${town}/D23`;

const table: Record<Role, { viewer: Viewer; cases: Case[] }> = {
  microGridHead: {
    viewer: holding("microGridHead", `${grid}01`),
    cases: [
      [`${grid}01`, [], "masked"],
      [grid, [], "none"],
    ],
  },
  partTimeGridWorker: { viewer: holding("partTimeGridWorker", grid), cases: [[grid, [], "none"]] },
  gridWorker: {
    viewer: holding("gridWorker", grid),
    cases: [
      [grid, [], "full"],
      [neighbourGrid, [], "masked"],
      [neighbourGrid, [grid], "full"],
      [otherVillageGrid, [], "none"],
      [otherTownGrid, [], "none"],
    ],
  },
  gridHead: {
    viewer: holding("gridHead", grid),
    cases: [
      [grid, [], "full"],
      [neighbourGrid, [], "full"],
      [otherVillageGrid, [], "masked"],
      [otherTownGrid, [], "none"],
    ],
  },
  gridGuide: {
    viewer: person(appointment("gridGuide", grid), appointment("gridGuide", otherVillageGrid)),
    cases: [
      [grid, [], "full"],
      [otherVillageGrid, [], "full"],
      [neighbourGrid, [], "none"],
    ],
  },
  communitySecretary: {
    viewer: holding("communitySecretary", "500103001017"),
    cases: [
      [grid, [], "full"],
      [neighbourGrid, [], "full"],
      [otherVillageGrid, [], "masked"],
      [otherVillageGrid, ["500103001017"], "full"],
      [otherTownGrid, [], "none"],
    ],
  },
  postHolder: {
    viewer: holding("postHolder", town, { post: "PA05", holder: "A" }),
    cases: [
      [grid, [fire], "full"],
      [grid, [cityWorks], "masked"],
      [grid, [], "masked"],
      [otherTownGrid, [fire], "full"],
      [otherTownGrid, ["500103003/PA05"], "none"],
    ],
  },
  dispatcher: {
    viewer: holding("dispatcher", town),
    cases: [
      [grid, [], "full"],
      [grid, [fire, urban], "full"],
      [town, [], "full"],
      [town, ["500103"], "full"],
      [otherTownGrid, [], "none"],
      [otherTownGrid, [town], "masked"],
      [otherTownGrid, [town, fire], "full"],
    ],
  },
  dutyOfficer: {
    viewer: holding("dutyOfficer", town),
    cases: [
      [otherVillageGrid, [], "full"],
      [otherTownGrid, [town], "masked"],
      [otherDistrictGrid, [], "none"],
    ],
  },
  commander: {
    viewer: holding("commander", town),
    cases: [
      [otherVillageGrid, [], "full"],
      [otherDistrictGrid, [town], "masked"],
      [otherTownGrid, [], "none"],
    ],
  },
  districtCentre: {
    viewer: holding("districtCentre", "500103"),
    cases: [
      [grid, [], "masked"],
      [grid, ["500103"], "full"],
      [grid, [urban], "masked"],
      ["500103", [], "full"],
      [otherDistrictGrid, [], "none"],
      [otherDistrictGrid, [otherTownGrid], "masked"],
    ],
  },
  department: {
    viewer: holding("department", "500103", { department: "D32" }),
    cases: [
      [grid, [urban], "full"],
      [grid, ["500103/D41"], "none"],
      [grid, ["500103"], "none"],
      [grid, [], "none"],
      [otherDistrictGrid, ["500108/D32"], "none"],
    ],
  },
  liaison: {
    viewer: holding("liaison", town, { department: "D23" }),
    cases: [
      [grid, [police], "full"],
      [grid, [fire], "none"],
      [grid, ["500103/D23"], "none"],
    ],
  },
  supervisor: {
    viewer: holding("supervisor", "500103"),
    cases: [
      [grid, [], "masked"],
      [grid, ["500103"], "masked"],
      [otherDistrictGrid, [], "none"],
    ],
  },
  deputy: { viewer: holding("deputy", town), cases: [[grid, [town], "none"]] },
  cityOperator: {
    viewer: holding("cityOperator", "50"),
    cases: [
      [grid, ["500103"], "none"],
      ["50", ["500000"], "full"],
    ],
  },
  auditor: { viewer: holding("auditor", "50"), cases: [[grid, ["500103"], "none"]] },
  sysAdmin: { viewer: holding("sysAdmin", "50"), cases: [[grid, ["500103", town], "none"]] },
};

test.each(
  Roles.options.flatMap((role) =>
    table[role].cases.map(
      ([place, others, expected]) =>
        [role, place, others.join(" ") || "nobody else", expected] as const,
    ),
  ),
)("%s: a record of %s with %s is %s", (role, place, others, expected) => {
  expect(
    sight(table[role].viewer, place, ...(others === "nobody else" ? [] : others.split(" "))),
  ).toBe(expected);
});

test("whoever sees a record only when it names the unit sees the unit masked otherwise, so no full token lies outside the scope", () => {
  for (const role of Roles.options) {
    const { fullWhenNamed, masked } = visibilityTable[role];
    expect(fullWhenNamed.every((area) => masked.includes(area))).toBe(true);
  }
});

test("without an appointment nothing is visible", () => {
  const nobody = person();

  expect(sight(nobody, grid, town, "500103")).toBe("none");
  expect(seesRecords(nobody)).toBe(false);
  expect(handlersOf(nobody)).toEqual([]);
});

test("what two appointments open adds up, and the scope leaves out what is covered already", () => {
  const viewer = person(
    appointment("gridWorker", grid),
    appointment("dispatcher", "500103003"),
    appointment("gridHead", "500103003001001"),
  );

  expect(sight(viewer, otherTownGrid)).toBe("full");
  expect(sight(viewer, neighbourGrid)).toBe("masked");
  expect(sight(viewer, otherVillageGrid)).toBe("none");
  expect(scopeOf(viewer)).toEqual({ parties: ["500103003", "500103001017"], account });
});

test("whoever follows an ended town goes on seeing what lay there", () => {
  const held = [
    appointment("dispatcher", town),
    appointment("postHolder", town, { post: "PA05", holder: "A" }),
  ];
  const viewer = viewerFrom({ account, username: "li.he", name: "李禾" }, held, (unit) =>
    unit === town ? ["500103002"] : [],
  );

  expect(sight(viewer, "500103002001001")).toBe("full");
  expect(sight(viewer, otherTownGrid, "500103002/PA05")).toBe("full");
  expect(sight(viewer, otherTownGrid)).toBe("none");
});

test("a role held at a unit holds for everything below it and nothing beside or above it", () => {
  const viewer = holding("dispatcher", town);

  expect(holds(viewer, "dispatcher")).toBe(true);
  expect(holds(viewer, "dispatcher", grid)).toBe(true);
  expect(holds(viewer, "dispatcher", town)).toBe(true);
  expect(holds(viewer, "dispatcher", "500103")).toBe(false);
  expect(holds(viewer, "dispatcher", "500103003")).toBe(false);
  expect(holds(viewer, "dutyOfficer", town)).toBe(false);
});

test("counts of a whole unit are for those whose table row says so", () => {
  expect(seesStatistics(holding("cityOperator", "50"), "500103")).toBe(true);
  expect(seesStatistics(holding("dispatcher", town), "500103001017")).toBe(true);
  expect(seesStatistics(holding("dispatcher", town), "500103")).toBe(false);
  expect(seesStatistics(holding("sysAdmin", "50"), "500103")).toBe(false);
});

test("each appointment acts for its own handler", () => {
  const viewer = person(
    appointment("postHolder", town, { post: "PA05", holder: "A" }),
    appointment("postHolder", town, { post: "PA06", holder: "B" }),
    appointment("department", "500103", { department: "D32" }),
    appointment("liaison", town, { department: "D23" }),
    appointment("gridWorker", grid),
    appointment("communitySecretary", "500103001017"),
    appointment("dutyOfficer", town),
    appointment("gridGuide", neighbourGrid),
    appointment("supervisor", "500103"),
  );

  expect(handlersOf(viewer)).toEqual([
    fire,
    `${town}/PA06`,
    urban,
    police,
    grid,
    "500103001017",
    town,
  ]);
});
