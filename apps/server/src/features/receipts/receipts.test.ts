import type { Receipt } from "@gezhi/contract/reports.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { aPhoto } from "../files/file-testing.ts";
import { aReport, at, placeIn, sent, type Place } from "../reports/intake-testing.ts";

let server: TestServer;
let dispatcher: Client;
let officer: Client;
let holder: Client;
beforeAll(async () => {
  server = await startTestServer();
  dispatcher = await server.signIn("500103001-dispatcher-1");
  officer = await server.signIn("500103001-duty-officer-1");
  holder = await server.signIn("500103001-MS09-a");
});
afterAll(() => server.close());

let used = 0;
const freshPlace = (): Promise<Place> => placeIn(server, "500103001", (used += 1) * 3);
const progress = async ({ number, token }: Receipt) =>
  (await server.anonymous.get(`/api/receipts/${number}?token=${token}`)).body;
async function act(client: Client, { incident }: Receipt, body: Record<string, unknown>) {
  const answer = await client.post(`/api/incidents/${incident.id}/acts`, body);
  if (answer.status !== 200)
    throw new Error(`${String(body.act)}: ${answer.status} ${answer.text}`);
  return answer.body;
}
async function photo(tint: number): Promise<string> {
  const answer = await server.anonymous.upload("/api/files", {
    content: await aPhoto(undefined, tint),
    name: "a.jpg",
    type: "image/jpeg",
  });
  return answer.body.id;
}

/** Verified, dispatched, done, checked by the grid worker and closed, with a phone number in the handler's words. */
async function finish(receipt: Receipt, place: Place) {
  const worker = await server.signIn(`${place.grid}-worker`);
  await act(dispatcher, receipt, { act: "verify", result: "confirmed" });
  const sentOut = await act(dispatcher, receipt, { act: "dispatch", lead: "500103001/MS09" });
  const workOrder = sentOut.workOrders[0].id;
  await act(holder, receipt, { act: "accept", workOrder });
  const before = await photo(51);
  await act(holder, receipt, {
    act: "feedback",
    workOrder,
    result: "井盖已更换，联系人 13987654321",
    before: [before],
    after: [await photo(52)],
  });
  await act(worker, receipt, { act: "recheck", passed: true });
  return act(dispatcher, receipt, { act: "close" });
}

test("progress is told in plain words, without a name or a number of anybody", async () => {
  const place = await freshPlace();
  const receipt = await sent(
    server.anonymous,
    aReport({
      ...at(place),
      files: [await photo(50)],
      address: "捍卫路3号",
      reporter: { name: "乔小满", phone: "13912345678" },
    }),
  );

  const first = await progress(receipt);
  await finish(receipt, place);
  const last = await progress(receipt);

  expect(first).toMatchObject({
    number: receipt.number,
    statusText: "正在核实",
    categoryName: "井盖破损",
    place: "捍卫路3号",
    promisedAt: receipt.promisedAt,
    answer: null,
    mayRate: false,
  });
  expect(last.steps.map(({ text }: { text: string }) => text)).toEqual([
    `已收到您的上报，编号 ${receipt.number}`,
    "已安排核实情况",
    "已核实属实",
    "已交办承办单位",
    "承办单位已接单",
    "已处理，等待他人核查",
    "核查完成",
    "已办结",
  ]);
  expect(last).toMatchObject({
    statusText: "已办结",
    answer: "井盖已更换，联系人 ****",
    mayRate: true,
  });
  expect(JSON.stringify(last)).not.toMatch(/乔小满|139\d{8}/);
});

test("photos of the work are shown when it was checked, those of other reporters never", async () => {
  const place = await freshPlace();
  const mine = await sent(server.anonymous, aReport({ ...at(place), files: [await photo(55)] }));
  const others = await sent(server.anonymous, aReport({ ...at(place), files: [await photo(56)] }));
  expect(others.incident.id).toBe(mine.incident.id);

  const early = await progress(mine);
  await finish(mine, place);
  const late = await progress(mine);

  expect([early.before.length, early.after.length]).toEqual([1, 0]);
  expect([late.before.length, late.after.length]).toEqual([2, 1]);
  expect((await server.anonymous.get(late.after[0])).status).toBe(200);
});

test("the result is rated once by each receipt", async () => {
  const place = await freshPlace();
  const [one, two] = [
    await sent(server.anonymous, aReport(at(place))),
    await sent(server.anonymous, aReport(at(place))),
  ];
  await finish(one, place);
  const rate = (receipt: Receipt, stars: number) =>
    server.anonymous.post(`/api/receipts/${receipt.number}/ratings`, {
      token: receipt.token,
      satisfied: stars > 2,
      stars,
      comment: "很快",
    });

  const answers = [await rate(one, 5), await rate(one, 1), await rate(two, 2)];

  expect(answers.map(({ status }) => status)).toEqual([200, 409, 200]);
  expect(await progress(one)).toMatchObject({
    rated: { stars: 5, satisfied: true, comment: "很快" },
    mayRate: false,
  });
  expect(await progress(two)).toMatchObject({ rated: { stars: 2, satisfied: false } });
});

