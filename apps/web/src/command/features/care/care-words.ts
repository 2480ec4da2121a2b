import type { CaredPerson } from "@gezhi/contract/care.ts";
import type { TFunction } from "i18next";
import type { careFilters } from "./care-routes.tsx";

type Rhythm = Pick<CaredPerson, "way" | "every" | "restDays" | "dueBy">;

/** 上门，每个工作日，17:00 前. */
export function rhythmOf(t: TFunction, { way, every, restDays, dueBy }: Rhythm): string {
  const days = restDays
    ? every === 1
      ? t("care.everyDay")
      : t("care.everyDays", { n: every })
    : every === 1
      ? t("care.everyOne")
      : t("care.every", { n: every });
  return `${t(`care.ways.${way}`)} · ${days} · ${t("care.until", { hour: dueBy })}`;
}

export const fits = (
  { state }: Pick<CaredPerson, "state">,
  filter: (typeof careFilters)[number],
): boolean =>
  filter === "all" || (filter === "open" ? state === "due" || state === "tried" : state === filter);

const order = ["missed", "tried", "due", "visited", "later"] as const;
/** What waits comes first; within it by place, as the server gave them. */
export const byState = (a: CaredPerson, b: CaredPerson): number =>
  order.indexOf(a.state) - order.indexOf(b.state);
