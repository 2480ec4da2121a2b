import type { DeviceImportResult, SaveDevice } from "@gezhi/contract/devices.ts";
import type { CoordinateSystem } from "@gezhi/contract/units.ts";
import canonicalize from "canonicalize";
import { v7 } from "uuid";
import { civilDateAt } from "../../platform/civil-date.ts";
import { converters } from "../../platform/coordinates.ts";
import { lockKey, write, type Tx } from "../../platform/database/scope.ts";
import { gently } from "../../platform/gently.ts";
import { forbidden } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { administersDevices, mayAdminister } from "./device-access-rules.ts";
import { columnsOf, savedOf } from "./device-columns.ts";
import { deviceFaults, record, settled, withKnownPlace } from "./device-commands.ts";
import { type DeviceLine, readDeviceFile } from "./device-file-rules.ts";
import { findByCodes, insertDevice, setDevice, type DeviceRow } from "./device-queries.ts";

/**
 * All or nothing: with a problem in any line nothing is changed, and every problem is named by its line. A cell for a
 * person that is left empty keeps what is there: exports do not carry persons. Devices that are new have no password
 * yet; theirs are made one by one or by their gateway.
 */
export async function importDevices(
  context: Context,
  viewer: Viewer,
  text: string,
  { dryRun, coordinates }: { dryRun: boolean; coordinates: CoordinateSystem },
): Promise<DeviceImportResult> {
  if (!administersDevices(viewer))
    throw forbidden("设备由所在镇街的值班长、指挥长，区治理中心或系统管理员登记");
  const { lines, problems } = await readDeviceFile(text, converters[coordinates]);
  for await (const { line, device } of gently(lines)) {
    if (!mayAdminister(viewer, device.unit))
      problems.push({ line, column: "单位", message: "不在您管理的范围内" });
    for (const { message } of deviceFaults(context, device))
      problems.push({ line, column: "", message });
  }
  const nothing = { dryRun, created: 0, changed: 0, unchanged: 0 };
  if (!lines.length) return { ...nothing, problems };
  const result = await write(
    context.db,
    "system",
    async (tx) => {
      const plan = await planOf(context, tx, lines);
      problems.push(...plan.problems);
      problems.sort((a, b) => a.line - b.line);
      const counts = {
        created: plan.created.length,
        changed: plan.changed.length,
        unchanged: plan.unchanged,
      };
      if (dryRun || problems.length)
        return { ...nothing, ...counts, problems: problems.slice(0, 500) };
      await apply(context, tx, viewer, plan);
      return { dryRun, ...counts, problems: [] };
    },
    { locks: [lockKey("device import")] },
  );
  if (!dryRun) context.hint();
  return result;
}

type Plan = {
  created: SaveDevice[];
  changed: { row: DeviceRow; device: SaveDevice }[];
  unchanged: number;
  problems: DeviceImportResult["problems"];
};

async function planOf(context: Context, tx: Tx, lines: readonly DeviceLine[]): Promise<Plan> {
  const gateways = lines.flatMap(({ device }) => device.gateway ?? []);
  const codes = [...new Set([...lines.map(({ device }) => device.code), ...gateways])];
  const known = new Map((await findByCodes(tx, codes)).map((row) => [row.code, row]));
  const inFile = new Set(lines.map(({ device }) => device.code));
  const plan: Plan = { created: [], changed: [], unchanged: 0, problems: [] };
  for await (const { line, device: stated } of gently(lines)) {
    const fault = (column: string, message: string) =>
      plan.problems.push({ line, column, message });
    const device = settled(context, stated);
    const { gateway } = device;
    const through = gateway === null ? undefined : known.get(gateway);
    if (gateway !== null && (through ? through.retired_at !== null : !inFile.has(gateway)))
      fault("网关", `没有在用的网关设备 ${gateway}`);
    const row = known.get(device.code);
    if (!row) plan.created.push(device);
    else if (row.retired_at) fault("编码", `${device.code} 已停用，不能再用这个编码`);
    else if (!device.unit.startsWith(row.district))
      fault("单位", "设备不能移到另一个区县；请停用后重新登记");
    else {
      const before = savedOf(context.secrets, row);
      const stated = {
        ...device,
        protects: { ...before.protects, ...given(device.protects) },
        consentAt: sameDate(before.consentAt, device.consentAt)
          ? before.consentAt
          : device.consentAt,
      };
      // A file of somebody who does not see where the person lives leaves that out.
      const ofPerson = row.person_name_enc !== null || row.consent_at !== null;
      const next = ofPerson ? withKnownPlace(row, stated) : stated;
      if (canonicalize(before) === canonicalize(JSON.parse(JSON.stringify(next))))
        plan.unchanged += 1;
      else plan.changed.push({ row, device: next });
    }
  }
  return plan;
}

/** A file gives the date only. */
const sameDate = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && civilDateAt(Date.parse(a)) === civilDateAt(Date.parse(b));

const given = (protects: SaveDevice["protects"]): SaveDevice["protects"] =>
  Object.fromEntries(
    Object.entries(protects).filter(([, value]) => value !== undefined),
  ) as SaveDevice["protects"];

async function apply(
  context: Context,
  tx: Tx,
  viewer: Viewer,
  { created, changed }: Plan,
): Promise<void> {
  const at = new Date(context.now());
  for (const device of created) {
    const row = await insertDevice(tx, {
      district: device.unit.slice(0, 6),
      id: v7(),
      ...columnsOf(context.secrets, device),
      created_at: at,
      updated_at: at,
    });
    await record(tx, viewer, "create", row);
  }
  for (const { row, device } of changed) {
    const next = await setDevice(tx, row, {
      ...columnsOf(context.secrets, device),
      updated_at: at,
    });
    await record(tx, viewer, "edit", next);
  }
}
