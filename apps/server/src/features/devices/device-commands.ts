import { hash, randomBytes } from "node:crypto";
import type { SaveDevice } from "@gezhi/contract/devices.ts";
import { type DeviceId, deviceId, keyOf } from "@gezhi/contract/ids.ts";
import { telemetryTopic } from "@gezhi/contract/telemetry.ts";
import { v7 } from "uuid";
import { lockKey, read, write, type Tx } from "../../platform/database/scope.ts";
import {
  conflict,
  forbidden,
  invalid,
  notFound,
  type FieldError,
} from "../../platform/problems.ts";
import type { Secrets } from "../../platform/secrets.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { countReveal } from "../identity/sign-in-commands.ts";
import type { Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import { listDevice } from "../search/search-entry-commands.ts";
import { deviceScope, mayAdminister, mayReveal, mayRevealPlace } from "./device-access-rules.ts";
import { columnsOf, personOf, savedOf } from "./device-columns.ts";
import {
  findByCode,
  findDevice,
  findSeenDevice,
  insertDevice,
  lockDevice,
  setDevice,
  type DeviceRow,
} from "./device-queries.ts";
import { endOpen, findOpen, forgetNames } from "./handout-queries.ts";

type Deps = Pick<Context, "db" | "now" | "secrets" | "units" | "configuration" | "hint" | "config">;
type Act =
  | "create"
  | "edit"
  | "retire"
  | "renewPassword"
  | "maintain"
  | "endMaintenance"
  | "handOut"
  | "takeBack";

/** What is wrong with a device where it is to stand, beyond its schema. */
export function deviceFaults(
  { units, configuration, now }: Deps,
  device: SaveDevice,
): FieldError[] {
  const faults: FieldError[] = [];
  const unit = units.find(device.unit);
  if (!unit || unit.validTo)
    faults.push({
      path: "unit",
      message: `没有单位 ${device.unit}，请填写现行的镇街、村社或网格编码`,
    });
  else if (device.unit.length < 9)
    faults.push({ path: "unit", message: "设备要落到镇街、村社或网格，不能只填区县或市" });
  if (device.position && !units.locate(device.position.lon, device.position.lat))
    faults.push({ path: "position", message: "经纬度不在本市范围内，请核对（WGS-84）" });
  if (unit) {
    const { profiles } = configuration.current("deviceProfiles", device.unit).content;
    const { rules } = configuration.current("alarmRules", device.unit).content;
    if (!profiles.some(({ code }) => code === device.profile))
      faults.push({ path: "profile", message: `没有设备类型 ${device.profile}` });
    for (const code of Object.keys(device.overrides))
      if (!rules.some((rule) => rule.code === code && rule.profile === device.profile))
        faults.push({
          path: "overrides",
          message: `设备类型 ${device.profile} 没有告警规则 ${code}`,
        });
  }
  if (device.consentAt && Date.parse(device.consentAt) > now())
    faults.push({ path: "consentAt", message: "同意日期不能晚于今天" });
  return faults;
}

/** A position says the grid better than a form does; without one the stated unit stands. */
export function settled({ units }: Pick<Deps, "units">, device: SaveDevice): SaveDevice {
  const { position } = device;
  const grid = position && units.locate(position.lon, position.lat);
  return grid?.startsWith(device.unit) ? { ...device, unit: grid } : device;
}

/** The answer is the only place where the password ever stands. */
export async function createDevice(
  context: Deps,
  viewer: Viewer,
  asked: SaveDevice,
): Promise<{ id: DeviceId; password: string }> {
  const device = settled(context, asked);
  refuse(context, viewer, device);
  const password = randomBytes(18).toString("base64url");
  const key = { district: device.unit.slice(0, 6), id: v7() };
  await write(
    context.db,
    "system",
    async (tx) => {
      if (await findByCode(tx, device.code))
        throw conflict(`设备编码 ${device.code} 已被使用，请换一个`);
      await refuseGateway(tx, device);
      const at = new Date(context.now());
      const row = await insertDevice(tx, {
        ...key,
        ...columnsOf(context.secrets, device),
        password_hash: passwordHash(password),
        created_at: at,
        updated_at: at,
      });
      await record(tx, viewer, "create", row);
    },
    { locks: [lockKey(`device ${device.code}`)] },
  );
  context.hint();
  return { id: deviceId(key), password };
}

export async function editDevice(
  context: Deps,
  viewer: Viewer,
  id: DeviceId,
  asked: SaveDevice,
): Promise<void> {
  const device = settled(context, asked);
  refuse(context, viewer, device);
  await change(context, viewer, id, "edit", async (tx, row) => {
    if (device.code !== row.code)
      throw invalid("设备编码不能修改；更换设备请停用旧设备、登记新设备");
    if (!device.unit.startsWith(row.district))
      throw invalid("设备不能移到另一个区县；请停用后在新区县重新登记");
    await refuseGateway(tx, device);
    const known = withKnownPerson(context.secrets, row, device);
    return columnsOf(context.secrets, device.placeKept ? withKnownPlace(row, known) : known);
  });
}

/** Whoever edits a device does not see the person: what the form leaves out stays, an empty text removes it. */
const withKnownPerson = (secrets: Secrets, row: DeviceRow, device: SaveDevice): SaveDevice => ({
  ...device,
  protects: { ...savedOf(secrets, row).protects, ...device.protects },
});

/** Whoever does not see where it is leaves that out: what was there stays. */
export const withKnownPlace = (row: DeviceRow, device: SaveDevice): SaveDevice => ({
  ...device,
  position:
    device.position ??
    (row.lon !== null && row.lat !== null ? { lon: row.lon, lat: row.lat } : null),
  address: device.address || row.address,
  protects: { ...device.protects, place: device.protects.place || row.place },
});

export const retireDevice = (context: Deps, viewer: Viewer, id: DeviceId, reason: string) =>
  change(
    context,
    viewer,
    id,
    "retire",
    async (tx, row) => {
      const at = new Date(context.now());
      await endOpen(tx, row, { ended_at: at, ended_how: "retired", ended_by_name: viewer.name });
      return { retired_at: at, password_hash: null };
    },
    reason,
  );

/** The old password ends at once. */
export async function renewPassword(context: Deps, viewer: Viewer, id: DeviceId) {
  const password = randomBytes(18).toString("base64url");
  const row = await change(context, viewer, id, "renewPassword", async () => ({
    password_hash: passwordHash(password),
  }));
  return { username: row.code, password, topic: telemetryTopic(row.unit, row.code) };
}

const longestMaintenanceDays = 30;
/** Alarms of a device under maintenance stay on record and shout at nobody. */
export async function maintainDevice(
  context: Deps,
  viewer: Viewer,
  id: DeviceId,
  { until, reason }: { until: string; reason: string },
): Promise<void> {
  const ahead = Date.parse(until) - context.now();
  if (ahead <= 0) throw invalid("检修结束时间要晚于现在");
  if (ahead > longestMaintenanceDays * 86_400_000)
    throw invalid(`一次检修最长 ${longestMaintenanceDays} 天；更久请停用设备`);
  await change(
    context,
    viewer,
    id,
    "maintain",
    async () => ({ maintenance_until: new Date(until), maintenance_reason: reason }),
    reason,
  );
}

export const endMaintenance = (context: Deps, viewer: Viewer, id: DeviceId) =>
  change(context, viewer, id, "endMaintenance", async () => ({
    maintenance_until: null,
    maintenance_reason: null,
  }));

/** The entry is committed before the value leaves: nothing is shown that is not on record. */
export async function revealPerson(context: Deps, viewer: Viewer, id: DeviceId, reason: string) {
  const row = await read(context.db, deviceScope(viewer), (tx) => findDevice(tx, keyOf(id)));
  if (!row) throw notFound("这台设备");
  const worst = row.worst as "red" | "orange" | "yellow" | "blue" | null;
  if (!mayReveal(viewer, { unit: row.unit, worst }))
    throw forbidden(
      "您的岗位只有在红色、橙色告警期间才能查看，或请由网格员、社区、养老助残岗联系本人",
    );
  await putOnRecord(context, viewer, { act: "reveal.device", id, reason }, row);
  return personOf(context.secrets, row);
}

/** Where a person's device is, for who keeps the registry of the place. */
export async function revealPlace(context: Deps, viewer: Viewer, id: DeviceId, reason: string) {
  const row = await read(context.db, deviceScope(viewer), (tx) =>
    findSeenDevice(tx, keyOf(id), viewer),
  );
  if (!row) throw notFound("这台设备");
  if (row.place_shown) return row;
  if (!mayRevealPlace(viewer, row.unit))
    throw forbidden("您的岗位不能查看这台设备的具体位置：请由网格员、社区、养老助残岗或值班长查看");
  await putOnRecord(context, viewer, { act: "reveal.devicePlace", id, reason }, row);
  return row;
}

async function putOnRecord(
  context: Deps,
  viewer: Viewer,
  { act, id, reason }: { act: `reveal.${string}`; id: DeviceId; reason: string },
  { district, unit }: { district: string; unit: string },
): Promise<void> {
  await countReveal(context, viewer);
  await write(context.db, "system", (tx) =>
    recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act,
      subject: id,
      reason,
      district,
      unit,
    }),
  );
}

