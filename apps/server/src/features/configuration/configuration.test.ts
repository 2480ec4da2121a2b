import {
  ConfigurationKind,
  type ContentOf,
  type PublishConfiguration,
} from "@gezhi/contract/configuration.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ProblemError } from "../../platform/problems.ts";
import { administratorOf, openUnitBench, type UnitBench } from "../units/unit-testing.ts";
import { publishConfiguration, withdrawConfiguration } from "./configuration-commands.ts";
import { seedConfiguration } from "./configuration-seed.ts";
import { loadConfigurationStore } from "./configuration-store.ts";

const town = "500103001";
const grid = "500103001017001";
const dayMs = 86_400_000;

let bench: UnitBench;
beforeAll(async () => {
  bench = await openUnitBench();
});
afterAll(() => bench.drop());
beforeEach(async () => {
  await bench.owner.deleteFrom("configurations").where("version", ">", 1).execute();
  await bench.owner.deleteFrom("configurations").where("unit", "!=", "50").execute();
  await bench.owner.updateTable("configurations").set({ valid_to: null }).execute();
  await bench.context.configuration.reload();
});

const publish = (kind: ConfigurationKind, more: Partial<PublishConfiguration>, admin = "50") =>
  publishConfiguration(bench.context, administratorOf(admin), kind, {
    unit: "50",
    content: {},
    reason: "测试修改",
    baseVersion: 1,
    withdrawScheduled: false,
    ...more,
  });

const contentOf = <K extends ConfigurationKind>(kind: K, unit = "50"): ContentOf<K> =>
  structuredClone(bench.context.configuration.current(kind, unit).content);

async function refusal(attempt: Promise<unknown>): Promise<ProblemError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return error;
  throw new Error("it was not refused", { cause: error });
}

describe("the first configuration", () => {
  test("has one version of every kind for the city, and seeding again changes nothing", async () => {
    const versions = () =>
      bench.owner.selectFrom("configurations").select(["kind", "unit", "version"]).execute();
    const before = await versions();

    await seedConfiguration(bench.owner);

    expect(await versions()).toEqual(before);
    expect(before.map(({ kind }) => kind).toSorted()).toEqual(ConfigurationKind.options.toSorted());
  });

  test.each(ConfigurationKind.options)(
    "%s passes the checks its editors must pass",
    async (kind) => {
      const version = await publish(kind, { content: contentOf(kind) });

      expect(version.version).toBe(2);
    },
  );

  test("names fire hazards in rule 12: the fire post of the town, led by the fire brigade", () => {
    const rule = contentOf("routing").rules.find(({ number }) => number === 12);

    expect(rule).toMatchObject({
      when: { categories: expect.arrayContaining(["09"]), hours: "duty" },
      to: { post: "PA05", department: "D41" },
    });
  });
});

