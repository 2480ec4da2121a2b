import type { Action, IncidentSummary } from "@gezhi/contract/incidents.ts";
import { IncidentId } from "@gezhi/contract/ids.ts";
import { expect, test } from "vitest";
import { latestChanges, waitingOf } from "./community-figures.ts";

function anIncident(number: string, updatedAt: string, ...acts: Action["act"][]): IncidentSummary {
  return {
    id: IncidentId.parse(`500108-00000000-0000-7000-8000-${number.padStart(12, "0")}`),
    number,
    status: "reported",
    urgency: "blue",
    category: { code: "010101", name: "暴露垃圾", group: "市容环境" },
    title: "垃圾",
    address: "",
    unit: { code: "500108012003", name: "社区" },
    position: null,
    handlers: [],
    reports: 1,
    openedAt: "2026-11-22T00:00:00.000Z",
    updatedAt,
    dueAt: null,
    chainLevel: "village",
    pinned: false,
    supervised: false,
    urged: 0,
    simulated: false,
    thumbnail: null,
    actions: acts.map((act) => ({ act })),
    masked: false,
  };
}
const [early, late] = ["2026-11-22T01:00:00.000Z", "2026-11-22T02:00:00.000Z"] as const;

test("what waits is what this person may do, in the order it should be done", () => {
  const open = [
    anIncident("1", early, "verify", "selfHandle"),
    anIncident("2", early, "recheck"),
    anIncident("3", early, "urge"),
  ];

  const waiting = waitingOf(open);

  expect(waiting.map(({ act, items }) => [act, items.map(({ number }) => number)])).toEqual([
    ["verify", ["1"]],
    ["recheck", ["2"]],
    ["selfHandle", ["1"]],
  ]);
});

test("the latest change stands first and an incident stands once", () => {
  const [a, b] = [anIncident("1", early), anIncident("2", late)];

  expect(latestChanges([a, b, a], 5).map(({ incident }) => incident.number)).toEqual(["2", "1"]);
  expect(latestChanges([a, b], 1)).toHaveLength(1);
});
