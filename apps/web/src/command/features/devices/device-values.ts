import type { DeviceDetail, SaveDevice } from "@gezhi/contract/devices.ts";
import type { LevelValues } from "@gezhi/contract/sensing.ts";
import type { Position } from "@gezhi/contract/units.ts";
import type { z } from "zod";
import { filledIn } from "../admin/configuration/form-values.ts";

export type DeviceValues = {
  code: string;
  name: string;
  profile: string;
  unit: string;
  position?: Position;
  address?: string;
  place?: string;
  personName?: string;
  personAge?: number | null;
  familyName?: string;
  familyPhone?: string;
  /** Civil dates. */
  consentOn?: string;
  owner?: string;
  gateway?: string;
  calibratedOn?: string;
  calibrationDueOn?: string;
  overrides?: Record<string, LevelValues>;
};

/** Names and numbers of persons are not among them: they lie sealed and are typed anew. */
export const valuesOf = (device: DeviceDetail): Partial<DeviceValues> => ({
  code: device.code,
  name: device.name,
  profile: device.profile.code,
  unit: device.unit.code,
  ...(device.position ? { position: device.position } : {}),
  address: device.address,
  place: device.place,
  ...(device.person?.age ? { personAge: device.person.age } : {}),
  ...(device.consentAt
    ? {
        consentOn: new Date(Date.parse(device.consentAt) + 8 * 3_600_000)
          .toISOString()
          .slice(0, 10),
      }
    : {}),
  owner: device.owner,
  ...(device.gateway ? { gateway: device.gateway } : {}),
  ...(device.calibratedOn ? { calibratedOn: device.calibratedOn } : {}),
  ...(device.calibrationDueOn ? { calibrationDueOn: device.calibrationDueOn } : {}),
  overrides: device.overrides,
});

export function bodyOf(
  values: DeviceValues,
  before: DeviceDetail | undefined,
): z.input<typeof SaveDevice> {
  const { place, personName, personAge, familyName, familyPhone, consentOn, overrides, ...rest } =
    filledIn(values) as DeviceValues;
  const kept = before?.consentAt && valuesOf(before).consentOn === consentOn;
  return {
    address: "",
    owner: "",
    gateway: null,
    calibratedOn: null,
    calibrationDueOn: null,
    ...rest,
    position: rest.position ?? null,
    placeKept: before?.placeMasked ?? false,
    protects: {
      place: place ?? "",
      ...(personName ? { personName } : {}),
      ...(typeof personAge === "number" ? { personAge } : {}),
      ...(familyName ? { familyName } : {}),
      ...(familyPhone ? { familyPhone } : {}),
    },
    consentAt: kept ? before.consentAt : consentOn ? `${consentOn}T00:00:00+08:00` : null,
    overrides: Object.fromEntries(
      Object.entries(overrides ?? {}).filter(([, levels]) => Object.keys(levels).length > 0),
    ) as z.input<typeof SaveDevice>["overrides"],
  };
}
