import type { Role } from "@gezhi/contract/identity.ts";
import { levelOf, type UnitLevel } from "@gezhi/contract/units.ts";

export type Duty = {
  unit: string;
  role: Role;
  post: string | null;
  department: string | null;
  holder: "A" | "B" | "substitute" | null;
  validFrom: string;
  /** The first day it no longer holds; null = open. */
  validTo: string | null;
};

/** Where a role can be held. A micro-grid head belongs to a micro-grid: at a grid the role would open too much. */
const levels: Record<Role, readonly UnitLevel[]> = {
  microGridHead: ["microGrid"],
  partTimeGridWorker: ["grid", "village"],
  gridWorker: ["grid"],
  gridHead: ["grid"],
  gridGuide: ["grid"],
  communitySecretary: ["village"],
  postHolder: ["town"],
  dispatcher: ["town"],
  dutyOfficer: ["town"],
  commander: ["town"],
  districtCentre: ["district"],
  department: ["district"],
  liaison: ["town"],
  supervisor: ["town", "district", "city"],
  deputy: ["village", "town", "district", "city"],
  cityOperator: ["city"],
  auditor: ["district", "city"],
  sysAdmin: ["town", "district", "city"],
};

const levelNames: Record<UnitLevel, string> = {
  city: "市",
  district: "区县",
  town: "镇街",
  village: "村社",
  grid: "网格",
  microGrid: "微网格",
};

const withHolder: readonly Role[] = [
  "postHolder",
  "commander",
  "dutyOfficer",
  "districtCentre",
  "department",
  "liaison",
];
const withDepartment: readonly Role[] = ["department", "liaison"];
/** Administration and audit stand apart from each other and from all business (separation of powers). */
const apart: readonly Role[] = ["sysAdmin", "auditor"];

/** What is wrong with an appointment by itself, for people; undefined when nothing is. */
export function dutyProblem({
  unit,
  role,
  post,
  department,
  holder,
  validFrom,
  validTo,
}: Duty): string | undefined {
  if (!levels[role].includes(levelOf(unit)))
    return `该角色只能设在${levels[role].map((level) => levelNames[level]).join("、")}一级`;
  if (role === "postHolder" && !post) return "岗位人员须指定岗位";
  if (role !== "postHolder" && post) return "只有岗位人员才能指定岗位";
  if (withDepartment.includes(role) && !department) return "部门人员和联络员须指定部门";
  if (!withDepartment.includes(role) && department) return "该角色不能指定部门";
  if (role === "postHolder" && !holder) return "岗位人员须指定 A 角、B 角或替补";
  if (!withHolder.includes(role) && holder) return "该角色没有 A、B 角之分";
  if (validTo !== null && validTo <= validFrom) return "结束日期须晚于开始日期";
  return undefined;
}

/** A withdrawn appointment ends where it begins: it holds on no day and overlaps nothing. */
const holdsOnSomeDay = ({ validFrom, validTo }: Duty): boolean =>
  validTo === null || validFrom < validTo;

const overlaps = (a: Duty, b: Duty): boolean =>
  holdsOnSomeDay(a) &&
  holdsOnSomeDay(b) &&
  (b.validTo === null || a.validFrom < b.validTo) &&
  (a.validTo === null || b.validFrom < a.validTo);

/** A seat that one person at a time can have; null where several may serve side by side. */
export function seatOf({ unit, role, post, department, holder }: Duty): string | null {
  if (role === "gridHead" || role === "communitySecretary") return `${unit} ${role}`;
  return holder === "A" || holder === "B"
    ? `${unit} ${role} ${post ?? department ?? ""} ${holder}`
    : null;
}

export type HeldDuty = Duty & { account: string; accountName: string };

/** Why an appointment cannot stand beside others: those of the same person everywhere, those of anybody in the unit. */
export function conflictProblem(
  account: string,
  duty: Duty,
  others: readonly HeldDuty[],
): string | undefined {
  for (const other of others) {
    if (!overlaps(duty, other)) continue;
    if (other.account === account) {
      const same =
        other.unit === duty.unit &&
        other.role === duty.role &&
        other.post === duty.post &&
        other.department === duty.department;
      if (same) return "这段时间内已有相同的任职，请先结束原任职或调整日期";
      if (duty.role !== other.role && (apart.includes(duty.role) || apart.includes(other.role)))
        return "系统管理员、审计员不能兼任其他角色（三权分立），请另设账号";
    }
    const seat = seatOf(duty);
    if (seat !== null && seat === seatOf(other))
      return `这段时间内该席位由${other.accountName}担任，请先结束其任职或调整日期`;
  }
  return undefined;
}

/** Today and later can be planned; what has been is history, because acts were done under it. */
export function endProblem(duty: Duty, validTo: string | null, today: string): string | undefined {
  if (duty.validTo !== null && duty.validTo <= today)
    return "任职已经结束，不能再改；如需继续，请新增任职";
  if (validTo === null) return undefined;
  if (validTo < today) return "结束日期不能早于今天：已经履行的职责须保留原样";
  if (validTo < duty.validFrom) return "结束日期不能早于开始日期";
  return undefined;
}

/** Roles without which work would wait: what is left without anybody from `day` on, when `leaving` ends then. */
const needed: readonly Role[] = [
  "postHolder",
  "gridHead",
  "gridWorker",
  "communitySecretary",
  "dispatcher",
  "dutyOfficer",
  "department",
  "districtCentre",
];

export function leavesVacant(
  leaving: Duty & { id: string },
  day: string,
  others: readonly (Duty & { id: string; enabled: boolean })[],
): boolean {
  if (!needed.includes(leaving.role)) return false;
  return !others.some(
    (other) =>
      other.id !== leaving.id &&
      other.enabled &&
      other.unit === leaving.unit &&
      other.role === leaving.role &&
      other.post === leaving.post &&
      other.department === leaving.department &&
      other.validFrom <= day &&
      (other.validTo === null || other.validTo > day),
  );
}

export type Administrator = {
  account: string;
  appointments: readonly { role: Role; unit: string }[];
};

/**
 * Whether an administrator may give, change or take a role at a unit: within the own unit and below; administration and
 * audit itself only from above, except in the city, which has nobody above it.
 */
export const administers = ({ appointments }: Administrator, unit: string, role?: Role): boolean =>
  appointments.some(
    (held) =>
      held.role === "sysAdmin" &&
      unit.startsWith(held.unit) &&
      (!role || !apart.includes(role) || unit !== held.unit || levelOf(unit) === "city"),
  );

/**
 * Why this person cannot be administered; undefined when all appointments not yet ended (else all past ones) lie with the
 * administrator. One outside would let a town's administrator take over an account of the district.
 */
export function personProblem(
  administrator: Administrator,
  account: string,
  held: readonly { role: Role; unit: string; validTo: string | null }[],
  today: string,
): string | undefined {
  if (account === administrator.account) return "不能变更自己的账号和任职，请由其他管理员办理";
  const standing = held.filter(({ validTo }) => validTo === null || validTo > today);
  const counted = standing.length ? standing : held;
  if (counted.length && counted.every(({ unit, role }) => administers(administrator, unit, role)))
    return undefined;
  return "此人另有您管辖范围以外的任职，请由上级管理员办理";
}
