import { alarmId } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { shiftAt } from "../duty/duty-rules.ts";
import { aDevice, alarmOf, grid, popups, signalled, stepsOf, town } from "./alarm-testing.ts";

const start = Date.parse("2026-11-26T09:00:00+08:00");
const minute = 60_000;
const dog = { rule: "VA10", level: "yellow", value: 1, threshold: 1 } as const;

let here: TestServer;
beforeEach(async () => {
  await here?.close();
  here = await startTestServer();
  here.setNow(start);
});
afterAll(() => here?.close());

const middle = () => {
  const { lon, lat } = here.context.units.find(grid)!;
  return { lon, lat };
};
const aCamera = (profile = "VA10") => aDevice(here, profile, { ...middle(), place: "滨江步道" });

/** On the roster of this shift, with a place `metres` north of the camera. */
async function onDutyAt(duty: string, username: string, metres: number): Promise<Client> {
  const person = await here.signIn(username);
  const { account } = (await person.get("/api/session")).body;
  const { day, shift } = shiftAt(here.context.now());
  await sql`insert into duty_shifts (district, unit, day, shift, duty, account)
    values (left(${town}, 6), ${town}, ${day}::date, ${shift}, ${duty}, ${account}::uuid)`.execute(
    here.owner,
  );
  await send(person, metres);
  return person;
}

async function send(person: Client, metres: number): Promise<void> {
  const { lon, lat } = middle();
  const position = { lon, lat: lat + metres / 111_320 };
  const { status, body, text } = await person.put("/api/positions/mine", {
    position,
    accuracyM: 10,
  });
  if (status !== 200 || body.reason === null) throw new Error(text);
}

const noticesOf = async (incident: string | null) =>
  here.owner
    .selectFrom("notices")
    .innerJoin("accounts", "accounts.id", "notices.account")
    .select(["username", "body"])
    .where("notices.incident", "=", incident ?? "")
    .execute();

/** What the called read: how far it is. */
const calledFor = async (incident: string | null): Promise<string[]> =>
  (await noticesOf(incident))
    .filter(({ body }) => body.includes("您离得最近"))
    .map(({ username }) => username);

const callStep = async (alarm: string): Promise<string> =>
  (
    await here.owner
      .selectFrom("alarm_steps")
      .select("text")
      .where("alarm", "=", alarm)
      .where("act", "=", "call")
      .executeTakeFirstOrThrow()
  ).text;

describe("an alarm that names the nearest on duty (R4)", () => {
  test("calls whoever stands nearest, tells them how far it is, and leaves the others alone", async () => {
    await onDutyAt("PA05", `${town}-PA05-a`, 900);
    const near = await onDutyAt("PA06", `${town}-PA06-a`, 120);
    const camera = await aCamera();

    await signalled(here, camera, dog);

    const alarm = await alarmOf(here, camera);
    expect(await calledFor(alarm.incident)).toEqual([`${town}-PA06-a`]);
    const [notice] = (await noticesOf(alarm.incident)).filter(({ body }) =>
      body.includes("您离得最近"),
    );
    expect(notice?.body).toContain("地点：滨江步道，您离得最近（直线 120 米");
    expect(await callStep(alarm.id)).toMatch(
      /^已通知最近的值守人员：七星岗街道.+（直线 120 米，估计 \d+ 分钟到场）$/,
    );
    const said = async (person: Client): Promise<string> =>
      (await person.get(`/api/alarms/${alarmId(alarm)}`)).body.steps
        .map(({ text }: { text: string }) => text)
        .join("");
    expect(await said(near)).toContain("直线 120 米");
    expect(await said(await here.signIn(`${town}-PA05-a`))).toBe("");
  });

  test("calls two where two are asked for; red is an order for their posts", async () => {
    await onDutyAt("PA05", `${town}-PA05-a`, 900);
    await onDutyAt("PA06", `${town}-PA06-a`, 120);
    await onDutyAt("MS09", `${town}-MS09-a`, 500);
    const camera = await aCamera("VA01");

    await signalled(here, camera, { rule: "VA01", value: 1, threshold: 1 });

    const alarm = await alarmOf(here, camera);
    expect(await callStep(alarm.id)).toMatch(/直线 120 米.+、.+直线 500 米/);
    const orders = await here.owner
      .selectFrom("work_orders")
      .select("handler")
      .where("incident", "=", alarm.incident ?? "")
      .execute();
    const handlers = orders.map(({ handler }) => handler);
    expect(handlers).toEqual(expect.arrayContaining([`${town}/PA06`, `${town}/MS09`]));
    expect(handlers).not.toContain(`${town}/PA05`);
  });

  test("tells the grid's worker where nobody on duty lets a place be known, and says so", async () => {
    const camera = await aCamera();
    await signalled(here, camera, dog);

    const alarm = await alarmOf(here, camera);
    expect(await callStep(alarm.id)).toBe("没有值守人员共享位置，改为通知本网格网格员");
    expect((await noticesOf(alarm.incident)).map(({ username }) => username)).toContain(
      `${grid}-worker`,
    );
  });

  test("tells the grid's worker where the nearest is too far to be of help", async () => {
    await onDutyAt("PA05", `${town}-PA05-a`, 9000);
    const camera = await aCamera();
    await signalled(here, camera, dog);

    const alarm = await alarmOf(here, camera);
    expect(await callStep(alarm.id)).toMatch(
      /^最近的值守人员估计 \d+ 分钟才能到场，太远，改为通知本网格网格员$/,
    );
    expect(await calledFor(alarm.incident)).toEqual([]);
  });

  test("asks where people are at the moment of the alarm: a place that is minutes old counts no more", async () => {
    await onDutyAt("PA05", `${town}-PA05-a`, 100);
    here.setNow(start + 6 * minute);
    const camera = await aCamera();
    await signalled(here, camera, dog);

    const alarm = await alarmOf(here, camera);
    expect(await calledFor(alarm.incident)).toEqual([]);
    expect(await callStep(alarm.id)).toContain("没有值守人员共享位置");
  });

  test("does not call the desk, which has the pop-up", async () => {
    await onDutyAt("dispatcher", `${town}-dispatcher-1`, 50);
    const camera = await aCamera();
    await signalled(here, camera, dog);
    expect(await calledFor((await alarmOf(here, camera)).incident)).toEqual([]);
  });
});

test("in one window a dog that is seen again and again pops up once and calls once", async () => {
  await onDutyAt("PA05", `${town}-PA05-a`, 100);
  const camera = await aCamera();
  for (const turn of [0, 1, 2]) {
    here.setNow(start + turn * 2 * minute);
    await signalled(here, camera, dog);
    await signalled(here, camera, { ...dog, kind: "clear", at: here.context.now() + 1000 });
  }
  const alarm = await alarmOf(here, camera);
  expect(await popups(here)).toEqual(["raise"]);
  expect((await stepsOf(here, alarm.id)).filter((act) => act === "call")).toHaveLength(1);
  expect(await calledFor(alarm.incident)).toHaveLength(1);

  here.setNow(start + 11 * minute);
  await signalled(here, camera, { ...dog, level: "orange" });
  expect(await popups(here)).toEqual(["raise", "return"]);
});
