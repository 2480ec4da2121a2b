import type { FormBurden, FormEvery, FormOutcome } from "@gezhi/contract/burden.ts";
import type { Role } from "@gezhi/contract/identity.ts";

/** Who writes down what forms are asked of their unit and those below it. */
export const formKeepers = [
  "communitySecretary",
  "postHolder",
  "dispatcher",
  "dutyOfficer",
  "commander",
] as const satisfies Role[];

export type Form = {
  unit: string;
  name: string;
  fields: readonly string[];
  every: FormEvery;
  minutes: number;
  asked_on: string;
  ended_on: string | null;
  outcome: FormOutcome;
};

const dayMs = 24 * 3_600_000;
/** How long a form that is asked for once stands in the way of the same one. */
const onceDays = 30;
const sameFields = 0.8;
/** How often in a month; of days only those on which people work. */
const timesAMonth: Record<FormEvery, number> = {
  once: 1,
  daily: 22,
  weekly: 4.33,
  monthly: 1,
  quarterly: 1 / 3,
  yearly: 1 / 12,
};

const lastDayOf = ({ every, asked_on, ended_on }: Form): string => {
  if (ended_on !== null) return ended_on;
  if (every !== "once") return "9999-12-31";
  return new Date(Date.parse(asked_on) + onceDays * dayMs).toISOString().slice(0, 10);
};

/** The form of the same unit that is still to be filled in and asks for the same, by name or by its fields. */
export const earlierOf = <F extends Form>(
  asked: Pick<Form, "unit" | "name" | "fields">,
  day: string,
  forms: readonly F[],
): F | undefined =>
  forms.find(
    (form) =>
      form.outcome === "accepted" &&
      form.unit === asked.unit &&
      form.asked_on <= day &&
      day < lastDayOf(form) &&
      (plain(form.name) === plain(asked.name) || likeFields(form.fields, asked.fields)),
  );

/** "2026年11月走访情况统计表" and "走访情况报表（12月）" are one form. */
const plain = (name: string): string => {
  const letters = name.replaceAll(/[^\p{L}\p{N}]/gu, "");
  const kept = letters.replaceAll(
    /\d{4}年度?|\d{1,2}月份?|第?[一二三四1-4]季度|上半年|下半年|年度|统计表|登记表|报表|台账|表格|表/gu,
    "",
  );
  return kept || letters;
};

function likeFields(one: readonly string[], other: readonly string[]): boolean {
  const left = new Set(one.map(plain));
  const right = new Set(other.map(plain));
  if (left.size < 3 || right.size < 3) return false;
  const shared = [...right].filter((field) => left.has(field)).length;
  return shared / Math.min(left.size, right.size) >= sameFields;
}

type Load = Omit<FormBurden["months"][number], "month">;

export function loadOf(forms: readonly Form[], month: string): Load {
  const running = forms.filter((form) => form.outcome === "accepted" && runsIn(form, month));
  const refused = (outcome: FormOutcome) =>
    forms.filter((form) => form.outcome === outcome && form.asked_on.startsWith(month)).length;
  return {
    forms: running.length,
    minutes: Math.round(
      running.reduce((sum, { minutes, every }) => sum + minutes * timesAMonth[every], 0),
    ),
    duplicates: refused("duplicate"),
    negatives: refused("negative"),
  };
}

/** One that is asked for once weighs on the month in which it was. */
export function runsIn(form: Form, month: string): boolean {
  const from = form.asked_on.slice(0, 7);
  if (form.every === "once") return from === month;
  return from <= month && month <= lastDayOf(form).slice(0, 7);
}

/** The month and those before it, oldest first. */
export function monthsUpTo(month: string, count: number): string[] {
  const last = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  return Array.from({ length: count }, (_, back) => {
    const at = last - (count - 1 - back);
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}
