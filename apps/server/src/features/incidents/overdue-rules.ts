import type { ClockStage } from "../clocks/clock-limit-rules.ts";
import type { ClockTarget } from "../clocks/clock-plan-rules.ts";
import type { Rung } from "../clocks/clock-rung-rules.ts";
import type { IncidentFacts } from "./incident-facts.ts";
import { officeAbove } from "../organisation/handler-rules.ts";
import type { Decider } from "./request-rules.ts";
import { isWithDistrict, leadTown } from "./standing-rules.ts";

export const stageNames: Record<ClockStage, string> = {
  verify: "核实",
  register: "立案派遣",
  accept: "签收",
  dispose: "处置",
  recheck: "核查",
  return: "退单裁定",
  delay: "审批",
  crossTown: "协同答复",
  district: "区级受理",
  rework: "返工",
  checkIn: "报到",
  overall: "全程",
};

const roleNames: Partial<Record<Decider["role"], string>> = {
  dispatcher: "指挥中心",
  dutyOfficer: "值班长",
  commander: "指挥长",
  districtCentre: "治理中心",
};

export const deciderName = ({ role, unit }: Decider, name: (unit: string) => string): string =>
  `${name(unit)}${roleNames[role] ?? role}`;

export type OverdueHandling = {
  /** Whom the request goes to because its decider let the time pass. */
  decider: Decider | null;
  /** Who has it in hand now. */
  handedTo: Decider | null;
  /** One step up the chain, if the state allows. */
  escalates: boolean;
};

/**
 * What a missed limit does (C.3, R17, R76): a decision goes one higher; a grid or village hands over; a town that lets a
 * red matter pass, or an orange one as a whole, hands it to the district; otherwise the duty officer has it in hand.
 */
export function overdueHandling(
  facts: IncidentFacts,
  { stage, order, request }: ClockTarget,
  act: Rung["act"],
  decider: Decider | null,
  /** Nobody is left in the town's centre: the district has it from now on. */
  vacant: boolean,
): OverdueHandling {
  if (act === "remind") return { decider: null, handedTo: null, escalates: false };
  const town = leadTown(facts);
  const withDistrict = vacant || isWithDistrict(facts);
  const officer: Decider =
    town === null || withDistrict
      ? { role: "districtCentre", unit: facts.district }
      : { role: "dutyOfficer", unit: town };
  if (act === "supervise") return { decider: null, handedTo: officer, escalates: false };
  if (request !== null && decider) {
    const next = officeAbove(decider);
    return { decider: next, handedTo: next ?? decider, escalates: false };
  }
  // Who was called and does not come is answered for above it; the matter stays where it is (R36).
  if (stage === "checkIn") {
    const called = facts.orders.find(({ id }) => id === order)?.handler;
    const centre: Decider = { role: "districtCentre", unit: facts.district };
    return { decider: null, handedTo: called?.includes("/D") ? centre : officer, escalates: false };
  }
  const low = facts.chainLevel === "grid" || facts.chainLevel === "village";
  const grave = facts.urgency === "red" || stage === "overall";
  const escalates = !vacant && (low || (grave && !withDistrict));
  return {
    decider: null,
    handedTo: low || !escalates ? officer : { role: "districtCentre", unit: facts.district },
    escalates,
  };
}

export function overdueText(
  stage: ClockStage,
  { percent, act }: Rung,
  { handedTo }: OverdueHandling,
  name: (unit: string) => string,
  vacant: boolean,
): string {
  const used = `${vacant ? "镇街指挥中心无人在岗，" : ""}${stageNames[stage]}已用时限 ${percent}%`;
  if (act === "supervise")
    return `${used}，列入督办${vacant && handedTo ? `，转${deciderName(handedTo, name)}` : ""}`;
  if (act === "remind") return percent >= 100 ? `${used}，已超时` : used;
  return handedTo ? `${used}，转${deciderName(handedTo, name)}` : used;
}