export const knownPerson = ({ secrets }: Pick<Context, "secrets">, row: DeviceRow) =>
  personOf(secrets, row);

/**
 * Consent was withdrawn: in the caller's transaction the person's data goes, and readings of a personal profile are
 * refused from then on.
 */
export async function forgetPerson(
  tx: Tx,
  { now }: Pick<Context, "now">,
  viewer: Viewer,
  key: { district: string; id: string },
): Promise<void> {
  const row = await lockDevice(tx, key);
  if (!row || row.person_name_enc === null) return;
  const at = new Date(now());
  const open = await findOpen(tx, row);
  await forgetNames(tx, row, [
    row.person_name_enc,
    ...(open?.person_name_enc ? [open.person_name_enc] : []),
  ]);
  await endOpen(tx, row, { ended_at: at, ended_how: "withdrawn", ended_by_name: viewer.name });
  const next = await setDevice(tx, row, {
    person_name_enc: null,
    person_age: null,
    family_name_enc: null,
    family_phone_enc: null,
    consent_at: null,
    updated_at: at,
  });
  await record(tx, viewer, "edit", next, "本人或监护人撤回同意");
}

/** Hexadecimal, as ingest reads it. */
export const passwordHash = (password: string): string => hash("sha256", password, "hex");

function refuse(context: Deps, viewer: Viewer, device: SaveDevice): void {
  if (!mayAdminister(viewer, device.unit))
    throw forbidden("设备由所在镇街的值班长、指挥长，区治理中心或系统管理员登记");
  const faults = deviceFaults(context, device);
  if (faults.length) throw invalid("设备信息有误，请按提示修改", faults);
}

