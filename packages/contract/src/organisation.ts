import { z } from "zod";
import { SectionId } from "./configuration.ts";
import { Appointment, Holder, Role } from "./identity.ts";
import { AccountId, IncidentId } from "./ids.ts";
import { Handler, IncidentStatus, Urgency } from "./incidents.ts";
import { PageQuery, pageOf } from "./problem.ts";
import { Phone } from "./reports.ts";
import { UnitCode } from "./units.ts";

export const AppointmentView = Appointment.extend({
  accountName: z.string(),
  unitName: z.string(),
  /** Post or department in words. */
  dutyName: z.string().nullable(),
}).meta({ id: "AppointmentView" });
export type AppointmentView = z.infer<typeof AppointmentView>;

export const Person = z
  .object({
    account: AccountId,
    username: z.string(),
    name: z.string(),
    /** Masked: 138****0000. */
    phone: z.string().nullable(),
    disabled: z.boolean(),
    demo: z.boolean(),
    mustChangePassword: z.boolean(),
    /** Signing in is refused until then, after too many wrong passwords. */
    lockedUntil: z.iso.datetime().nullable(),
    singleSignOn: z.enum(["none", "allowed", "linked"]),
    /** The name at the provider that may be linked at the first single sign-on. */
    singleSignOnName: z.string().nullable(),
    appointments: z.array(AppointmentView),
  })
  .meta({ id: "Person" });
export type Person = z.infer<typeof Person>;

export const PeopleQuery = PageQuery.extend({
  unit: UnitCode.optional(),
  role: Role.optional(),
  /** Part of the name, or the beginning of the user name. */
  q: z.string().trim().max(50).optional(),
});
export type PeopleQuery = z.infer<typeof PeopleQuery>;
export const PeoplePage = pageOf(Person);

const Username = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{2,49}$/, "用户名为 3–50 位字母、数字、点、下划线或连字符");
const PersonName = z.string().trim().min(1).max(50);
const SingleSignOnName = z.string().trim().min(1).max(100);

const duty = {
  unit: UnitCode,
  role: Role,
  post: z
    .string()
    .regex(/^[A-Z]{2}\d{2}$/)
    .optional(),
  department: z
    .string()
    .regex(/^D\d{2}$/)
    .optional(),
  holder: Holder.optional(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().optional(),
};
export const NewDuty = z.object(duty);
export type NewDuty = z.infer<typeof NewDuty>;
export const NewAppointment = z.object({ account: AccountId, ...duty });
export type NewAppointment = z.infer<typeof NewAppointment>;

/** A person begins with an appointment: it says where they belong and who administers them. */
export const NewPerson = z.object({
  username: Username,
  name: PersonName,
  phone: Phone.optional(),
  singleSignOnName: SingleSignOnName.optional(),
  appointment: NewDuty,
});
export type NewPerson = z.infer<typeof NewPerson>;
/** The first password is shown here once and kept nowhere. */
export const PersonCreated = z.object({ person: Person, firstPassword: z.string() });

export const EditPerson = z
  .object({
    name: PersonName,
    phone: Phone.nullable(),
    disabled: z.boolean(),
    /** Null: no longer allowed, and what was linked is unlinked. */
    singleSignOnName: SingleSignOnName.nullable(),
    reason: z.string().trim().max(300),
  })
  .partial();
export type EditPerson = z.infer<typeof EditPerson>;

export const EditAppointment = z
  .object({ validTo: z.iso.date().nullable(), holder: Holder })
  .partial();
export type EditAppointment = z.infer<typeof EditAppointment>;
export const AppointmentChanged = z.object({
  appointment: AppointmentView,
  /** What now lacks somebody; nothing was moved, because work belongs to the post. */
  warnings: z.array(z.string()),
});

export const AppointmentQuery = PageQuery.extend({
  unit: UnitCode.optional(),
  account: AccountId.optional(),
  ended: z.enum(["true", "false"]).default("false"),
});
export type AppointmentQuery = z.infer<typeof AppointmentQuery>;
export const AppointmentPage = pageOf(AppointmentView);

export const HolderView = z.object({
  account: AccountId,
  name: z.string(),
  role: Role,
  holder: Holder.nullable(),
  /** Enabled and reachable by phone or push. */
  available: z.boolean(),
  /** For those who dispatch; others get null. */
  phone: z.string().nullable(),
});
export type HolderView = z.infer<typeof HolderView>;

export const HandlerKind = z.enum(["post", "department", "liaison", "grid", "village", "town"]);
export const HandlerTarget = z
  .object({
    handler: Handler,
    name: z.string(),
    kind: HandlerKind,
    section: SectionId.nullable(),
    holders: z.array(HolderView),
    /** Open work orders, of whatever town. */
    load: z.number().int(),
  })
  .meta({ id: "HandlerTarget" });
export type HandlerTarget = z.infer<typeof HandlerTarget>;

export const PostView = z
  .object({
    code: z.string(),
    name: z.string(),
    section: SectionId,
    onDuty24h: z.boolean(),
    holders: z.array(HolderView),
    /** Nobody holds it, or nobody who can be reached. */
    vacant: z.boolean(),
    load: z.number().int(),
  })
  .meta({ id: "PostView" });
export type PostView = z.infer<typeof PostView>;

/** 1+3+N of one grid (R19): head; full-time worker, part-timer, guide; everyone else who helps. */
export const GridForce = z
  .object({
    grid: UnitCode,
    name: z.string(),
    heads: z.array(HolderView),
    workers: z.array(HolderView),
    partTimers: z.array(HolderView),
    guides: z.array(HolderView),
    supporters: z.array(HolderView),
    missing: z.array(z.enum(["gridHead", "gridWorker"])),
  })
  .meta({ id: "GridForce" });
export type GridForce = z.infer<typeof GridForce>;
export const Force = z.object({
  unit: UnitCode,
  name: z.string(),
  secretaries: z.array(HolderView),
  grids: z.array(GridForce),
});
export type Force = z.infer<typeof Force>;

/** Somebody of the staff, as colleagues know them: what they serve as, whether they are on duty, what their posts work on. */
export const StaffCard = z
  .object({
    account: AccountId,
    name: z.string(),
    duties: z.array(
      z.object({
        unit: z.object({ code: UnitCode, name: z.string() }),
        role: Role,
        /** Post or department in words. */
        dutyName: z.string().nullable(),
        holder: Holder.nullable(),
        since: z.iso.date(),
        /** By the roster of this shift; `noRoster`: it names nobody for this duty from today on. */
        onDuty: z.enum(["yes", "no", "noRoster"]),
      }),
    ),
    available: z.boolean(),
    /** For those who dispatch; others get null. */
    phone: z.string().nullable(),
    work: z.object({
      /** Running work orders of these duties that the viewer may see. */
      open: z.number().int(),
      items: z.array(
        z.object({
          id: IncidentId,
          number: z.string(),
          title: z.string(),
          status: IncidentStatus,
          urgency: Urgency,
        }),
      ),
    }),
  })
  .meta({ id: "StaffCard" });
export type StaffCard = z.infer<typeof StaffCard>;
