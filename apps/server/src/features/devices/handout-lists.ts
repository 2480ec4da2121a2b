import {
  fitsHandout,
  type Handout,
  type HandoutEnd,
  type HandoutFilter,
  type HandoutRegister,
  type WearState,
} from "@gezhi/contract/handouts.ts";
import type { ConsentBy } from "@gezhi/contract/care.ts";
import { deviceId } from "@gezhi/contract/ids.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { byteOrderMark, csvLine, csvTime } from "../../platform/csv.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden } from "../../platform/problems.ts";
import { recordExport } from "../audit/audit-commands.ts";
import { careScope, careUnits, keepsCare, maskName } from "../care/care-rules.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { placeName } from "../organisation/post-directory.ts";
import { lowBattery } from "./device-state-commands.ts";
import { listPast, listStock, listWithPersons, type WornDevice } from "./handout-queries.ts";
import { wearOf, wearPlaces } from "./handout-rules.ts";

const mostShown = 2000;
const mostPast = 200;

const ms = (at: Date | string | null): number | null =>
  at === null ? null : new Date(at).getTime();
const iso = (at: Date | string | null): string | null =>
  at === null ? null : new Date(at).toISOString();

/** Who has which device, worn or not, charged or not; for the post that gives them out and the community. */
export async function handoutRegister(
  context: Context,
  viewer: Viewer,
  asked: UnitCode | undefined,
): Promise<HandoutRegister> {
  const unit = asked ?? careUnits(viewer).toSorted((a, b) => a.length - b.length)[0];
  if (!unit || !keepsCare(viewer, unit))
    throw forbidden("个人设备的发放由镇街养老助残岗和村社书记登记和查看");
  const { profiles } = context.configuration.current("deviceProfiles", unit).content;
  const kinds = profiles.filter(({ personal }) => personal);
  const places = kinds.flatMap((profile) => wearPlaces(profile) ?? []);
  const names = new Map(kinds.map(({ code, name }) => [code, name]));
  const now = context.now();
  const { rows, stock, past } = await read(context.db, careScope(viewer), async (tx) => ({
    rows: await listWithPersons(tx, unit, places, new Date(now), mostShown + 1),
    stock: await listStock(
      tx,
      unit,
      kinds.map(({ code }) => code),
      mostShown,
    ),
    past: await listPast(tx, unit, mostPast),
  }));
  const fresh = new Map(places.map(({ code, freshMs }) => [code, freshMs]));
  const person = (sealed: string | null) =>
    sealed === null ? "" : maskName(context.secrets.open(sealed));
  return {
    unit: { code: UnitCode.parse(unit), name: context.units.name(unit) },
    items: rows
      .slice(0, mostShown)
      .map((row) => presentHandout(context, row, fresh.get(row.profile), now)),
    stock: stock.map((row) => ({
      id: deviceId(row),
      code: row.code,
      name: row.name,
      profile: names.get(row.profile) ?? row.profile,
      unit: placeName(context, row.unit),
    })),
    past: past.map((row) => ({
      device: {
        id: deviceId({ district: row.district, id: row.device }),
        code: row.code,
        name: row.name,
      },
      person: person(row.person_name_enc),
      issuedAt: iso(row.issued_at)!,
      issuedBy: row.issued_by_name,
      endedAt: iso(row.ended_at)!,
      endedBy: row.ended_by_name,
      how: row.ended_how as HandoutEnd,
      note: row.note_enc === null ? "" : context.secrets.open(row.note_enc),
      successor: row.successor_code,
    })),
    truncated: rows.length > mostShown,
  };
}

const presentHandout = (
  context: Context,
  row: WornDevice,
  freshMs: number | undefined,
  now: number,
): Handout => ({
  device: { id: deviceId(row), code: row.code, name: row.name },
  unit: { code: UnitCode.parse(row.unit), name: placeName(context, row.unit) },
  address: row.address || row.place,
  person: maskName(context.secrets.open(row.person_name_enc)),
  age: row.person_age,
  issuedAt: iso(row.issued_at),
  issuedBy: row.issued_by_name ?? "",
  consentAt: iso(row.consent_at),
  consentBy: row.consent_by as ConsentBy | null,
  wear:
    freshMs === undefined
      ? null
      : wearOf({ wornAt: ms(row.worn_at), lastSeenAt: ms(row.last_seen_at) }, freshMs, now),
  lastWornAt: iso(row.worn_at),
  lastSeenAt: iso(row.last_seen_at),
  battery: row.battery,
  batteryLow: row.battery !== null && row.battery < lowBattery,
  simulated: row.simulated,
});

const wearWords: Record<WearState, string> = {
  worn: "佩戴中",
  notWorn: "未佩戴",
  noData: "无数据",
};
const consentWords: Record<ConsentBy, string> = { self: "本人", guardian: "监护人" };
const header = [
  "设备编码",
  "设备",
  "单位",
  "地址",
  "领用人",
  "年龄",
  "发放时间",
  "发放人",
  "同意时间",
  "同意人",
  "佩戴",
  "最近佩戴",
  "最近上报",
  "电量",
  "模拟",
];

/** Persons are named as on the screen, masked; that it left the house is on record. */
export async function handoutFile(
  context: Context,
  viewer: Viewer,
  asked: UnitCode | undefined,
  filter: HandoutFilter,
): Promise<{ name: string; text: string }> {
  const { unit, items } = await handoutRegister(context, viewer, asked);
  const lines = items
    .filter((one) => fitsHandout(one, filter))
    .map((one) =>
      csvLine([
        one.device.code,
        one.device.name,
        one.unit.name,
        one.address,
        one.person,
        String(one.age ?? ""),
        csvTime(one.issuedAt),
        one.issuedBy,
        csvTime(one.consentAt),
        one.consentBy === null ? "" : consentWords[one.consentBy],
        one.wear === null ? "" : wearWords[one.wear],
        csvTime(one.lastWornAt),
        csvTime(one.lastSeenAt),
        one.battery === null ? "" : `${Math.round(one.battery)}%`,
        one.simulated ? "模拟" : "",
      ]),
    );
  await recordExport(context, viewer, "handouts", {
    unit: unit.code,
    detail: { filter, rows: lines.length },
  });
  return {
    name: `handouts-${unit.code}.csv`,
    text: byteOrderMark + csvLine(header) + lines.join(""),
  };
}
