import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { SubmitReport } from "@gezhi/contract/reports.ts";
import { Stream } from "@gezhi/simulator/stream.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../platform/testing/server.ts";

let server: TestServer;
let behind: string;
beforeAll(async () => {
  server = await startTestServer();
  behind = await server.app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => server.close());

const asSent = async (request: IncomingMessage) => {
  const headers = new Headers();
  for (const name of ["content-type", "cookie", "x-csrf-token"] as const) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const body = request.method === "GET" ? null : await buffer(request);
  return { method: request.method ?? "GET", headers, ...(body?.length ? { body } : {}) };
};

/** A way to the server that writes down what is reported; the answer to the `lost`th report never comes back. */
async function sentOver(seed: number, { work, lost }: { work: boolean; lost?: number }) {
  const reports: SubmitReport[] = [];
  const pass = async (request: IncomingMessage, answer: ServerResponse) => {
    const sent = await asSent(request);
    const report = request.url === "/api/reports" && sent.body;
    if (report) reports.push(JSON.parse(report.toString()) as SubmitReport);
    const got = await fetch(`${behind}${request.url}`, sent);
    if (report && reports.length === lost) {
      request.destroy();
      return;
    }
    const headers = { "content-type": got.headers.get("content-type") ?? "" };
    answer.writeHead(got.status, { ...headers, "set-cookie": got.headers.getSetCookie() });
    answer.end(Buffer.from(await got.arrayBuffer()));
  };
  const way = createServer((request, answer) => {
    pass(request, answer).catch(() => request.destroy());
  });
  await new Promise<void>((resolve) => way.listen(0, "127.0.0.1", resolve));
  const address = way.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const stream = new Stream({
    base: `http://127.0.0.1:${port}`,
    seed,
    rate: 1000,
    count: 40,
    unit: "500103001",
    work,
    signal: new AbortController().signal,
  });
  try {
    await stream.run();
  } finally {
    way.closeAllConnections();
    way.close();
  }
  return { stream, reports };
}

/** Photos are stored anew each time; what they show is the seed's. */
const told = (reports: readonly SubmitReport[]) =>
  reports.map(({ files, ...report }) => ({ ...report, files: files.length }));

test("the same seed sends the same reports in the same order, whether or not anybody works on them", async () => {
  const worked = await sentOver(7, { work: true });
  const left = await sentOver(7, { work: false });
  const other = await sentOver(8, { work: false });

  expect(worked.reports).toHaveLength(40);
  expect(told(left.reports)).toEqual(told(worked.reports));
  expect(told(other.reports)).not.toEqual(told(worked.reports));
  expect(new Set(worked.reports.map(({ source }) => source)).size).toBeGreaterThan(1);
});

test("a report whose answer is lost is sent again as it was, and the others stay the same", async () => {
  const broken = await sentOver(9, { work: false, lost: 5 });
  const whole = await sentOver(9, { work: false });

  const [fifth, again] = broken.reports.splice(4, 2);
  expect(again!.clientId).toBe(fifth!.clientId);
  expect(told([...broken.reports.slice(0, 4), again!, ...broken.reports.slice(4)])).toEqual(
    told(whole.reports),
  );
  expect(broken.stream).toMatchObject({ made: 40, refused: 0 });
});
