import type { AccessStatus, IncidentAccess } from "@gezhi/contract/approvals.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { needsApproval } from "../identity/reveal-rules.ts";
import { asksDetail, grantOn, seesFully, type Viewer } from "../identity/viewer.ts";

export type AccessTarget = {
  id: string;
  unit: string;
  town: string | null;
  district: string;
  party_units: readonly string[];
  urgency: Urgency;
};

/** What this viewer may ask to see of an incident (domain B.3, cells "A") and has not been granted yet. */
export function asksOf(viewer: Viewer, target: AccessTarget): IncidentAccess[] {
  const detail =
    asksDetail(viewer, target.unit) && !seesFully(viewer, target.party_units, target.unit);
  const may: Record<IncidentAccess, boolean> = { detail, persons: needsApproval(viewer, target) };
  return (["detail", "persons"] as const).filter(
    (opens) => may[opens] && !grantOn(viewer, target.id, opens),
  );
}

export type Decider = { role: Role; unit: string };

/** Who answers for the matter: the duty officer and the commander of the town it lies in, and the district's centre. */
export const decidersOf = ({
  district,
  town,
}: Pick<AccessTarget, "district" | "town">): Decider[] => [
  ...(town
    ? [
        { role: "dutyOfficer" as const, unit: town },
        { role: "commander" as const, unit: town },
      ]
    : []),
  { role: "districtCentre", unit: district },
];

type Asked = { account: string; district: string; town: string | null };

/** Never the asker, whatever else they are. */
export const mayDecide = (viewer: Viewer, asked: Asked): boolean =>
  viewer.account !== asked.account &&
  decidersOf(asked).some(({ role, unit }) =>
    viewer.appointments.some((held) => held.role === role && held.unit === unit),
  );

/** The towns and districts on whose matters this viewer decides. */
export const decidesFor = (viewer: Viewer): { towns: string[]; districts: string[] } => {
  const units = (...roles: Role[]) =>
    viewer.appointments.filter(({ role }) => roles.includes(role)).map(({ unit }) => unit);
  return { towns: units("dutyOfficer", "commander"), districts: units("districtCentre") };
};

export const statusAt = (
  { status, ends_at }: { status: Exclude<AccessStatus, "ended">; ends_at: Date | null },
  at: number,
): AccessStatus =>
  status === "approved" && ends_at !== null && ends_at.getTime() <= at ? "ended" : status;

/** Those who decide take back what was granted; the asker takes back what was asked or gives up what was granted. */
export const mayRevoke = (viewer: Viewer, asked: Asked, status: AccessStatus): boolean =>
  viewer.account === asked.account
    ? status === "pending" || status === "approved"
    : status === "approved" && mayDecide(viewer, asked);
