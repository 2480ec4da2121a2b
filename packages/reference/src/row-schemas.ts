import type { Post } from "@gezhi/contract/configuration.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { z } from "zod";
import { DepartmentKind } from "./reference-model.ts";

const text = z.string().min(1);
const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, "is not a number")
  .transform(Number);
const count = z.string().regex(/^\d+$/, "is not a whole number").transform(Number);
const positive = decimal.refine((value) => value > 0, "must be above 0");

const sectionIds: Record<string, Post["section"]> = {
  指挥中心: "commandCentre",
  党的建设: "partyBuilding",
  经济发展: "economy",
  民生服务: "livelihood",
  平安法治: "safetyLaw",
};
const urgencies: Record<string, Urgency> = {
  红: "red",
  橙: "orange",
  黄: "yellow",
  蓝: "blue",
};

const oneOf = <T>(names: Record<string, T>) =>
  z.string().transform((name, context) => {
    const value = names[name];
    if (value !== undefined) return value;
    context.addIssue(`"${name}" is none of ${Object.keys(names).join(" ")}`);
    return z.NEVER;
  });

export const CategoryRow = z.object({
  code: z.string().regex(/^\d{6}$/, "must be six digits"),
  level1: text,
  level2: text,
  name: text,
  section: oneOf(sectionIds),
  post: text,
  department: text,
  urgency: oneOf(urgencies),
  accept_minutes: positive,
  dispose_hours: positive,
  source: text,
});
export type CategoryRow = z.infer<typeof CategoryRow>;

export const PostRow = z.object({
  code: z.string().regex(/^[A-Z]{2}\d{2}$/, "must be two letters and two digits"),
  section: oneOf(sectionIds),
  name: text,
  english: text,
  duties: text,
  district_counterpart: text,
  on_duty_24h: z.string().regex(/^[是否](\(.+\))?$/, "must be 是 or 否, with a note in brackets"),
  evidence: text,
  source: text,
});

export const DepartmentRow = z.object({
  code: z.string().regex(/^D\d{2}$/, "must be D and two digits"),
  name: text,
  kind: DepartmentKind,
  aliases: z.string(),
});

export const BasisRuleRow = z.object({
  prefix: z.string().regex(/^(\d{2}){1,3}$/, "must be 2, 4 or 6 digits"),
  item: text,
  reason: text,
});
export type BasisRuleRow = z.infer<typeof BasisRuleRow>;

export const DutyRow = z.object({
  code: z.string().regex(/^[A-G]\d{2}$/, "must be a letter A to G and two digits"),
  category: text,
  task: text,
  target: text,
  frequency: text,
  interval_days: count,
  proof: text,
  applies_to: text,
  season: text,
  overdue_action: text,
  source: text,
});

const threshold = z.union([z.literal("").transform(() => null), decimal]);

export const SensorRow = z.object({
  code: z.string().regex(/^[A-Z]{2}\d{2}$/, "must be two letters and two digits"),
  name_zh: text,
  name_en: text,
  metric: text,
  unit: text,
  operator: z.enum([">=", "<=", "=="]),
  blue: threshold,
  yellow: threshold,
  orange: threshold,
  red: threshold,
  hold_seconds: count,
  dedupe_minutes: count,
  confirm: text,
  event_name: text,
  event_code: text,
  push_to: text,
  standard: text,
  source: text,
});
export type SensorRow = z.infer<typeof SensorRow>;
