import { XMLParser, XMLValidator } from "fast-xml-parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { aPhoto } from "../files/file-testing.ts";
import { aReport, at, placeIn, sent, type Place } from "../reports/intake-testing.ts";

let server: TestServer;
let dispatcher: Client;
let place: Place;
beforeAll(async () => {
  server = await startTestServer({ OPEN311_KEYS: "key-one:随手拍,key-two:社区APP" });
  dispatcher = await server.signIn("500103001-dispatcher-1");
  place = await placeIn(server);
});
afterAll(() => server.close());

const base = "/open311/v2";
const parser = new XMLParser({
  isArray: (name) => ["service", "request", "endpoint", "error", "format"].includes(name),
  parseTagValue: false,
});
async function get(path: string) {
  const answer = await server.app.inject({ method: "GET", url: `${base}${path}` });
  const xml = String(answer.headers["content-type"]).startsWith("text/xml");
  if (xml) expect(XMLValidator.validate(answer.body)).toBe(true);
  return {
    status: answer.statusCode,
    type: answer.headers["content-type"],
    text: answer.body,
    body: xml ? parser.parse(answer.body) : JSON.parse(answer.body),
  };
}
async function post(fields: Record<string, string>, format = "json") {
  const answer = await server.app.inject({
    method: "POST",
    url: `${base}/requests.${format}`,
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    payload: new URLSearchParams(fields).toString(),
  });
  return {
    status: answer.statusCode,
    text: answer.body,
    body: format === "json" ? JSON.parse(answer.body) : parser.parse(answer.body),
  };
}
let used = 0;
async function aRequest(more: Record<string, string> = {}) {
  const here = await placeIn(server, "500103001", (used += 1) * 3);
  return {
    api_key: "key-one",
    service_code: "050102",
    lat: String(here.lat),
    long: String(here.lon),
    description: "井盖破损",
    ...more,
  };
}
const made = async (more: Record<string, string> = {}): Promise<string> => {
  const answer = await post(await aRequest(more));
  expect(answer.status).toBe(201);
  return answer.body[0].service_request_id;
};

