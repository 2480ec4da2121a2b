import type {
  Answer,
  CaseForm,
  FormField,
  FormMoment,
  ScalarField,
} from "@gezhi/contract/case-forms.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Kept } from "./answer-rules.ts";

/** Who works on the matter or leads those who do. */
export const fillers: readonly Role[] = [
  "gridWorker",
  "gridHead",
  "communitySecretary",
  "postHolder",
  "dispatcher",
  "dutyOfficer",
  "commander",
  "districtCentre",
  "department",
  "liaison",
];

export const formsFor = (forms: readonly CaseForm[], category: string): CaseForm[] =>
  forms.filter(({ categories }) => categories.some((prefix) => category.startsWith(prefix)));

const afterwards: readonly IncidentStatus[] = ["closed", "evaluated"];

/** Why nobody can fill it now; undefined when somebody can. People come home weeks after a matter was closed. */
export function closedProblem(
  form: Pick<CaseForm, "when">,
  { open, status }: { open: boolean; status: IncidentStatus },
): string | undefined {
  if (open || (form.when === "any" && afterwards.includes(status))) return undefined;
  return "这件事已经结束，表单不能再填；确需更正请重开或写记录";
}

const upTo: Record<"check" | "feedback" | "close", readonly FormMoment[]> = {
  check: ["check"],
  feedback: ["check", "feedback"],
  close: ["check", "feedback", "close"],
};
export type AskedAt = keyof typeof upTo;

const actNames: Record<AskedAt, string> = { check: "核实", feedback: "反馈", close: "结案" };

/** Why the act must wait: which forms are missing. */
export function missingProblem(
  forms: readonly CaseForm[],
  filled: readonly string[],
  at: AskedAt,
): string | undefined {
  const missing = forms.filter(
    ({ code, required, when }) => required && upTo[at].includes(when) && !filled.includes(code),
  );
  if (missing.length === 0) return undefined;
  const names = missing.map(({ name }) => `《${name}》`).join("、");
  return `${actNames[at]}之前请先填写${names}：在本件的“表单”里填好后再提交`;
}

const china = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});

function words(field: ScalarField, value: Answer): string {
  switch (field.kind) {
    case "yesNo":
      return value === true ? "是" : "否";
    case "choice":
      return field.options.find(({ key }) => key === value)?.name ?? String(value);
    case "moment":
      return china.format(new Date(String(value)));
    case "number":
      return field.unit ? `${value} ${field.unit}` : String(value);
    default:
      return String(value);
  }
}

const longest = 600;

/** What changed, as the timeline says it; of what is personal only that it changed. */
export function changeWords(form: CaseForm, before: Kept, after: Kept): string {
  const parts = form.fields.flatMap((field) =>
    changeOf(field, before[field.key], after[field.key]),
  );
  const text = parts.join("；");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function changeOf(field: FormField, old: Kept[string] | undefined, now: Kept[string] | undefined) {
  if (JSON.stringify(old) === JSON.stringify(now)) return [];
  if (field.kind === "rows") {
    const count = (value: typeof old) => (Array.isArray(value) ? value.length : 0);
    const [was, is] = [count(old), count(now)];
    return [was === is ? `${field.name} ${is} 行有修改` : `${field.name} ${was} → ${is} 行`];
  }
  if (field.kind === "text" && field.personal) return [`${field.name}已${old ? "更正" : "填写"}`];
  const said = (value: typeof old) =>
    value === undefined || Array.isArray(value) ? "空" : words(field, value);
  return [
    old === undefined ? `${field.name} ${said(now)}` : `${field.name} ${said(old)} → ${said(now)}`,
  ];
}

/** R52: of all that had to leave, how many were settled on the very day. */
export function tallyOf(
  { tally }: Pick<CaseForm, "tally">,
  answers: Kept,
): { done: number; all: number } | null {
  const rows = tally && answers[tally.rows];
  if (!tally || !Array.isArray(rows)) return null;
  const dayOf = (value: Answer | undefined) =>
    typeof value === "string" ? civilDateAt(Date.parse(value)) : undefined;
  let [done, all] = [0, 0];
  for (const { values } of rows) {
    const count = tally.count === undefined ? 1 : Number(values[tally.count] ?? 0);
    all += count;
    const day = dayOf(values[tally.done]);
    if (day !== undefined && day === dayOf(values[tally.since])) done += count;
  }
  return { done, all };
}

/** 张**, as reporters are shown. */
export const maskName = (name: string): string => `${name.slice(0, 1)}**`;
