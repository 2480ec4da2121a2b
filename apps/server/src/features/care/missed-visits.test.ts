import { CareDetail, CareRegister } from "@gezhi/contract/care.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Client, TestServer } from "../../platform/testing/server.ts";
import { type CareBench, grid, openCare, record, town } from "./care-testing.ts";
import { tellMissedVisits } from "./missed-visit-commands.ts";

let care: CareBench;
let server: TestServer;
let post: Client;
beforeAll(async () => {
  care = await openCare();
  ({ server, post } = care);
});
beforeEach(() => care.clear());
afterAll(() => server.close());

describe("a missed visit", () => {
  test("is told the same day: worker, substitute, post, each once", async () => {
    const volunteer = await server.signIn(`${grid}-parttime`);
    const { account } = (await volunteer.get("/api/session")).body;
    await care.cared({ substitute: { by: "volunteer", account } });
    const told: [string, string[]][] = [];
    for (const time of ["16:59", "17:00", "17:10", "17:30", "18:00", "18:30"]) {
      care.on(`2026-11-26 ${time}`);
      const before = (await care.noticesOf()).length;
      await tellMissedVisits(server.context);
      const fresh = (await care.noticesOf()).slice(before);
      told.push([time, [...new Set(fresh.map(({ username }) => username))].toSorted()]);
    }
    expect(told).toEqual([
      ["16:59", []],
      ["17:00", [`${town}017-secretary`, `${grid}-worker`]],
      ["17:10", []],
      ["17:30", [`${grid}-parttime`]],
      ["18:00", expect.arrayContaining([`${town}-MS02-a`])],
      ["18:30", []],
    ]);
    const words = JSON.stringify(await care.noticesOf());
    expect(words).not.toMatch(/周|向阳巷|1390000/);
    const register = CareRegister.parse((await post.get("/api/care")).body);
    expect(register.persons).toMatchObject([{ state: "missed", told: 3 }]);
  });

  test("of several processes that look at once one tells", async () => {
    await care.cared();
    care.on("2026-11-26 19:00");
    await Promise.all([1, 2, 3].map(() => tellMissedVisits(server.context)));
    const workers = (await care.noticesOf()).filter(
      ({ username }) => username === `${grid}-worker`,
    );
    expect(workers).toHaveLength(1);
    const steps = await server.owner.selectFrom("care_misses").select("step").execute();
    expect(steps).toHaveLength(3);
  });

  test("that was made in time, or by the substitute, tells nobody further", async () => {
    const { id } = await care.cared({ substitute: { by: "post" } });
    care.on("2026-11-26 17:00");
    await tellMissedVisits(server.context);
    await record(post, id);
    care.on("2026-11-26 18:30");
    await tellMissedVisits(server.context);
    const told = (await care.noticesOf()).map(({ username }) => username);
    // The secretary is the head of this grid.
    expect(told.toSorted()).toEqual([`${town}017-secretary`, `${grid}-worker`]);
  });

  test("is quiet on a holiday, where the plan has working days, and is told on one that has all days", async () => {
    care.on("2026-11-28 09:00");
    post = await server.signIn(`${town}-MS02-a`);
    care.post = post;
    const { id } = await care.cared();
    const always = await care.cared({ restDays: true, name: "吴长贵" });
    expect(CareDetail.parse((await post.get(`/api/care/${id}`)).body).dueOn).toBe("2026-11-30");
    care.on("2026-11-28 17:00");
    await tellMissedVisits(server.context);
    const told = await server.owner.selectFrom("care_misses").select("person").execute();
    expect(told.map(({ person }) => `500103-${person}`)).toEqual([always.id]);
  });

  test("of a volunteer who left is told to the next at once", async () => {
    const volunteer = await server.signIn(`${grid}-parttime`);
    const { account } = (await volunteer.get("/api/session")).body;
    await care.cared({ visitor: { by: "volunteer", account } });
    await server.owner
      .updateTable("accounts")
      .set({ disabled_at: new Date() })
      .where("id", "=", account)
      .execute();
    care.on("2026-11-26 17:00");
    await tellMissedVisits(server.context);
    await server.owner
      .updateTable("accounts")
      .set({ disabled_at: null })
      .where("id", "=", account)
      .execute();
    expect((await care.noticesOf()).map(({ username }) => username)).toContain(`${town}-MS02-a`);
  });

  test("whose day ended while nothing ran is told to the post later", async () => {
    await care.cared();
    care.on("2026-11-27 07:00");
    await tellMissedVisits(server.context);
    expect((await care.noticesOf()).map(({ username }) => username)).toContain(`${town}-MS02-a`);
    const register = CareRegister.parse((await post.get("/api/care")).body);
    expect(register.persons).toMatchObject([{ state: "missed", told: 1 }]);
    const days = await server.owner.selectFrom("care_misses").select(["day", "step"]).execute();
    expect(days).toEqual([{ day: "2026-11-26", step: 2 }]);
  });
});