describe("who decides", () => {
  test("the nearest unit above a place wins, and its neighbours keep the city's", async () => {
    const limits = { ...contentOf("limits"), mergeMetres: 50 };
    await publish("limits", { unit: "500103", content: limits, baseVersion: 0 });
    await publish("limits", {
      unit: town,
      content: { ...limits, mergeMetres: 20 },
      baseVersion: 0,
    });

    const metres = (unit: string) =>
      bench.context.configuration.current("limits", unit).content.mergeMetres;

    expect([metres(grid), metres("500103003001"), metres("500108"), metres("50")]).toEqual([
      20, 50, 100, 100,
    ]);
  });

  test("a version dated ahead comes into force at its instant, the past keeps what held then", async () => {
    const start = Date.now() + 10 * dayMs;
    const catalogue = contentOf("catalogue");
    const before = catalogue.categories[0]!.name;
    catalogue.categories[0]!.name = "暴露生活垃圾";
    const { code } = catalogue.categories[0]!;

    await publish("catalogue", { content: catalogue, validFrom: new Date(start).toISOString() });

    const nameAt = (instant: number) =>
      bench.context.configuration.category(code, grid, new Date(instant))?.name;
    expect([nameAt(Date.now()), nameAt(start - 1), nameAt(start)]).toEqual([
      before,
      before,
      "暴露生活垃圾",
    ]);
    expect(bench.context.configuration.versions("catalogue", "50")[0]?.validTo).toBe(
      new Date(start).toISOString(),
    );
  });

  test("another process sees a publication after it reloads", async () => {
    const other = await loadConfigurationStore(bench.db);
    await publish("limits", { content: { ...contentOf("limits"), ratingDays: 10 } });
    const seenBefore = other.current("limits", grid).version;

    await other.reload();

    expect([seenBefore, other.current("limits", grid).content.ratingDays]).toEqual([1, 10]);
  });

  test("a change of the calendar calls back with its unit, other changes do not", async () => {
    const changed: string[] = [];
    bench.context.configuration.onCalendarChanged((unit) => void changed.push(unit));

    await publish("limits", { content: { ...contentOf("limits"), ratingDays: 8 } });
    await publish("calendar", { unit: "500103", content: contentOf("calendar"), baseVersion: 0 });

    expect(changed).toEqual(["500103"]);
  });
});

describe("publishing", () => {
  test("of two who start from the same version one is told to look again", async () => {
    const content = contentOf("limits");

    const results = await Promise.allSettled([
      publish("limits", { content: { ...content, ratingDays: 8 } }),
      publish("limits", { content: { ...content, ratingDays: 9 } }),
    ]);

    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find((result) => result.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "conflict" });
    expect(bench.context.configuration.versions("limits", "50")).toHaveLength(2);
  });

  test("is open to administrators of the unit or above, to nobody else", async () => {
    const content = contentOf("limits");

    const below = await refusal(publish("limits", { content }, "500103"));
    const beside = await refusal(
      publish("limits", { unit: "500108", content, baseVersion: 0 }, "500103"),
    );
    const own = await publish("limits", { unit: town, content, baseVersion: 0 }, "500103");

    expect([below.code, beside.code, own.version]).toEqual(["forbidden", "forbidden", 1]);
  });

  test("cannot start in the past", async () => {
    const validFrom = new Date(Date.now() - 120_000).toISOString();

    expect(
      await refusal(publish("limits", { content: contentOf("limits"), validFrom })),
    ).toMatchObject({
      code: "invalid",
      errors: [{ path: "validFrom" }],
    });
  });

  test("does not push a scheduled version aside unless told to", async () => {
    const content = contentOf("limits");
    const ahead = new Date(Date.now() + 30 * dayMs).toISOString();
    await publish("limits", { content: { ...content, ratingDays: 30 }, validFrom: ahead });
    const correction = { content: { ...content, ratingDays: 9 }, baseVersion: 2 };

    const refused = await refusal(publish("limits", correction));
    await publish("limits", { ...correction, withdrawScheduled: true });

    expect(refused.code).toBe("conflict");
    const later = new Date(Date.now() + 60 * dayMs);
    expect(bench.context.configuration.current("limits", grid, later).content.ratingDays).toBe(9);
    expect(
      bench.context.configuration
        .versions("limits", "50")
        .map(({ validFrom, validTo }) => validTo === validFrom),
    ).toEqual([false, true, false]);
  });

  test("withdrawn, a unit's own document gives way to the one above, and the city's cannot be", async () => {
    const { configuration } = bench.context;
    const content = { ...contentOf("limits"), ratingDays: 20 };
    await publish("limits", { unit: town, content, baseVersion: 0 });
    const withdraw = (unit: string) =>
      withdrawConfiguration(bench.context, administratorOf("50"), "limits", {
        unit,
        reason: "沿用全市标准",
        baseVersion: 1,
        withdrawScheduled: false,
      });
    const own = configuration.current("limits", grid).content.ratingDays;

    await withdraw(town);

    expect([own, configuration.current("limits", grid).content.ratingDays]).toEqual([20, 7]);
    expect((await refusal(withdraw(town))).code).toBe("conflict");
    expect((await refusal(withdraw("50"))).code).toBe("invalid");
    await publish("limits", { unit: town, content, baseVersion: 1 });
    expect(configuration.versions("limits", town).map(({ version }) => version)).toEqual([1, 2]);
  });

  test("withdrawn posts must leave nothing that needs them", async () => {
    const { posts } = contentOf("posts");
    const extra = { ...posts[0]!, code: "PA99", name: "临时岗" };
    await publish("posts", { unit: town, content: { posts: [...posts, extra] }, baseVersion: 0 });
    const catalogue = contentOf("catalogue");
    catalogue.categories[0]!.post = "PA99";
    await publish("catalogue", { unit: town, content: catalogue, baseVersion: 0 });

    const refused = await refusal(
      withdrawConfiguration(bench.context, administratorOf("50"), "posts", {
        unit: town,
        reason: "撤销临时岗",
        baseVersion: 1,
        withdrawScheduled: false,
      }),
    );

    expect(refused.errors?.map(({ path }) => path)).toEqual(["categories.0.post"]);
  });

  test("is on record with what came, went and changed, and screens hear of it", async () => {
    const catalogue = contentOf("catalogue");
    const [first] = catalogue.categories;
    const [removed] = catalogue.categories.splice(5, 1);
    catalogue.categories.push({
      ...catalogue.categories.at(-1)!,
      code: "220199",
      name: "新增类别",
    });
    first!.acceptMinutes += 1;

    await publish("catalogue", { content: catalogue });

    const entry = await bench.owner
      .selectFrom("audit_log")
      .selectAll()
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({
      act: "configuration.publish",
      subject: "catalogue@50",
      reason: "测试修改",
      detail: { added: ["220199"], removed: [removed!.code], changed: [first!.code], total: 3 },
    });
    const heard = await bench.owner
      .selectFrom("live_log")
      .select(["kind", "subject"])
      .orderBy("position", "desc")
      .executeTakeFirst();
    expect(heard).toEqual({ kind: "configuration", subject: "catalogue" });
  });
});

