import { z } from "zod";
import { Holder } from "./identity.ts";
import { AccountId } from "./ids.ts";
import { UnitCode } from "./units.ts";

/** Twelve hours in Beijing: day 08–20, night 20–08 of the next day; a night belongs to the day on which it begins. */
export const Shift = z.enum(["day", "night"]);
export type Shift = z.infer<typeof Shift>;

/** A role of the town's centre, or one of its posts. */
export const Duty = z.string().regex(/^(dutyOfficer|dispatcher|[A-Z]{2}\d{2})$/);

const shiftOf = { day: z.iso.date(), shift: Shift };
const PersonOnDuty = z.object({ account: AccountId, name: z.string() });

export const DutyCell = z.object({ ...shiftOf, duty: Duty, people: z.array(PersonOnDuty) });
export type DutyCell = z.infer<typeof DutyCell>;

/** Who is on duty when in a town; a cell that is missing says nothing, and all who are appointed are asked. */
export const DutyRoster = z
  .object({
    unit: z.object({ code: UnitCode, name: z.string() }),
    from: z.iso.date(),
    days: z.number().int(),
    /** The shift that runs now. */
    now: z.object(shiftOf),
    mayEdit: z.boolean(),
    duties: z.array(
      z.object({
        duty: Duty,
        name: z.string(),
        /** Who holds it and so may be put on duty. */
        holders: z.array(PersonOnDuty.extend({ username: z.string(), holder: Holder.nullable() })),
      }),
    ),
    cells: z.array(DutyCell),
  })
  .meta({ id: "DutyRoster" });
export type DutyRoster = z.infer<typeof DutyRoster>;

export const DutyQuery = z.object({
  /** A town; absent: one's own. */
  unit: UnitCode.optional(),
  /** Absent: the day of the shift that runs now. */
  from: z.iso.date().optional(),
  days: z.coerce.number().int().min(1).max(31).default(7),
});

/** Says who is on duty in one shift; nobody leaves it open. */
export const SetDuty = z.object({
  unit: UnitCode,
  ...shiftOf,
  duty: Duty,
  accounts: z.array(AccountId).max(20),
});
export type SetDuty = z.infer<typeof SetDuty>;

/** Lines of day, shift, duty and people, pasted from a spreadsheet. Each shift and duty named is replaced. */
export const ImportDuty = z.object({
  unit: UnitCode,
  text: z.string().max(200_000),
  dryRun: z.boolean().default(false),
});
export type ImportDuty = z.infer<typeof ImportDuty>;
export const DutyImported = z.object({
  /** Lines with something in them, without the headings. */
  lines: z.number().int(),
  /** Shifts that were, or would be, replaced. */
  shifts: z.number().int(),
  /** With one error nothing is written. */
  errors: z.array(z.object({ line: z.number().int(), message: z.string() })),
  written: z.boolean(),
});
export type DutyImported = z.infer<typeof DutyImported>;
