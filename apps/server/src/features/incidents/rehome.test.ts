import { afterAll, beforeAll, expect, test } from "vitest";
import { civilDateAt } from "../../platform/civil-date.ts";
import { type Bench, startIncidents, town } from "./incident-testing.ts";
import { rehomeIncidents } from "./rehome-commands.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

/** From today on, everything of the town lies with its neighbour, grid by grid. */
async function mergeTown(from: string, into: string): Promise<void> {
  const today = civilDateAt(bench.now());
  const successor = (
    await bench.owner
      .selectFrom("units")
      .select("code")
      .where("parent", "like", `${into}%`)
      .where("level", "=", "grid")
      .orderBy("code")
      .limit(1)
      .executeTakeFirstOrThrow()
  ).code;
  await bench.owner
    .updateTable("units")
    .set({ valid_to: today, successor })
    .where("code", "like", `${from}%`)
    .where("level", "=", "grid")
    .execute();
  await bench.owner
    .updateTable("units")
    .set({ valid_to: today, successor: into })
    .where("code", "=", from)
    .execute();
  await bench.context.units.reload();
}

test("open matters of a town that ended go on with its successor, done ones stay as they were", async () => {
  const neighbour = "500103003";
  const { id } = await bench.dispatched();
  const done = await bench.open();
  await bench.act("dispatcher", done.id, { act: "reject", reason: "重复件" });
  expect(await rehomeIncidents(bench.context)).toBe(0);

  await mergeTown(town, neighbour);
  await expect(
    bench.act("officer", id, {
      act: "dispatch",
      lead: `${town}/PA05`,
      coHandlers: [],
      instructions: "",
    }),
  ).rejects.toMatchObject({ code: "invalid" });
  expect(await rehomeIncidents(bench.context)).toBe(1);

  const { incident, orders } = await bench.caseOf(id);
  expect([
    incident.town,
    incident.unit.slice(0, 9),
    incident.lead_handler,
    orders[0]?.handler,
  ]).toEqual([neighbour, neighbour, `${neighbour}/MS09`, `${neighbour}/MS09`]);
  expect(incident.party_units.some((party) => party.startsWith(town))).toBe(false);
  expect((await bench.clocks(id)).filter(({ state }) => state.runningSince !== null).length).toBe(
    3,
  );
  expect((await bench.caseOf(done.id)).incident.town).toBe(town);
  await bench.act({ username: `${neighbour}-MS09-a` }, id, {
    act: "accept",
    workOrder: await bench.order(id),
  });
  await bench.act("otherTown", id, { act: "urge" });
  expect([await bench.status(id), await rehomeIncidents(bench.context)]).toEqual(["accepted", 0]);
});
