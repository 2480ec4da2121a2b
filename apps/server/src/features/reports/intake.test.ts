import { incidentId } from "@gezhi/contract/ids.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildContext } from "../../main/context.ts";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { verifyChain } from "../timeline/timeline-rules.ts";
import {
  acrossCellBorder,
  acrossDistricts,
  aReport,
  at,
  countOf,
  incidentOf,
  placeIn,
  sent,
  type Place,
} from "./intake-testing.ts";
import { submitReport } from "./intake-commands.ts";
import { SubmitReport, type Receipt } from "@gezhi/contract/reports.ts";

let server: TestServer;
let resident: Client;
let worker: Client;
let place: Place;

beforeAll(async () => {
  server = await startTestServer();
  resident = server.anonymous;
  place = await placeIn(server);
  worker = await server.signIn(`${place.grid}-worker`);
});
afterAll(() => server.close());

/** A place nothing was reported from yet. */
let used = 0;
const freshPlace = () => placeIn(server, "500103001", (used += 1) * 3);

describe("one thing reported by many at once", () => {
  test("50 reports at the same moment are one incident with 50 reports", async () => {
    const here = await freshPlace();

    const receipts = await Promise.all(
      Array.from({ length: 50 }, () => sent(resident, aReport(at(here)))),
    );

    expect(new Set(receipts.map(({ incident }) => incident.id)).size).toBe(1);
    expect(receipts.filter(({ incident }) => !incident.joined)).toHaveLength(1);
    expect(new Set(receipts.map(({ number }) => number)).size).toBe(50);
    expect(await incidentOf(server, receipts[0]!)).toMatchObject({
      report_count: 50,
      timeline_seq: 51,
    });
  });

  test("also on both sides of a cell border and through two servers", async () => {
    const [west, east] = await acrossCellBorder(server, "500103004");
    const other = await buildContext(server.context.config, server.context.log, server.url);

    const receipts = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const context = index % 2 ? server.context : other.context;
        const report = SubmitReport.parse(aReport(at(index % 3 ? west : east)));
        return (await submitReport(context, { viewer: undefined }, report)).receipt;
      }),
    );
    const pairs = [];
    for (const category of [
      "010101",
      "010201",
      "020101",
      "040101",
      "050201",
      "050301",
      "050401",
      "060101",
      "060201",
      "070101",
      "080101",
      "090302",
    ]) {
      const sides = [server.context, other.context].map((context, side) =>
        submitReport(
          context,
          { viewer: undefined },
          SubmitReport.parse(aReport({ ...at(side ? west : east), category })),
        ),
      );
      pairs.push(await Promise.all(sides));
    }
    await other.close();

    for (const pair of pairs)
      expect(new Set(pair.map(({ receipt }) => receipt.incident.id)).size).toBe(1);
    expect(new Set(receipts.map(({ incident }) => incident.id)).size).toBe(1);
    expect(await incidentOf(server, receipts[0]!)).toMatchObject({
      report_count: 50,
      located: true,
    });
  });

  test("also on both sides of the border of two districts, and the other side follows it", async () => {
    const [here, there] = await acrossDistricts(server, "500103", "500108");

    const first = await sent(resident, aReport(at(here)));
    const second = await sent(resident, aReport(at(there)));

    expect(second.incident).toEqual({ ...first.incident, joined: true });
    expect(await incidentOf(server, first)).toMatchObject({
      party_units: [here.grid],
      informed_units: [there.grid],
    });
  });

  test("of reports that come together each succeeds or fails alone", async () => {
    const here = await freshPlace();
    // Groups that nobody would take for each other.
    const groups = ["0101", "0102", "0201", "0301", "0401", "0502", "0503", "0504", "0601", "0701"];
    const reports = groups.map((group, index) => ({
      ...aReport({ ...at(here), category: `${group}01` }),
      // No schema forbids it, and no text column takes it.
      ...(index === 4 ? { text: "井盖\u0000破损" } : {}),
    }));
    await sent(resident, aReport({ ...at(await freshPlace()), clientId: reports[7]!.clientId }));
    const before = await countOf(server, "reports");

    const answers = await Promise.all(
      reports.map((report) => resident.post("/api/reports", report)),
    );

    expect(answers.map(({ status }) => status)).toEqual(
      reports.map((_, index) => (index === 4 ? 400 : index === 7 ? 409 : 201)),
    );
    expect(await countOf(server, "reports")).toBe(before + 8);
    const incidents = answers.flatMap(({ status, body }) =>
      status === 201 ? (body as Receipt).incident.id : [],
    );
    expect(new Set(incidents).size).toBe(8);
  });

  test("its timeline is one unbroken chain", async () => {
    const here = await freshPlace();
    const [first] = await Promise.all(
      Array.from({ length: 5 }, () => sent(resident, aReport(at(here)))),
    );

    const rows = await server.owner
      .selectFrom("timeline")
      .selectAll()
      .where("incident", "=", first!.incident.id.slice(7))
      .orderBy("seq")
      .execute();
    const chain = rows.map((row) => ({
      incident: incidentId({ district: row.district, id: row.incident }),
      seq: row.seq,
      at: row.at.toISOString(),
      act: row.act,
      actor: row.actor,
      detail: row.detail as Record<string, unknown>,
      previousHash: row.previous_hash,
      hash: row.hash,
    }));

    expect(chain.map(({ act }) => act)).toEqual([
      "report",
      "startVerify",
      "joinReport",
      "joinReport",
      "joinReport",
      "joinReport",
    ]);
    expect(verifyChain(chain)).toEqual({ intact: true, entries: 6 });
  });

  test("two different things at one place are two incidents", async () => {
    const here = await freshPlace();

    const [one, two] = await Promise.all([
      sent(resident, aReport(at(here))),
      sent(resident, aReport({ ...at(here), category: "010106", text: "垃圾桶满了" })),
    ]);

    expect(one.incident.id).not.toBe(two.incident.id);
  });

  test("what is alike but not enough is proposed to the dispatcher with the reason", async () => {
    const here = await freshPlace();
    const first = await sent(resident, aReport(at(here)));
    const farther = { ...here, lat: here.lat + 80 / 111_320 };

    const second = await sent(
      resident,
      aReport({ ...at(farther), text: "有辆大货车把路边的水泥盖板压碎了" }),
    );

    expect(second.incident.joined).toBe(false);
    const { suggestion } = await incidentOf(server, second);
    expect(suggestion).toMatchObject({
      similar: [{ incident: first.incident.id, number: first.incident.number }],
    });
  });

  test("what a grid has handled and only waits for its check takes no report, followed or not: it is taken by itself and the dispatcher sees both", async () => {
    const here = await freshPlace();
    const first = await sent(resident, aReport(at(here)));
    await server.owner
      .updateTable("incidents")
      .set({ status: "selfHandled", sampled: true })
      .where("id", "=", first.incident.id.slice(7))
      .execute();

    const again = await sent(resident, aReport(at(here)));
    const following = await sent(
      resident,
      aReport({ ...at(await freshPlace()), follow: first.incident.id }),
    );

    expect([again, following].map(({ incident }) => incident.joined)).toEqual([false, false]);
    expect(await incidentOf(server, first)).toMatchObject({
      report_count: 1,
      status: "selfHandled",
    });
    expect(await incidentOf(server, again)).toMatchObject({
      status: "verifying",
      suggestion: { similar: [{ incident: first.incident.id }] },
    });
  });
});

