import type { ContentOf } from "@gezhi/contract/configuration.ts";
import type { Scenario, ScenarioPlan } from "@gezhi/contract/scenarios.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { aContact } from "../alarms/alarm-testing.ts";

const district = "500103";
let here: TestServer;
let admin: Client;
beforeEach(async () => {
  await here?.close();
  here = await startTestServer();
  admin = await here.signIn("50-sysadmin");
});
afterAll(() => here?.close());

const shipped = async (): Promise<Scenario> => (await admin.get("/api/scenarios")).body.items[0];
const plan = async (scenario: Scenario, replace: string[] = []): Promise<ScenarioPlan> =>
  (await admin.post("/api/scenario-plans", { unit: district, scenario, replace })).body;
const install = (scenario: Scenario, planned: ScenarioPlan, replace: string[] = []) =>
  admin.post("/api/scenario-installations", {
    unit: district,
    scenario,
    replace,
    reason: "区里统一配置",
    baseVersions: Object.fromEntries(
      planned.documents.map(({ kind, baseVersion }) => [kind, baseVersion]),
    ),
  });
/** The package under other codes, as another city would bring it. */
async function foreign(): Promise<Scenario> {
  const scenario = await shipped();
  const { catalogue, alarmRules, deviceProfiles, caseForms } = scenario.parts;
  return {
    ...scenario,
    parts: {
      catalogue: catalogue
        .slice(0, 1)
        .map((one) => ({ ...one, code: "090299", name: "充电桩漏电" })),
      deviceProfiles: deviceProfiles
        .slice(0, 1)
        .map((one) => ({ ...one, code: "CP01", name: "充电桩探测器" })),
      routing: [],
      alarmRules: alarmRules.slice(0, 1).map((one) => ({
        ...one,
        code: "CP01",
        profile: "CP01",
        category: "090299",
        categoryByLevel: {},
      })),
      caseForms: caseForms
        .slice(0, 1)
        .map((one) => ({ ...one, code: "CP01", categories: ["090299"] })),
    },
  };
}

test("what comes with the platform is a whole: rules, what they measure, forms, ways and whom they call", async () => {
  const { code, parts, parties } = await shipped();
  expect(code).toBe("electrical-fire");
  expect(parts.catalogue.map((one) => one.code)).toEqual(["090201", "090202", "090203", "090204"]);
  expect(parts.alarmRules.map((one) => one.code)).toEqual(expect.arrayContaining(["SE01", "SE02"]));
  const measured = new Set(parts.deviceProfiles.map((one) => one.code));
  expect(parts.alarmRules.every(({ profile }) => measured.has(profile))).toBe(true);
  expect(parts.caseForms.map((one) => one.code)).toEqual(["EL01"]);
  expect(parts.routing.length).toBeGreaterThan(0);
  expect(parties).toContain("power");
});

test("where all of it is in force already nothing is installed", async () => {
  const scenario = await shipped();
  const planned = await plan(scenario);
  expect(planned.parts.every(({ change }) => change === "same")).toBe(true);
  expect(planned).toMatchObject({ documents: [], faults: [] });
  expect((await install(scenario, planned)).status).toBe(409);
});

test("a new scenario is installed as configuration: rule, device type, category and form are in force at once and together", async () => {
  const scenario = await foreign();
  await aContact(here, "power", 1);
  const planned = await plan(scenario);
  expect(planned.parts.map(({ kind, key, change }) => [kind, key, change])).toEqual([
    ["catalogue", "090299", "added"],
    ["deviceProfiles", "CP01", "added"],
    ["alarmRules", "CP01", "added"],
    ["caseForms", "CP01", "added"],
  ]);
  expect(planned.documents.every(({ own, baseVersion }) => !own && baseVersion === 0)).toBe(true);
  expect(planned).toMatchObject({ faults: [] });

  const done = await install(scenario, planned);
  expect({ status: done.status, text: done.text }).toMatchObject({ status: 200 });
  const { configuration } = here.context;
  const town = `${district}001`;
  expect(configuration.category("090299", town)?.name).toBe("充电桩漏电");
  expect(
    configuration.current("alarmRules", town).content.rules.some((one) => one.code === "CP01"),
  ).toBe(true);
  expect(configuration.category("090299", "500108102")).toBeUndefined();
  const rows = await here.owner
    .selectFrom("audit_log")
    .select(["act", "reason"])
    .where("act", "like", "configuration.%")
    .execute();
  expect(rows.filter(({ act }) => act === "configuration.publish")).toHaveLength(4);
  expect(rows).toContainEqual({ act: "configuration.install", reason: "区里统一配置" });
});

test("what is there and different is kept unless it is chosen, and its fields are named", async () => {
  const scenario = await shipped();
  const [rule] = scenario.parts.alarmRules;
  rule!.holdSeconds = 60;
  const kept = await plan(scenario);
  expect(kept.parts.filter(({ change }) => change === "differs")).toMatchObject([
    { kind: "alarmRules", key: rule!.code, fields: ["holdSeconds"] },
  ]);
  expect(kept.documents).toEqual([]);
  const replace = [`alarmRules/${rule!.code}`];
  const planned = await plan(scenario, replace);
  expect(planned.documents).toMatchObject([{ kind: "alarmRules" }]);
  expect((await install(scenario, planned, replace)).status).toBe(200);
  const { content } = here.context.configuration.current("alarmRules", district);
  expect(content.rules.find(({ code }) => code === rule!.code)?.holdSeconds).toBe(60);
});

test("a package that leads nowhere is refused whole, with what is wrong, and leaves nothing behind", async () => {
  const scenario = await foreign();
  scenario.parts.alarmRules[0]!.category = "090298";
  scenario.parts.catalogue[0]!.post = "ZZ99";
  const planned = await plan(scenario);
  const messages = planned.faults.map(({ message }) => message).join("\n");
  expect(messages).toContain("没有类别 090298");
  expect(messages).toContain("没有 ZZ99");
  expect((await install(scenario, planned)).status).toBe(400);
  const own = await here.owner
    .selectFrom("configurations")
    .select("kind")
    .where("unit", "=", district)
    .execute();
  expect(own).toEqual([]);
});

test("a unit's own scenario leaves it with what it has changed, and who does not administer the unit may not even rehearse", async () => {
  const { body } = await admin.get(`/api/configurations/caseForms?unit=${district}`);
  const content: ContentOf<"caseForms"> = body.content;
  content.forms[0]!.name = "区电气核实表";
  await admin.post("/api/configurations/caseForms", {
    unit: district,
    content,
    reason: "本区用语",
    baseVersion: 0,
  });
  const about = { code: "our-leakage", name: "本区漏电", version: "2" };
  const { body: mine } = await admin.post("/api/scenario-exports", {
    unit: district,
    about,
    categories: ["090201"],
  });
  expect(mine.parts.caseForms[0].name).toBe("区电气核实表");
  const none = await admin.post("/api/scenario-exports", {
    unit: district,
    about,
    categories: ["99"],
  });
  expect(none.status).toBe(400);
  const other = await here.signIn(`${district}001-dispatcher-1`);
  expect((await other.post("/api/scenario-plans", { unit: district, scenario: mine })).status).toBe(
    403,
  );
});