describe("the walk of a client", () => {
  test("discovery names the endpoint and both formats", async () => {
    const json = await get("/discovery.json");
    const xml = await get("/discovery.xml");

    expect(json.type).toBe("application/json; charset=utf-8");
    expect(json.body.endpoints[0]).toMatchObject({
      specification: "http://wiki.open311.org/GeoReport_v2",
      url: expect.stringMatching(/\/open311\/v2$/),
      formats: ["text/xml", "application/json"],
    });
    expect(xml.type).toBe("text/xml; charset=utf-8");
    expect(xml.text).toMatch(/^<\?xml version="1\.0" encoding="utf-8"\?>/);
    expect(xml.body.discovery.endpoints.endpoint[0].formats.format).toEqual([
      "text/xml",
      "application/json",
    ]);
  });

  test("services are the same in both formats and concern no person", async () => {
    const json = await get("/services.json?jurisdiction_id=500103");
    const xml = await get("/services.xml");

    const manhole = json.body.find(
      (service: { service_code: string }) => service.service_code === "050102",
    );
    expect(manhole).toEqual({
      service_code: "050102",
      service_name: "井盖破损",
      description: expect.any(String),
      metadata: false,
      type: "realtime",
      keywords: expect.stringContaining("井盖"),
      group: expect.any(String),
    });
    expect(
      xml.body.services.service.map((service: { service_code: string }) => service.service_code),
    ).toEqual(json.body.map((service: { service_code: string }) => service.service_code));
    for (const prefix of ["12", "13", "14", "15", "20"])
      expect(json.text).not.toContain(`"service_code":"${prefix}`);
  });

  test("a service is defined, with nothing more to ask", async () => {
    expect((await get("/services/050102.json")).body).toEqual({
      service_code: "050102",
      attributes: [],
    });
    expect((await get("/services/050102.xml")).body).toMatchObject({
      service_definition: { service_code: "050102" },
    });
  });

  test("a request is made, found, listed and followed to its end", async () => {
    const answer = await post(
      await aRequest({
        description: "井盖破损，乔小满家门口",
        first_name: "小满",
        last_name: "乔",
        phone: "13912345678",
        media_url: "https://example.org/a.jpg",
      }),
    );
    const id = answer.body[0].service_request_id;
    const open = (await get(`/requests/${id}.json`)).body[0];
    const incident = await server.owner
      .selectFrom("incidents")
      .selectAll()
      .where("number", "=", id)
      .executeTakeFirstOrThrow();

    await dispatcher.post(`/api/incidents/${incident.district}-${incident.id}/acts`, {
      act: "reject",
      reason: "重复",
    });
    const closed = (await get(`/requests/${id}.xml`)).body.service_requests.request[0];

    expect(answer.body).toEqual([
      {
        service_request_id: id,
        service_notice: expect.stringMatching(/^承诺于 .+ 前办结$/),
        account_id: null,
      },
    ]);
    expect(open).toMatchObject({
      service_request_id: id,
      status: "open",
      status_notes: "正在核实",
      service_code: "050102",
      service_name: "井盖破损",
      agency_responsible: expect.stringMatching(/^区/),
      requested_datetime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
      expected_datetime: expect.stringMatching(/\+08:00$/),
      media_url: "https://example.org/a.jpg",
      lat: incident.lat,
      long: incident.lon,
    });
    expect(JSON.stringify(open)).not.toMatch(/乔|小满|139/);
    expect(closed).toMatchObject({
      service_request_id: id,
      status: "closed",
      status_notes: "未予受理",
      service_notice: "未予受理",
    });
    expect((await get("/requests.json?status=closed")).text).toContain(id);
    expect((await get("/requests.json?status=open")).text).not.toContain(id);
  });

  test("the answer to a post is XML where XML was asked", async () => {
    const answer = await post(await aRequest(), "xml");

    expect(answer.text).toMatch(/^<\?xml/);
    expect(answer.body.service_requests.request[0].service_request_id).toMatch(/^SJ-500103-/);
  });

  test("a form with a picture makes a request whose incident shows it", async () => {
    const file = { name: "a.jpg", type: "image/jpeg", content: await aPhoto() };
    const fields = await aRequest();
    const answer = await server.anonymous.upload(`${base}/requests.json`, file, fields);
    expect(answer.status, answer.text).toBe(201);

    const number = answer.body[0].service_request_id as string;
    const [found] = (await dispatcher.get(`/api/incidents?list=all&q=${number}`)).body.items;
    const seen = (await dispatcher.get(`/api/incidents/${found.id}`)).body;

    expect(seen.attachments).toMatchObject([{ kind: "report", type: "image/jpeg" }]);
  });

  test("no picture is taken from who shows no key", async () => {
    const file = { name: "a.jpg", type: "image/jpeg", content: await aPhoto() };
    const { api_key: _, ...fields } = await aRequest();

    const answer = await server.anonymous.upload(`${base}/requests.json`, file, fields);

    expect(answer.status).toBe(403);
    expect(answer.body[0].description).toContain("api_key");
  });

  test("pages of other sites may read it", async () => {
    const answer = await server.app.inject({ method: "GET", url: `${base}/services.json` });

    expect(answer.headers["access-control-allow-origin"]).toBe("*");
  });

  test("a receipt's number serves as a token", async () => {
    const receipt = await sent(
      server.anonymous,
      aReport(at(await placeIn(server, "500103003", 3))),
    );

    expect((await get(`/tokens/${receipt.number}.json`)).body).toEqual([
      { service_request_id: receipt.incident.number, token: receipt.number },
    ]);
    expect((await get("/tokens/123456.xml")).status).toBe(404);
  });

  test("the report is in the same pipeline: like reports join", async () => {
    const fields = await aRequest();

    const [one, two] = [await post(fields), await post(fields)];

    expect(two.body[0].service_request_id).toBe(one.body[0].service_request_id);
  });

  test("a merged request keeps its id and tells the main one's state", async () => {
    const [main, away] = [
      await made({ service_code: "050102" }),
      await made({ service_code: "050103", description: "井盖响" }),
    ];
    const idOf = async (number: string) => {
      const row = await server.owner
        .selectFrom("incidents")
        .select(["district", "id"])
        .where("number", "=", number)
        .executeTakeFirstOrThrow();
      return `${row.district}-${row.id}`;
    };
    await dispatcher.post(`/api/incidents/${await idOf(away)}/acts`, {
      act: "merge",
      into: await idOf(main),
      reason: "同一处",
    });

    const { body } = await get(
      `/requests.json?service_request_id=${main},${away},SJ-500103-000000-000000`,
    );

    expect(
      body
        .map((request: { service_request_id: string; service_code: string; status: string }) => [
          request.service_request_id,
          request.service_code,
          request.status,
        ])
        .toSorted((a: unknown, b: unknown) => String(a).localeCompare(String(b))),
    ).toEqual(
      [
        [main, "050102", "open"],
        [away, "050102", "open"],
      ].toSorted((a: unknown, b: unknown) => String(a).localeCompare(String(b))),
    );
  });

  test("what strangers may not see is not listed, by number either", async () => {
    const hidden = await sent(
      dispatcher,
      aReport({ source: "call", category: "130102", text: "邻里纠纷", ...at(place) }),
    );

    expect((await get("/requests.json")).text).not.toContain(hidden.incident.number);
    expect((await get(`/requests/${hidden.incident.number}.json`)).status).toBe(404);
  });

  test("spans of dates are kept to", async () => {
    const id = await made();
    const day = 86_400_000;
    const iso = (ms: number) => new Date(Date.now() + ms).toISOString();

    expect(
      (await get(`/requests.json?start_date=${iso(-day)}&end_date=${iso(day)}`)).text,
    ).toContain(id);
    expect(
      (await get(`/requests.json?start_date=${iso(-10 * day)}&end_date=${iso(-day)}`)).text,
    ).not.toContain(id);
    expect((await get("/requests.json?service_code=010101,050102")).text).toContain(id);
    expect((await get("/requests.json?service_code=010101")).text).not.toContain(id);
    expect((await get("/requests.json?jurisdiction_id=500108")).text).not.toContain(id);
    expect((await get("/requests.json?service_code=")).text).toContain(id);
  });
});

