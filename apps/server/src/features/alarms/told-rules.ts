import type { Role } from "@gezhi/contract/identity.ts";
import type { Context } from "../context.ts";
import { handlerName, placeName } from "../organisation/post-directory.ts";

export type HeldOffice = { role: Role; unit: string; part: string | null };

/** Said after a unit's name; whoever holds a post or serves in a department is known by that. */
const roleWords: Partial<Record<Role, string>> = {
  microGridHead: "微网格长",
  partTimeGridWorker: "兼职网格员",
  gridWorker: "网格员",
  gridHead: "网格长",
  gridGuide: "网格指导员",
  communitySecretary: "村社书记",
  dispatcher: "调度员",
  dutyOfficer: "值班长",
  commander: "指挥长",
  districtCentre: "治理中心",
  supervisor: "督查",
  deputy: "代表",
};

/** Of several offices the one for which somebody was told of this: a party to the matter, then the nearest to its place. */
export function officeTold(
  offices: readonly HeldOffice[],
  { unit, parties }: { unit: string; parties: readonly string[] },
): HeldOffice | undefined {
  const token = ({ unit: held, part }: HeldOffice) => (part ? `${held}/${part}` : held);
  const nearness = (office: HeldOffice): number =>
    (parties.includes(token(office)) ? 100 : 0) +
    (unit.startsWith(office.unit) ? office.unit.length : 0);
  return offices.toSorted((one, other) => nearness(other) - nearness(one))[0];
}

/** 第一网格 网格员 is easier to read than both in one word. */
const joint = (place: string, word: string): string =>
  place.endsWith("网格") && word.includes("网格") ? `${place} ${word}` : `${place}${word}`;

/** e.g. 七星岗街道消防管理岗, 捍卫路社区第一网格 网格员, 七星岗街道调度员. */
export const officeName = (
  sources: Pick<Context, "units" | "configuration">,
  { role, unit, part }: HeldOffice,
): string =>
  part
    ? handlerName(sources, `${unit}/${part}`)
    : joint(placeName(sources, unit), roleWords[role] ?? "");
