import { acts } from "./en/acts.ts";
import { desk } from "./en/desk.ts";
import { incident } from "./en/incident.ts";
import { shared } from "./en/shared.ts";
import type { Translation } from "./translation.ts";
import type { zhCN } from "./zh-CN.ts";

export const en: Translation<typeof zhCN> = { ...shared, ...acts, ...desk, ...incident };
