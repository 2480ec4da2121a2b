import type { Role } from "@gezhi/contract/identity.ts";
import type { ReportSource } from "@gezhi/contract/reports.ts";

const centre: readonly Role[] = ["dispatcher", "dutyOfficer", "commander", "districtCentre"];

/** Who may use a source: everybody, nobody over this interface, or holders of one of these roles. */
const users: Record<ReportSource, "everybody" | "nobody" | readonly Role[]> = {
  resident: "everybody",
  rider: "everybody",
  gridWorker: [
    "microGridHead",
    "partTimeGridWorker",
    "gridWorker",
    "gridHead",
    "gridGuide",
    "communitySecretary",
  ],
  community: ["communitySecretary", "gridHead"],
  call: [...centre, "postHolder", "communitySecretary"],
  hotline: [...centre, "postHolder"],
  open311: "nobody",
  sensor: "nobody",
};

type Appointed = { role: Role; unit: string };

/** The appointment that entitles to the source; "public" when none is needed, undefined when it is not allowed. */
export function entitlement<A extends Appointed>(
  source: ReportSource,
  appointments: readonly A[],
): A | "public" | undefined {
  const allowed = users[source];
  if (allowed === "everybody") return "public";
  if (allowed === "nobody") return undefined;
  return appointments.find(({ role }) => allowed.includes(role));
}

export const sourceNames: Record<ReportSource, string> = {
  gridWorker: "网格员上报",
  community: "社区上报",
  resident: "居民上报",
  rider: "随手拍",
  call: "电话来件",
  hotline: "热线工单",
  open311: "开放接口",
  sensor: "感知设备",
};
