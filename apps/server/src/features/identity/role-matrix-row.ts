import type { IncidentAccess } from "@gezhi/contract/approvals.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import type { ClosedGroup } from "./route-groups.ts";

/** A record as the test writes it: where it lies and who else is a party. */
export type Sample = { place: string; parties: readonly string[] };
export type Sight = "full" | "masked" | "none";

export type MatrixRow = {
  /** The demo account of this role; null: the test appoints one. */
  username: string | null;
  unit: string;
  /** Groups that answer within the own unit; in others they refuse or find nothing. */
  groups: readonly ClosedGroup[];
  own: Sample & { sight: Sight };
  other: Sample & { sight: Sight };
  /** Reveal of the reporter of the own sample: in any urgency, in red and orange only, or not at all. */
  reveals: "always" | "urgent" | "never";
  /** "A": what may be asked to see, of the own sample, and who of the same place approves it. */
  onApproval?: { opens: IncidentAccess; by: Role };
};
