import { SubmitReport, type StoredFile } from "@gezhi/contract/reports.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { Position } from "@gezhi/contract/units.ts";

export type IntakeValues = {
  source: "call" | "hotline";
  foreignSystem?: string;
  foreignNumber?: string;
  phone?: string;
  name?: string;
  text?: string;
  category?: string;
  urgency?: Urgency;
  address?: string;
  position?: Position;
  unit?: string;
  files?: StoredFile[];
  follow?: string | undefined;
};

const given = (values: object) =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== undefined && value !== null && value !== "",
    ),
  );

/** What the form says, as the API takes it. The same `clientId` again means the same report. */
export function reportOf(clientId: string, values: IntakeValues) {
  const {
    source,
    foreignSystem,
    foreignNumber,
    phone,
    name,
    files = [],
    position,
    address,
    unit,
    ...rest
  } = values;
  return SubmitReport.safeParse({
    ...given(rest),
    ...given({ position, address, unit }),
    clientId,
    source,
    positionSource: position ? "pin" : address ? "address" : unit ? "unit" : "none",
    files: files.map(({ id }) => id),
    reporter: given({ phone, name }),
    ...(source === "hotline" && foreignSystem && foreignNumber
      ? { foreign: { system: foreignSystem, number: foreignNumber } }
      : {}),
  });
}