describe("errors are told in the form of the specification", () => {
  test.each<[string, Record<string, string>, number, string]>([
    ["no key", { api_key: "" }, 403, "api_key"],
    ["a wrong key", { api_key: "key-on" }, 403, "api_key"],
    ["no service", { service_code: "" }, 400, "service_code was not provided"],
    ["an unknown service", { service_code: "999999" }, 404, "service_code 999999 was not found"],
    [
      "a service that is not public",
      { service_code: "130102" },
      404,
      "service_code 130102 was not found",
    ],
    [
      "an unknown jurisdiction",
      { jurisdiction_id: "sfgov.org" },
      404,
      "jurisdiction_id sfgov.org was not found",
    ],
    ["no place", { lat: "", long: "" }, 400, "were not provided"],
    ["half a place", { long: "" }, 400, "lat and long go together"],
    ["no place on earth", { lat: "999" }, 400, "WGS-84"],
    ["a link that is none", { media_url: "javascript:alert(1)" }, 400, "media_url"],
    ["a description without end", { description: "长".repeat(4001) }, 400, "4000"],
  ])("%s", async (_, change, status, description) => {
    const answer = await post(await aRequest(change));

    expect(answer.status).toBe(status);
    expect(answer.body).toEqual([
      { code: status, description: expect.stringContaining(description) },
    ]);
  });

  test.each([
    ["/requests.json?status=done", 400, "status is open or closed"],
    ["/requests.json?start_date=yesterday", 400, "start_date"],
    [
      "/requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z",
      400,
      "90 days",
    ],
    [
      "/requests.json?start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z",
      400,
      "after end_date",
    ],
    ["/requests/SJ-500103-261122-999999.json", 404, "service_request_id"],
    ["/services/999999.json", 404, "service_code 999999"],
    ["/services.json?jurisdiction_id=500199", 404, "jurisdiction_id"],
  ])("%s", async (path, status, description) => {
    const answer = await get(path);

    expect(answer).toMatchObject({
      status,
      body: [{ code: status, description: expect.stringContaining(description) }],
    });
  });

  test("in XML where XML was asked", async () => {
    const answer = await get("/services/999999.xml");

    expect(answer.status).toBe(404);
    expect(answer.body.errors.error[0]).toMatchObject({
      code: "404",
      description: "service_code 999999 was not found",
    });
  });

  test("an unknown format is an unknown address", async () => {
    const answer = await server.app.inject({ method: "GET", url: `${base}/services.yaml` });

    expect(answer.statusCode).toBe(404);
  });
});
