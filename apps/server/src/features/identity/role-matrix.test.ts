import type { Appointment, Role } from "@gezhi/contract/identity.ts";
import { Role as Roles } from "@gezhi/contract/identity.ts";
import { AccountId } from "@gezhi/contract/ids.ts";
import { expect, test } from "vitest";
import { scopePattern } from "../../platform/database/scope.ts";
import { revealProblem } from "./reveal-rules.ts";
import { roleMatrix } from "./role-matrix.ts";
import type { Sample } from "./role-matrix-row.ts";
import { routeGroups } from "./route-groups.ts";
import {
  scopeOf,
  seesFully,
  seesRecords,
  seesStatistics,
  viewerFrom,
  type Viewer,
} from "./viewer.ts";

const parts: Partial<Record<Role, Partial<Appointment>>> = {
  postHolder: { post: "PA05", holder: "A" },
  department: { department: "D32" },
  liaison: { department: "D23" },
};

/** The role held at its unit of the matrix, and nothing else. */
function viewerOfRole(role: Role): Viewer {
  const account = AccountId.parse("01920000-0000-7000-8000-000000000001");
  const none = {
    post: null,
    department: null,
    holder: null,
    validFrom: "2026-01-01",
    validTo: null,
  };
  const held = {
    id: "01920000-0000-7000-8000-000000000002",
    account,
    role,
    unit: roleMatrix[role].unit,
    ...none,
    ...parts[role],
  };
  return viewerFrom({ account, username: "li.he", name: "李禾" }, [held]);
}

function sight(viewer: Viewer, { place, parties }: Sample): string {
  if (!new RegExp(scopePattern(scopeOf(viewer))).test(` ${parties.join(" ")}`)) return "none";
  return seesFully(viewer, parties, place) ? "full" : "masked";
}

test.each(Roles.options)(
  "%s: rules and promise agree on own and other records, statistics and reveals",
  (role) => {
    const viewer = viewerOfRole(role);
    const { own, other, groups, unit, reveals } = roleMatrix[role];
    const revealed = (["red", "orange", "yellow", "blue"] as const).filter(
      (urgency) =>
        revealProblem(viewer, {
          incident: "01920000-0000-7000-8000-00000000beef",
          unit: own.place,
          party_units: own.parties,
          urgency,
          reporter_account: null,
        }) === undefined,
    );

    expect({ own: sight(viewer, own), other: sight(viewer, other) }).toEqual({
      own: own.sight,
      other: other.sight,
    });
    expect(seesRecords(viewer)).toBe(groups.includes("records"));
    expect(seesStatistics(viewer, unit)).toBe(groups.includes("statistics"));
    expect(revealed).toEqual(
      { always: ["red", "orange", "yellow", "blue"], urgent: ["red", "orange"], never: [] }[
        reveals
      ],
    );
  },
);

test("every route stands in one group", () => {
  const routes = Object.values(routeGroups).flat();

  expect(routes.length).toBe(new Set(routes).size);
});