async function refuseGateway(tx: Tx, { gateway, code }: SaveDevice): Promise<void> {
  if (gateway === null) return;
  const found = gateway === code ? undefined : await findByCode(tx, gateway);
  if (!found || found.retired_at)
    throw invalid("设备信息有误，请按提示修改", [
      { path: "gateway", message: `没有在用的网关设备 ${gateway}` },
    ]);
}

async function change(
  context: Deps,
  viewer: Viewer,
  id: DeviceId,
  act: Act,
  columns: (tx: Tx, row: DeviceRow) => Promise<Parameters<typeof setDevice>[2]>,
  reason?: string,
): Promise<DeviceRow> {
  const changed = await write(context.db, "system", async (tx) => {
    const row = await lockDevice(tx, keyOf(id));
    if (!row) throw notFound("这台设备");
    if (!mayAdminister(viewer, row.unit))
      throw forbidden("设备由所在镇街的值班长、指挥长，区治理中心或系统管理员管理");
    if (row.retired_at) throw conflict("这台设备已停用；需要时请重新登记");
    const set = await columns(tx, row);
    const next = await setDevice(tx, row, { ...set, updated_at: new Date(context.now()) });
    await record(tx, viewer, act, next, reason);
    return next;
  });
  context.hint();
  return changed;
}

export async function record(
  tx: Tx,
  viewer: Viewer,
  act: Act,
  row: DeviceRow,
  reason?: string,
): Promise<void> {
  const { district, unit, town } = row;
  await recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: `device.${act}`,
    subject: deviceId(row),
    reason,
    detail: { code: row.code },
    district,
    unit,
  });
  await listDevice(tx, row);
  await announce(tx, [{ kind: "device", subject: deviceId(row), act, town, parties: [unit] }]);
}