describe("a client id", () => {
  test("sent 20 times at once is one report and one receipt", async () => {
    const body = aReport(at(await freshPlace()));
    const before = await countOf(server, "reports");

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => resident.post("/api/reports", body)),
    );

    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      ...Array.from({ length: 19 }, () => 200),
      201,
    ]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await countOf(server, "reports")).toBe(before + 1);
  });

  test.each([
    ["other words", { text: "其实是路灯坏了" }],
    ["another category", { category: "050101" }],
    ["another district", { position: { lon: 106.5, lat: 29.5 } }],
    ["another phone", { reporter: { phone: "13900000001" } }],
  ])("with %s is refused", async (_, change) => {
    const body = aReport(at(await placeIn(server, "500103003", 2)));
    await sent(resident, body);

    const answer = await resident.post("/api/reports", { ...body, ...change });

    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: "conflict" });
  });
});

describe("where it is", () => {
  test("without any position it waits for one and is not lost", async () => {
    const receipt = await sent(resident, aReport());

    expect(await incidentOf(server, receipt)).toMatchObject({
      located: false,
      unit: "50",
      town: null,
      district: "500000",
      status: "verifying",
      chain_level: "district",
    });
  });

  test("a grid worker's report without position stays with the worker's grid", async () => {
    const receipt = await sent(worker, aReport({ source: "gridWorker" }));

    expect(await incidentOf(server, receipt)).toMatchObject({ located: false, unit: place.grid });
  });

  test("a position outside the city counts as unknown, with the reason on record", async () => {
    const receipt = await sent(
      resident,
      aReport({
        position: { lon: 104.06, lat: 30.67 },
        positionSource: "device",
        unit: "500103001",
      }),
    );

    const row = await incidentOf(server, receipt);
    expect(row).toMatchObject({
      located: true,
      unit: "500103001",
      lon: null,
      position_source: "unit",
    });
    expect(JSON.stringify(row.reasons)).toContain("不在本市范围内");
  });

  test("an address names the community", async () => {
    const receipt = await sent(resident, aReport({ address: "七星岗街道捍卫路社区门口" }));

    expect(await incidentOf(server, receipt)).toMatchObject({
      located: true,
      unit: "500103001017",
      position_source: "address",
    });
  });
});

