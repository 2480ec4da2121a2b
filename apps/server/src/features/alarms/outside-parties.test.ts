import { AlarmDetail } from "@gezhi/contract/alarms.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Client, TestServer } from "../../platform/testing/server.ts";
import { type AlarmDesk, openAlarmDesk } from "./alarm-desk-testing.ts";
import { aContact, aDevice, alarmOf, signalled, town } from "./alarm-testing.ts";
import { seedDemoContacts } from "./demo-contacts-seed.ts";

let alarms: AlarmDesk;
let here: TestServer;
let desk: Client;
beforeAll(async () => {
  alarms = await openAlarmDesk();
  ({ here, desk } = alarms);
});
beforeEach(() => alarms.settle());
afterAll(() => here?.close());

describe("outside parties", () => {
  test("a gateway's answer and a dispatcher's word both stop the clock", async () => {
    for (const party of ["ambulance", "doctor"]) await aContact(here, party, 1, town);
    const device = await aDevice(here, "SE33", { place: "急救路1号" });
    await signalled(here, device, { rule: "SE33", value: 40, threshold: 40 });
    const { id } = await alarmOf(here, device);
    const call = await here.owner
      .selectFrom("outside_calls")
      .select("id")
      .where("alarm", "=", id)
      .where("party", "=", "ambulance")
      .executeTakeFirstOrThrow();

    const answer = { key: call.id, accepted: true };
    expect((await here.anonymous.post("/api/outside-calls/answers", answer)).status).toBe(204);
    expect((await here.anonymous.post("/api/outside-calls/answers", answer)).status).toBe(404);
    const taken = await desk.post(`/api/alarms/500103-${id}/accepted-calls`, { party: "doctor" });
    const { calls } = AlarmDetail.parse(taken.body);
    const status = (party: string) => calls.find((one) => one.party === party)?.status;
    expect([status("ambulance"), status("doctor")]).toEqual(["accepted", "accepted"]);
    expect(
      (await desk.post(`/api/alarms/500103-${id}/accepted-calls`, { party: "doctor" })).status,
    ).toBe(409);
  });

  test("a demo has whom to call in every district, with numbers that nobody has", async () => {
    const count = await seedDemoContacts(here.owner, here.context.secrets);
    expect(await seedDemoContacts(here.owner, here.context.secrets)).toBe(count);
    const rows = await here.owner
      .selectFrom("outside_contacts")
      .select(["phone_enc", "unit"])
      .where("name", "like", "演示%")
      .execute();
    expect(rows).toHaveLength(count);
    expect(
      rows.every(({ phone_enc }) => here.context.secrets.open(phone_enc).startsWith("000-")),
    ).toBe(true);
  });

  test("contacts are kept by officers, shown with masked numbers, and logged", async () => {
    const officer = await here.signIn(`${town}-duty-officer-1`);
    const contact = {
      unit: town,
      party: "gas",
      name: "试验抢修班",
      phone: "000-7654321",
      order: 2,
    };
    expect((await desk.post("/api/outside-contacts", contact)).status).toBe(403);
    const made = await officer.post("/api/outside-contacts", contact);
    expect(made).toMatchObject({ status: 201, body: { phone: "****4321", order: 2 } });

    const changed = await officer.put(`/api/outside-contacts/${made.body.id}`, {
      ...contact,
      name: "试验抢修二班",
    });
    expect(changed.body.name).toBe("试验抢修二班");
    const list = (await desk.get(`/api/outside-contacts?unit=${town}`)).body.items;
    expect(list.map(({ name }: { name: string }) => name)).toContain("试验抢修二班");
    // A village is shown whom its alarms call: its own, its town's and its district's.
    const below = (await desk.get(`/api/outside-contacts?unit=${town}001`)).body.items;
    expect(below.map(({ name }: { name: string }) => name)).toContain("试验抢修二班");
    expect(
      (await officer.post("/api/outside-contacts", { ...contact, unit: "500103003" })).status,
    ).toBe(403);
    expect((await officer.delete(`/api/outside-contacts/${made.body.id}`)).status).toBe(204);
    expect((await officer.delete(`/api/outside-contacts/${made.body.id}`)).status).toBe(404);
    const log = await here.owner
      .selectFrom("audit_log")
      .select("act")
      .where("subject", "=", made.body.id)
      .execute();
    expect(log.map(({ act: name }) => name).toSorted()).toEqual([
      "unit.contact.add",
      "unit.contact.change",
      "unit.contact.remove",
    ]);
  });
});
