import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { intakeHooks } from "./intake-hooks.ts";
import { aReport, at, placeIn, sent } from "./intake-testing.ts";

let server: TestServer;
const texts: { phone: string; text: string }[] = [];
let wired: typeof intakeHooks.sendText = null;
beforeAll(async () => {
  server = await startTestServer();
  wired = intakeHooks.sendText;
  intakeHooks.sendText = async (_tx, _context, message) => {
    texts.push(message);
    return { simulated: false };
  };
});
afterEach(() => server.setNow(undefined));
afterAll(async () => {
  intakeHooks.sendText = wired;
  await server.close();
});

const minute = 60_000;
const ask = (phone: string) => server.anonymous.post("/api/phone-codes", { phone });
const prove = (phone: string, code: string) =>
  server.anonymous.post("/api/phone-codes/verifications", { phone, code });
const lastCode = () => /验证码 (\d{6})/.exec(texts.at(-1)!.text)![1]!;
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

test("the right code proves the phone, and the report says it is verified", async () => {
  const phone = "13900000011";
  expect((await ask(phone)).body).toEqual({ simulated: false });
  const { body } = await prove(phone, lastCode());

  const receipt = await sent(
    server.anonymous,
    aReport({ ...at(await placeIn(server)), reporter: { phone, phoneProof: body.proof } }),
  );

  const row = await server.owner
    .selectFrom("reports")
    .select("phone_verified")
    .where("number", "=", receipt.number)
    .executeTakeFirstOrThrow();
  expect(row.phone_verified).toBe(true);
});

test("a proof is of one phone and for two hours", async () => {
  const phone = "13900000012";
  await ask(phone);
  const { proof } = (await prove(phone, lastCode())).body;
  const verified = async (body: Record<string, unknown>) => {
    const receipt = await sent(
      server.anonymous,
      aReport({ ...at(await placeIn(server, "500103001", 9)), reporter: body }),
    );
    return (
      await server.owner
        .selectFrom("reports")
        .select("phone_verified")
        .where("number", "=", receipt.number)
        .executeTakeFirstOrThrow()
    ).phone_verified;
  };

  expect(await verified({ phone: "13900000099", phoneProof: proof })).toBe(false);
  server.setNow(Date.now() + 121 * minute);
  expect(await verified({ phone, phoneProof: proof })).toBe(false);
});

test("a code works once, for ten minutes, and stands five tries", async () => {
  const [once, late, guessed] = ["13900000021", "13900000022", "13900000023"];
  await ask(once);
  const code = lastCode();
  expect([(await prove(once, code)).status, (await prove(once, code)).status]).toEqual([200, 400]);

  await ask(late);
  server.setNow(Date.now() + 11 * minute);
  expect((await prove(late, lastCode())).status).toBe(400);
  server.setNow(undefined);

  await ask(guessed);
  const right = lastCode();
  const guesses = await Promise.all(Array.from({ length: 5 }, () => prove(guessed, wrong(right))));
  expect(guesses.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  expect((await prove(guessed, right)).status).toBe(400);
});

test("codes are sent once a minute and five times an hour", async () => {
  const phone = "13900000031";
  const start = Date.now();
  const statuses: number[] = [];
  for (const passed of [0, 0.5, 1.1, 2.2, 3.3, 4.4, 5.5, 66]) {
    server.setNow(start + passed * minute);
    statuses.push((await ask(phone)).status);
  }

  expect(statuses).toEqual([200, 429, 200, 200, 200, 200, 429, 200]);
});

test("two who ask for one phone at once get one message", async () => {
  const before = texts.length;

  const answers = await Promise.all([ask("13900000041"), ask("13900000041")]);

  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 429]);
  expect(texts).toHaveLength(before + 1);
});

test("neither code nor phone lies in the table", async () => {
  const phone = "13900000051";
  await ask(phone);

  const rows = JSON.stringify(await server.owner.selectFrom("phone_codes").selectAll().execute());
  expect(rows).not.toContain(phone);
  expect(rows).not.toContain(lastCode());
});

test("a code that no gateway carries says so", async () => {
  const own = intakeHooks.sendText;
  intakeHooks.sendText = wired;
  const answer = await ask("13900000071");
  intakeHooks.sendText = own;

  expect(answer.body).toEqual({ simulated: true });
});

test("without a message adapter it is said so, and a landline is refused", async () => {
  const own = intakeHooks.sendText;
  intakeHooks.sendText = null;
  const answer = await ask("13900000061");
  intakeHooks.sendText = own;

  expect(answer.status).toBe(503);
  expect((await ask("02312345678")).status).toBe(400);
});
