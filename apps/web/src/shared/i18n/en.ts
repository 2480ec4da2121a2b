import { acts } from "./en/acts.ts";
import { desk } from "./en/desk.ts";
import { incident } from "./en/incident.ts";
import { field } from "./en/field.ts";
import { phone } from "./en/phone.ts";
import { resident } from "./en/resident.ts";
import { shared } from "./en/shared.ts";
import type { Translation } from "./translation.ts";
import type { zhCN } from "./zh-CN.ts";

export const en: Translation<typeof zhCN> = {
  ...shared,
  ...acts,
  ...desk,
  ...incident,
  ...resident,
  ...phone,
  ...field,
};
