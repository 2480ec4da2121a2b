import type { TFunction } from "i18next";

/** Roles have names on the screen, posts only those of the catalogue. */
export const dutyName = (t: TFunction, { duty, name }: { duty: string; name: string }): string =>
  duty === "dutyOfficer" || duty === "dispatcher" ? t(`roles.${duty}`) : name;