describe("a document that does not hold together is refused with every fault", () => {
  const faultsOf = async (kind: ConfigurationKind, content: unknown, unit = "50") => {
    const { code, errors } = await refusal(
      publish(kind, { content, unit, baseVersion: unit === "50" ? 1 : 0 }),
    );
    expect(code).toBe("invalid");
    return (errors ?? []).map(({ path }) => path);
  };

  test("what the schema does not allow", async () => {
    expect(
      await faultsOf("limits", { ...contentOf("limits"), selfHandledSample: 2, ratingDays: 0 }),
    ).toEqual(["content.selfHandledSample", "content.ratingDays"]);
  });

  test("a category whose post, lead, assistant or basis does not exist", async () => {
    const catalogue = contentOf("catalogue");
    Object.assign(catalogue.categories[0]!, {
      post: "ZZ99",
      lead: "D99",
      coHandlers: ["D98"],
      basis: "T999",
    });

    expect(await faultsOf("catalogue", catalogue)).toEqual([
      "categories.0.post",
      "categories.0.lead",
      "categories.0.coHandlers",
      "categories.0.basis",
    ]);
  });

  test("a code twice, and limits beyond reason", async () => {
    const catalogue = contentOf("catalogue");
    catalogue.categories.push({ ...catalogue.categories[0]! });
    catalogue.categories[0]!.acceptMinutes = 1e6;

    expect(await faultsOf("catalogue", catalogue)).toEqual([
      `categories.${catalogue.categories.length - 1}`,
      "categories.0.acceptMinutes",
    ]);
  });

  test("a post that categories and rules still need, also those of a town below", async () => {
    await publish("catalogue", { unit: town, content: contentOf("catalogue"), baseVersion: 0 });
    const { posts } = contentOf("posts");

    const { errors } = await refusal(
      publish("posts", { content: { posts: posts.filter(({ code }) => code !== "PA05") } }),
    );

    const messages = (errors ?? []).map(({ message }) => message).join("\n");
    expect(messages).toMatch(/类别 090301 .*没有 PA05$/m);
    expect(messages).toMatch(/派遣规则 12：岗位表中没有 PA05$/m);
    expect(messages).toMatch(/类别 090301 .*没有 PA05（500103001 有自己的配置）/);
  });

  test("a post that a town with posts of its own does not have", async () => {
    const { posts } = contentOf("posts");
    await publish("posts", { unit: town, content: { posts }, baseVersion: 0 });
    const extra = { ...posts[0]!, code: "PA99", name: "临时岗" };
    await publish("posts", { content: { posts: [...posts, extra] } });
    const catalogue = contentOf("catalogue");
    catalogue.categories[0]!.post = "PA99";

    const { errors } = await refusal(publish("catalogue", { content: catalogue }));

    expect(errors).toEqual([
      {
        path: "categories.0.post",
        message: "类别 010101 暴露垃圾：岗位表中没有 PA99（500103001 有自己的配置）",
      },
    ]);
  });

  test("a post that a catalogue dated ahead will need", async () => {
    const { posts } = contentOf("posts");
    const extra = { ...posts[0]!, code: "PA99", name: "临时岗" };
    await publish("posts", { content: { posts: [...posts, extra] } });
    const catalogue = contentOf("catalogue");
    catalogue.categories[0]!.post = "PA99";
    const validFrom = new Date(Date.now() + 5 * dayMs).toISOString();
    await publish("catalogue", { content: catalogue, validFrom });

    const refused = await refusal(publish("posts", { content: { posts }, baseVersion: 2 }));

    expect(refused.errors?.map(({ path }) => path)).toEqual(["categories.0.post"]);
  });

  test("a rule number twice, an unknown source, a prefix that fits nothing", async () => {
    const routing = contentOf("routing");
    routing.rules[1]!.number = routing.rules[0]!.number;
    routing.rules[0]!.when = { categories: ["99"], sources: ["pigeon"] };

    expect(await faultsOf("routing", routing)).toEqual([
      "rules.1",
      "rules.0.when.sources",
      "rules.0.when.categories",
    ]);
  });

  test("working hours that overlap, end before they begin or do not exist", async () => {
    const calendar = contentOf("calendar");
    calendar.week["1"] = [
      { from: "08:30", to: "12:00" },
      { from: "11:00", to: "10:00" },
    ];
    calendar.exceptions.push({ date: "2026-10-01", working: false, name: "重复" });

    expect((await faultsOf("calendar", calendar)).length).toBeGreaterThanOrEqual(2);
    const never = { ...calendar, week: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] } };
    expect(await faultsOf("calendar", never)).toEqual(["week"]);
  });

  test("stage limits that grow shorter as matters grow less urgent", async () => {
    const limits = contentOf("limits");
    limits.stageMinutes.verify = { red: 60, orange: 5, yellow: 30, blue: 50_000 };

    expect(await faultsOf("limits", limits)).toEqual([
      "stageMinutes.verify.orange",
      "stageMinutes.verify.blue",
    ]);
  });

  test("words for a category or of a group that does not exist", async () => {
    const { keywords } = contentOf("keywords");

    const faults = await faultsOf("keywords", {
      keywords: [...keywords, { code: "999999", word: "@没有这组&灯", weight: 1 }],
    });

    expect(faults).toEqual([`keywords.${keywords.length}`, `keywords.${keywords.length}.code`]);
  });

  test("a document for a level that has none of its own", async () => {
    const village = await refusal(
      publish("limits", { unit: "500103001017", content: contentOf("limits"), baseVersion: 0 }),
    );
    const departments = await refusal(
      publish("departments", { unit: town, content: contentOf("departments"), baseVersion: 0 }),
    );

    expect([village.code, departments.code]).toEqual(["invalid", "invalid"]);
  });
});
