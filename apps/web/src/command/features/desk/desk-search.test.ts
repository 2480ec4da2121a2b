import { IncidentQuery } from "@gezhi/contract/incident-lists.ts";
import { closedStatuses, refusedStatuses } from "@gezhi/contract/incidents.ts";
import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "../../search-params.ts";
import {
  activeFilters,
  deskOf,
  DeskSearch,
  listBehind,
  queryOf,
  withoutFilters,
} from "./desk-search.ts";

test.each(Object.entries(listBehind))(
  "the number %s opens a list the server understands",
  (_, search) => {
    const query = parseSearch(stringifySearch(queryOf(search)));

    expect(IncidentQuery.safeParse(query).success).toBe(true);
    expect(DeskSearch.parse(query)).toMatchObject(search);
  },
);

test("closed, rejected and merged share no incident", () => {
  const statuses = [...closedStatuses, ...refusedStatuses, "merged"];

  expect(new Set(statuses).size).toBe(statuses.length);
  expect(
    [listBehind.closed, listBehind.rejected, listBehind.merged].flatMap(({ status }) => status),
  ).toEqual(statuses);
});

test("the open incident and its form are no filter", () => {
  const search: DeskSearch = { incident: "x", act: "dispatch", urgency: ["red"] };

  expect(queryOf(search)).toEqual({ list: "queue", sort: "urgency", urgency: ["red"] });
  expect(activeFilters(search)).toEqual(["urgency"]);
  expect(withoutFilters(search)).toMatchObject({ incident: "x", act: "dispatch" });
});

test("who only looks on begins with everything that is open, and keeps what they choose", () => {
  expect(deskOf({}, true)).toEqual({});
  expect(deskOf({}, false)).toMatchObject({ list: "all", open: "true" });
  expect(deskOf({ list: "all" }, false)).toEqual({ list: "all" });
  expect(deskOf({ status: ["closed"] }, false).open).toBeUndefined();
});
