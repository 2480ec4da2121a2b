import type { AppointmentView } from "@gezhi/contract/organisation.ts";
import type { TFunction } from "i18next";
import { today } from "./duty-values.ts";

/** 涂山镇 · 消防管理岗 · A 角. */
export const dutyWords = (
  t: TFunction,
  { unitName, role, dutyName, holder }: AppointmentView,
): string =>
  [unitName, dutyName ?? t(`roles.${role}`), holder && t(`admin.holders.${holder}`)]
    .filter(Boolean)
    .join(" · ");

export const holdsToday = (
  { validFrom, validTo }: Pick<AppointmentView, "validFrom" | "validTo">,
  date = today(),
): boolean => validFrom <= date && (validTo === null || validTo > date);
