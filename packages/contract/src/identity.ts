import { z } from "zod";
import { AccountId, ReportId } from "./ids.ts";
import { UnitCode } from "./units.ts";

/** Roles of staff (domain B.3). A resident has no role and no account. */
export const Role = z.enum([
  "microGridHead",
  "partTimeGridWorker",
  "gridWorker",
  "gridHead",
  "gridGuide",
  "communitySecretary",
  "postHolder",
  "dispatcher",
  "dutyOfficer",
  "commander",
  "districtCentre",
  "department",
  "liaison",
  "supervisor",
  "deputy",
  "cityOperator",
  "auditor",
  "sysAdmin",
]);
export type Role = z.infer<typeof Role>;

export const Holder = z.enum(["A", "B", "substitute"]);
export type Holder = z.infer<typeof Holder>;

export const Appointment = z
  .object({
    id: z.uuid(),
    account: AccountId,
    unit: UnitCode,
    role: Role,
    post: z.string().nullable(),
    department: z.string().nullable(),
    holder: Holder.nullable(),
    validFrom: z.iso.date(),
    /** The first day it no longer holds. */
    validTo: z.iso.date().nullable(),
  })
  .meta({ id: "Appointment" });
export type Appointment = z.infer<typeof Appointment>;

export const Me = z
  .object({
    account: AccountId,
    username: z.string(),
    name: z.string(),
    mustChangePassword: z.boolean(),
    demo: z.boolean(),
    /** Send as header `x-csrf-token` with every request that is not GET. */
    csrfToken: z.string(),
    appointments: z.array(
      Appointment.extend({ unitName: z.string(), postName: z.string().nullable() }),
    ),
    /** Screens this person may open. */
    screens: z.array(
      z.enum([
        "desk",
        "inbox",
        "field",
        "community",
        "district",
        "city",
        "deputy",
        "approvals",
        "admin",
        "audit",
      ]),
    ),
    home: z.string(),
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof Me>;

export const SignIn = z.object({
  username: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
});
export const ChangePassword = z.object({
  current: z.string().max(200),
  next: z.string().min(10).max(200),
});
export const DemoAccount = z.object({
  username: z.string(),
  name: z.string(),
  role: Role,
  unitName: z.string(),
  line: z.string(),
});

export const SignInOptions = z.object({
  demo: z.boolean(),
  oidc: z.object({ name: z.string() }).nullable(),
  password: z.boolean(),
});

/** Shows one masked field once; who, why and of which incident go on record. */
export const Reveal = z.object({
  report: ReportId,
  field: z.enum(["phone", "name"]),
  reason: z.string().trim().min(4).max(300),
});
export type Reveal = z.infer<typeof Reveal>;
