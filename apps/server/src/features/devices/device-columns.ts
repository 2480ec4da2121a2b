import type { SaveDevice } from "@gezhi/contract/devices.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import type { Secrets } from "../../platform/secrets.ts";
import type { DeviceRow } from "./device-queries.ts";

/** A device as its row keeps it; the person's data sealed. */
export function columnsOf(secrets: Secrets, device: SaveDevice) {
  const { position, protects } = device;
  const sealed = (text: string | undefined) => (text ? secrets.seal(text) : null);
  return {
    code: device.code,
    name: device.name,
    profile: device.profile,
    unit: device.unit,
    town: ancestorAt(device.unit, "town") ?? null,
    lon: position?.lon ?? null,
    lat: position?.lat ?? null,
    address: device.address,
    place: protects.place,
    person_name_enc: sealed(protects.personName),
    person_age: protects.personAge ?? null,
    family_name_enc: sealed(protects.familyName),
    family_phone_enc: sealed(protects.familyPhone),
    consent_at: device.consentAt ? new Date(device.consentAt) : null,
    owner: device.owner,
    gateway: device.gateway,
    calibrated_on: device.calibratedOn,
    calibration_due_on: device.calibrationDueOn,
    overrides: JSON.stringify(device.overrides),
  };
}

/** What lies sealed, opened: for comparing an import and for whoever may see it. */
export function personOf(secrets: Secrets, row: DeviceRow) {
  const open = (sealed: string | null) => (sealed === null ? undefined : secrets.open(sealed));
  return {
    personName: open(row.person_name_enc),
    personAge: row.person_age ?? undefined,
    familyName: open(row.family_name_enc),
    familyPhone: open(row.family_phone_enc),
  };
}

/** As `SaveDevice` would say it, so that a row of a file can be compared with what is there. */
export const savedOf = (secrets: Secrets, row: DeviceRow): SaveDevice => ({
  code: row.code,
  name: row.name,
  profile: row.profile,
  unit: row.unit,
  position: row.lon !== null && row.lat !== null ? { lon: row.lon, lat: row.lat } : null,
  address: row.address,
  placeKept: false,
  protects: { place: row.place, ...definedOnly(personOf(secrets, row)) },
  consentAt: row.consent_at === null ? null : new Date(row.consent_at).toISOString(),
  owner: row.owner,
  gateway: row.gateway,
  calibratedOn: row.calibrated_on,
  calibrationDueOn: row.calibration_due_on,
  overrides: row.overrides as SaveDevice["overrides"],
});

type Defined<T> = { [K in keyof T]?: NonNullable<T[K]> };
const definedOnly = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Defined<T>;