test("whoever rated the result as unsatisfactory has it taken up again, nobody else", async () => {
  const place = await freshPlace();
  const [unhappy, happy] = [
    await sent(server.anonymous, aReport(at(place))),
    await sent(server.anonymous, aReport(at(place))),
  ];
  await finish(unhappy, place);
  const rate = ({ number, token }: Receipt, stars: number) =>
    server.anonymous.post(`/api/receipts/${number}/ratings`, {
      token,
      satisfied: stars > 2,
      stars,
    });
  const reopen = ({ number, token }: Receipt) =>
    server.anonymous.post(`/api/receipts/${number}/reopenings`, { token, reason: "井盖又松了" });

  const unrated = await reopen(unhappy);
  await rate(happy, 5);
  const satisfied = await reopen(happy);
  const rated = await rate(unhappy, 1);
  const reopened = await reopen(unhappy);
  const seen = await officer.get(`/api/incidents/${unhappy.incident.id}`);

  expect([unrated.status, satisfied.status]).toEqual([403, 403]);
  expect([rated.body.mayReopen, (await progress(happy)).mayReopen]).toEqual([true, false]);
  expect(reopened.body).toMatchObject({ statusText: "已重新办理", mayReopen: false });
  expect(seen.body.status).toBe("reopened");
  expect(JSON.stringify(seen.body.timeline)).toContain("井盖又松了");
});

test("a refusal gives its reason and takes one appeal", async () => {
  const receipt = await sent(server.anonymous, aReport(at(await freshPlace())));
  await act(dispatcher, receipt, { act: "reject", reason: "不属于本镇街管辖，请拨打 02312345678" });
  const appeal = (reason: string) =>
    server.anonymous.post(`/api/receipts/${receipt.number}/appeals`, {
      token: receipt.token,
      reason,
    });

  const refused = await progress(receipt);
  const first = await appeal("就在社区里面");
  await act(officer, receipt, { act: "reject", reason: "经复核仍不属管辖" });
  const second = await appeal("再看看");

  expect(refused).toMatchObject({
    statusText: "未予受理",
    answer: "不属于本镇街管辖，请拨打 ****",
    mayAppeal: true,
  });
  expect(first.body).toMatchObject({ statusText: "正在核实", mayAppeal: false });
  expect(second.status).toBe(409);
});

test("a receipt of a merged report follows the main incident", async () => {
  const place = await freshPlace();
  const main = await sent(server.anonymous, aReport(at(place)));
  const away = await sent(
    server.anonymous,
    aReport({
      ...at(place),
      category: "050103",
      text: "车子一压就哐当响整晚睡不着",
      clientId: crypto.randomUUID(),
      position: { lon: place.lon, lat: place.lat + 0.0008 },
    }),
  );
  expect(away.incident.id).not.toBe(main.incident.id);

  await act(dispatcher, away, { act: "merge", into: main.incident.id, reason: "同一个井盖" });

  expect(await progress(away)).toMatchObject({
    number: away.number,
    categoryName: "井盖破损",
    statusText: "正在核实",
  });
});

test("nobody opens a receipt without its token, and a wrong number looks like a wrong token", async () => {
  const place = await freshPlace();
  const [mine, other] = [
    await sent(server.anonymous, aReport(at(place))),
    await sent(server.anonymous, aReport(at(place))),
  ];
  const ask = async (number: string, token: string) => {
    const { status, body } = await server.anonymous.get(`/api/receipts/${number}?token=${token}`);
    return { status, detail: body.detail };
  };

  const wrongToken = await ask(mine.number, other.token);
  const wrongNumber = await ask(
    mine.number.replace(/\d$/, (digit) => String((Number(digit) + 5) % 10)),
    mine.token,
  );
  const noNumber = await ask("HZ-1", mine.token);

  expect(wrongToken).toMatchObject({ status: 404, detail: expect.stringContaining("回执") });
  expect(wrongNumber).toEqual(wrongToken);
  expect(noNumber).toEqual(wrongToken);
  expect(mine.token).toMatch(/^[\w-]{43}$/);
  expect(mine.url).toBe(`/r/receipts/${mine.number}#${mine.token}`);
});

test("the database holds no token", async () => {
  const receipt = await sent(server.anonymous, aReport(at(await freshPlace())));

  const rows = await Promise.all([
    server.owner.selectFrom("reports").selectAll().execute(),
    server.owner.selectFrom("idempotency_keys").selectAll().execute(),
    server.owner.selectFrom("timeline").selectAll().execute(),
  ]);

  expect(JSON.stringify(rows)).toContain(receipt.number);
  expect(JSON.stringify(rows)).not.toContain(receipt.token);
});

test("an open receipt hears of a change, and a stranger hears nothing", async () => {
  const receipt = await sent(server.anonymous, aReport(at(await freshPlace())));
  const address = await server.app.listen({ port: 0, host: "127.0.0.1" });
  const stranger = await fetch(
    `${address}/api/receipts/${receipt.number}/events?token=${"a".repeat(43)}`,
  );
  const response = await fetch(
    `${address}/api/receipts/${receipt.number}/events?token=${receipt.token}`,
  );
  const events = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const next = async (name: string): Promise<void> => {
    for (let heard = ""; !heard.includes(`event: ${name}\n`);)
      heard += (await events.read()).value ?? "";
  };

  await next("ready");
  await act(dispatcher, receipt, { act: "verify", result: "confirmed" });
  await next("message");
  await events.cancel();

  expect(stranger.status).toBe(404);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
});