describe("how it begins", () => {
  test("a resident's matter is verified first, on the clock", async () => {
    const receipt = await sent(resident, aReport(at(await freshPlace())));

    const row = await incidentOf(server, receipt);
    expect(row).toMatchObject({ status: "verifying", lead_handler: null });
    expect(row.suggestion).toMatchObject({
      lead: "500103001/MS09",
      leadName: "七星岗街道城市管理岗",
    });
    expect(row.due_at!.getTime()).toBeGreaterThan(row.opened_at.getTime());
    expect(receipt.promisedAt).not.toBeNull();
  });

  test("red goes to its post at once, whoever reports it, and the district sees it", async () => {
    const receipt = await sent(
      resident,
      aReport({ ...at(await freshPlace()), category: "090101", text: "三楼着火了，浓烟很大" }),
    );

    const row = await incidentOf(server, receipt);
    expect(row).toMatchObject({
      status: "dispatched",
      urgency: "red",
      lead_handler: "500103001/PA05",
    });
    expect(row.party_units).toContain("500103");
    const orders = await server.owner
      .selectFrom("work_orders")
      .selectAll()
      .where("incident", "=", row.id)
      .execute();
    const clocks = await server.owner
      .selectFrom("clocks")
      .selectAll()
      .where("incident", "=", row.id)
      .execute();
    expect(orders.map(({ handler }) => handler)).toContain("500103001/PA05");
    expect(clocks.filter(({ stage }) => stage === "accept")).toHaveLength(orders.length);
    expect(clocks.every(({ next_rung_at }) => next_rung_at !== null)).toBe(true);
  });

  test("an urgent matter a grid worker sees is dispatched, one that a resident reports is verified", async () => {
    const manhole = { category: "050101", text: "井盖不见了，露出个洞" };

    const byWorker = await sent(
      worker,
      aReport({ ...at(await freshPlace()), ...manhole, source: "gridWorker" }),
    );
    const byResident = await sent(resident, aReport({ ...at(await freshPlace()), ...manhole }));

    expect(await incidentOf(server, byWorker)).toMatchObject({
      status: "dispatched",
      urgency: "orange",
    });
    expect(await incidentOf(server, byResident)).toMatchObject({
      status: "verifying",
      urgency: "orange",
    });
  });

  test("a grid worker's routine matter waits for the dispatcher with a suggestion and its reasons", async () => {
    const receipt = await sent(
      worker,
      aReport({ ...at(await freshPlace()), source: "gridWorker" }),
    );

    const row = await incidentOf(server, receipt);
    expect(row.status).toBe("reported");
    expect((row.reasons as { routing: string[] }).routing[0]).toMatch(
      /05公用设施（?\(?部件\)?）? → 七星岗街道城市管理岗（.+）；主责部门 区/,
    );
    expect([row.party_units, row.informed_units]).toEqual([[row.unit], [place.grid]]);
  });

  test("a photo with words is classified by the words, and says by which", async () => {
    const receipt = await sent(
      resident,
      aReport({
        ...at(await freshPlace()),
        category: undefined,
        text: "人行道上有个井盖不见了,露出个大窟窿,晚上看不到很危险",
      }),
    );

    const row = await incidentOf(server, receipt);
    expect(row.category).toBe("050101");
    expect((row.reasons as { classification: string[] }).classification[0]).toMatch(
      /按描述中的“.+”判断为“井盖缺失”，把握 \d+%/,
    );
  });

  test("what no category claims waits for a person", async () => {
    const receipt = await sent(
      resident,
      aReport({ ...at(await freshPlace()), category: undefined, text: "看看这个" }),
    );

    expect(await incidentOf(server, receipt)).toMatchObject({ category: "220108" });
  });

  test("a category that does not exist is refused, and nothing is kept", async () => {
    const before = await countOf(server, "reports");

    const answer = await resident.post("/api/reports", aReport({ category: "999999" }));

    expect(answer.status).toBe(400);
    expect(await countOf(server, "reports")).toBe(before);
  });

  test("names and phones lie sealed, and nowhere else", async () => {
    const receipt = await sent(
      resident,
      aReport({ ...at(await freshPlace()), reporter: { name: "乔小满", phone: "13912345678" } }),
    );

    const row = await server.owner
      .selectFrom("reports")
      .selectAll()
      .where("number", "=", receipt.number)
      .executeTakeFirstOrThrow();
    const around = JSON.stringify([
      row,
      await incidentOf(server, receipt),
      await server.owner
        .selectFrom("timeline")
        .selectAll()
        .where("incident", "=", row.incident)
        .execute(),
    ]);
    expect(around).not.toContain("乔小满");
    expect(around).not.toContain("13912345678");
    expect(server.context.secrets.open(row.reporter_phone_enc!)).toBe("13912345678");
    expect(row.phone_verified).toBe(false);
  });
});
