import { hash } from "node:crypto";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { v7 } from "uuid";
import type { TestServer } from "../../platform/testing/server.ts";
import { handleSignals } from "./alarm-job.ts";
import type { SignalKind } from "./rule-tables.ts";

/** 捍卫路社区第一网格 of 七星岗街道, where most demo staff of the tests work. */
export const town = "500103001";
export const grid = "500103001017001";

export type TestDevice = { id: string; number: number; code: string };

type DeviceOptions = {
  unit?: string;
  place?: string;
  gateway?: string;
  lon?: number;
  lat?: number;
  family?: string;
  maintenanceUntil?: Date;
};

let serial = 0;

/** A device as the registry writes it. */
export async function aDevice(
  server: TestServer,
  profile: string,
  { unit = grid, place = "", gateway, lon, lat, family, maintenanceUntil }: DeviceOptions = {},
): Promise<TestDevice> {
  const id = v7();
  serial += 1;
  const code = `T${serial}-${id.slice(-6)}`;
  const at = new Date(server.context.now());
  const { number } = await server.owner
    .insertInto("devices")
    .values({
      district: unit.slice(0, 6),
      id,
      code,
      name: `试验设备${serial}`,
      profile,
      unit,
      town: unit.slice(0, 9),
      lon: lon ?? null,
      lat: lat ?? null,
      address: place ? `${place}1号` : `试验路${serial}号`,
      place,
      gateway: gateway ?? null,
      family_phone_enc: family ? server.context.secrets.seal(family) : null,
      maintenance_until: maintenanceUntil ?? null,
      maintenance_reason: maintenanceUntil ? "检修" : null,
      created_at: at,
      updated_at: at,
    })
    .returning("number")
    .executeTakeFirstOrThrow();
  return { id, number, code };
}

type SignalOptions = {
  rule: string;
  kind?: SignalKind;
  level?: Urgency | null;
  value?: number;
  threshold?: number;
  at?: number;
  district?: string;
};

/** What ingest writes with the readings. Ids grow in the order of the calls. */
export async function aSignal(
  server: TestServer,
  device: Pick<TestDevice, "number">,
  {
    rule,
    kind = "raise",
    level = "red",
    value = 1200,
    threshold = 1000,
    at,
    district,
  }: SignalOptions,
): Promise<string> {
  const id = v7();
  const now = server.context.now();
  await server.owner
    .insertInto("alarm_signals")
    .values({
      district: district ?? "500103",
      id,
      device: device.number,
      rule,
      kind,
      level: kind === "clear" ? null : level,
      value,
      threshold,
      at: new Date(at ?? now),
      decided_at: new Date(now),
    })
    .execute();
  return id;
}

export async function signalled(
  server: TestServer,
  device: Pick<TestDevice, "number">,
  options: SignalOptions,
): Promise<void> {
  await aSignal(server, device, options);
  await handleSignals(server.context);
}

export const alarmsOf = (server: TestServer, device: Pick<TestDevice, "number">) =>
  server.owner
    .selectFrom("alarms")
    .selectAll()
    .where("device", "=", device.number)
    .orderBy("raised_at")
    .execute();

export async function alarmOf(server: TestServer, device: Pick<TestDevice, "number">) {
  const [alarm, ...more] = await alarmsOf(server, device);
  if (!alarm || more.length) throw new Error(`${more.length + (alarm ? 1 : 0)} alarms`);
  return alarm;
}

export const stepsOf = async (server: TestServer, id: string): Promise<string[]> =>
  (
    await server.owner
      .selectFrom("alarm_steps")
      .select("act")
      .where("alarm", "=", id)
      .orderBy("seq")
      .execute()
  ).map(({ act }) => act);

export const incidentRow = (server: TestServer, id: string | null) =>
  server.owner
    .selectFrom("incidents")
    .selectAll()
    .where("id", "=", id ?? "")
    .executeTakeFirstOrThrow();

export const timelineOf = async (server: TestServer, incident: string | null) =>
  (
    await server.owner
      .selectFrom("timeline")
      .select(["act", "detail"])
      .where("incident", "=", incident ?? "")
      .orderBy("seq")
      .execute()
  ).map(({ act, detail }) => ({ act, text: String((detail as { text?: unknown }).text) }));

export const countIncidents = async (server: TestServer): Promise<number> =>
  (
    await server.owner
      .selectFrom("incidents")
      .select("id")
      .where("status", "<>", "merged")
      .execute()
  ).length;

/** Pop-ups the live log carries, by act. */
export async function popups(server: TestServer): Promise<string[]> {
  const rows = await server.owner
    .selectFrom("live_log")
    .select(["act", "payload"])
    .where("kind", "=", "alarm")
    .execute();
  return rows
    .filter(({ payload }) => (payload as { popup?: boolean } | null)?.popup)
    .map(({ act }) => act);
}

/** Who has a notice of an alarm or incident, by user name. */
export async function toldOf(server: TestServer, incident: string | null): Promise<Set<string>> {
  const rows = await server.owner
    .selectFrom("notices")
    .innerJoin("accounts", "accounts.id", "notices.account")
    .select("username")
    .where("notices.incident", "=", incident ?? "")
    .execute();
  return new Set(rows.map(({ username }) => username));
}

/** A contact with a number that is nobody's. */
export async function aContact(
  server: TestServer,
  party: string,
  step: number,
  unit = "500103",
): Promise<void> {
  await server.owner
    .insertInto("outside_contacts")
    .values({
      district: unit.slice(0, 6),
      id: v7(),
      unit,
      party,
      name: `${party} ${step}`,
      phone_enc: server.context.secrets.seal(`000-${hash("sha1", party).slice(0, 4)}`),
      step,
    })
    .execute();
}
