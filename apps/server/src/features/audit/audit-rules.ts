import type { AuditSubject } from "@gezhi/contract/audit.ts";
import type { Appointment } from "@gezhi/contract/identity.ts";

/** A part of the log: everything within `unit`, or only these kinds of act there. */
export type AuditArea = { unit: string; kinds: readonly AuditSubject[] | "all" };

/** What system administrators do themselves; business and personal data stay with the auditor (separation of powers). */
export const configurationKinds: readonly AuditSubject[] = [
  "people",
  "appointment",
  "unit",
  "configuration",
];

/** The auditor reads all of its unit, the system administrator the acts of configuration, nobody else anything. */
export const auditAreas = (
  appointments: readonly Pick<Appointment, "role" | "unit">[],
): AuditArea[] =>
  appointments.flatMap(({ role, unit }): AuditArea[] => {
    if (role === "auditor") return [{ unit, kinds: "all" }];
    return role === "sysAdmin" ? [{ unit, kinds: configurationKinds }] : [];
  });
