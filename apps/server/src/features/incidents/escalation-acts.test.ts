import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { IncidentId } from "@gezhi/contract/ids.ts";
import { type Bench, department, grid, post, startIncidents, village } from "./incident-testing.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

const escalate = {
  act: "escalate" as const,
  tried: ["上门劝导三次", "联系物业无果"],
  reason: "超出本级能力",
};
const level = async (id: IncidentId) => {
  const { incident } = await bench.caseOf(id);
  return [incident.chain_level, incident.status, incident.lead_handler];
};
async function inTheGrid(options = {}): Promise<IncidentId> {
  const { id } = await bench.open(options);
  await bench.act("dispatcher", id, {
    act: "dispatch",
    lead: grid,
    coHandlers: [],
    instructions: "先行处置",
  });
  await bench.act("worker", id, { act: "accept", workOrder: await bench.order(id) });
  return id;
}

test("a routine matter climbs from the grid to the community, the town and the district, step by step", async () => {
  const id = await inTheGrid();
  expect(await level(id)).toEqual(["grid", "accepted", grid]);
  await bench.act("worker", id, escalate);
  expect(await level(id)).toEqual(["village", "dispatched", village]);
  await bench.act("secretary", id, { act: "accept", workOrder: await bench.order(id) });
  await bench.act("secretary", id, escalate);
  expect(await level(id)).toEqual(["town", "registered", null]);
  await bench.act("officer", id, escalate);
  expect(await level(id)).toEqual(["district", "escalated", null]);

  const { requests, incident } = await bench.caseOf(id);
  expect(requests[0]).toMatchObject({
    kind: "escalation",
    decider_role: "districtCentre",
    detail: { tried: escalate.tried },
  });
  expect(incident.party_units).toContain("500103");
});

test("a red matter skips the community", async () => {
  const id = await inTheGrid({ category: "090101", urgency: "red" });
  await bench.act("worker", id, escalate);
  expect(await level(id)).toEqual(["town", "registered", null]);
});

describe("the district", () => {
  async function withDistrict(): Promise<IncidentId> {
    const { id } = await bench.dispatched();
    await bench.act("holder", id, { act: "accept", workOrder: await bench.order(id) });
    await bench.act("officer", id, escalate);
    return id;
  }

  test("takes the matter, dispatches a department, and hands it back with an answer; both sides rate", async () => {
    const id = await withDistrict();
    await expect(
      bench.act("officer", id, {
        act: "decideEscalation",
        request: await bench.pending(id, "escalation"),
        approve: true,
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await bench.act("centre", id, {
      act: "decideEscalation",
      request: await bench.pending(id, "escalation"),
      approve: true,
    });
    expect(await level(id)).toEqual(["district", "registered", null]);
    await expect(
      bench.act("dispatcher", id, {
        act: "dispatch",
        lead: post,
        coHandlers: [],
        instructions: "",
      }),
    ).rejects.toMatchObject({ code: "forbidden" });

    await bench.act("centre", id, {
      act: "dispatch",
      lead: department,
      coHandlers: [],
      instructions: "三日内修复",
    });
    await bench.act("department", id, { act: "accept", workOrder: await bench.order(id) });
    await bench.act("department", id, {
      act: "feedback",
      workOrder: await bench.order(id),
      result: "管网已修复",
      before: [],
      after: [],
    });
    await bench.act("centre", id, { act: "deescalate", answer: "已由市政修复，请镇街核查" });
    expect(await level(id)).toEqual(["town", "rechecking", department]);

    await bench.act("worker", id, { act: "recheck", passed: true, files: [] });
    await bench.act("dispatcher", id, { act: "close" });
    await bench.act("dispatcher", id, {
      act: "rate",
      side: "townRatesDepartment",
      satisfied: true,
      stars: 5,
    });
    await bench.act("department", id, {
      act: "rate",
      side: "departmentRatesTown",
      satisfied: true,
      stars: 4,
    });
    expect((await bench.caseOf(id)).ratings.map(({ side, by }) => [side, by])).toEqual([
      ["departmentRatesTown", department],
      ["townRatesDepartment", "500103001"],
    ]);
  });

  test("gives it back to those who had it when it refuses", async () => {
    const id = await withDistrict();
    await bench.act("centre", id, {
      act: "decideEscalation",
      request: await bench.pending(id, "escalation"),
      approve: false,
      note: "属镇街职责",
    });
    expect(await level(id)).toEqual(["town", "accepted", post]);
  });

  test("is not waited for: the town's post works on, and its result ends the question", async () => {
    const id = await withDistrict();
    const workOrder = await bench.order(id);
    await bench.act("holder", id, {
      act: "progress",
      workOrder,
      stage: "firstAction",
      note: "已围挡",
      files: [],
    });
    expect(await bench.status(id)).toBe("escalated");
    await bench.act("holder", id, {
      act: "feedback",
      workOrder,
      result: "已自行修复",
      before: [],
      after: [],
    });
    const { incident, requests } = await bench.caseOf(id);
    expect([incident.status, requests[0]?.status]).toEqual(["rechecking", "lapsed"]);
  });
});
