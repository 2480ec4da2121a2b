import { IncidentQuery } from "@gezhi/contract/incident-lists.ts";
import { closedStatuses, IncidentStatus, refusedStatuses } from "@gezhi/contract/incidents.ts";
import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "../../search-params.ts";
import { laneNames, laneQuery, lanes } from "./task-lanes.ts";

test("whatever is open stands in one lane of the board and nothing else does", () => {
  const ended: readonly IncidentStatus[] = [...closedStatuses, ...refusedStatuses, "merged"];
  const open = IncidentStatus.options.filter((status) => !ended.includes(status));

  expect(laneNames.flatMap((lane) => [...lanes[lane]]).toSorted()).toEqual(open.toSorted());
});

test("a lane asks for its states under the filters of the desk", () => {
  const query = laneQuery(
    { view: "board", list: "recheck", status: ["closed"], urgency: ["red"], incident: "x" },
    "accept",
  );

  expect(query).toEqual({ list: "all", sort: "urgency", urgency: ["red"], status: ["dispatched"] });
  expect(IncidentQuery.safeParse(parseSearch(stringifySearch(query))).success).toBe(true);
});
