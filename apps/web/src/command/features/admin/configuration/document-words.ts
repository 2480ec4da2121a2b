import type { ConfigurationKind } from "@gezhi/contract/configuration.ts";
import type { TFunction } from "i18next";
import { zhCN } from "../../../../shared/i18n/zh-CN.ts";
import { formatHours, type Hours, type Weekday } from "./calendar-days.ts";

const { fields, lists } = zhCN.configuration;
const stages = zhCN.incident.stages;
const sources = zhCN.incident.sources;
const urgencies = zhCN.urgency;
const sections = zhCN.sections;
const { parties } = zhCN.alarms;
const { targets, confirmers } = zhCN.sensing.rules;
const wallParts = zhCN.wall.parts;
const wallTiles = zhCN.wall.tiles;
const { formats } = zhCN.sensing.profiles;
const { kinds: fieldKinds, moments } = zhCN.caseForms.config;

const has = <T extends object>(texts: T, key: string): key is Extract<keyof T, string> =>
  Object.hasOwn(texts, key);

const isHours = (value: unknown): value is Hours =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((one) => typeof one === "object" && one !== null && "from" in one && "to" in one);

/** `when.urgency` → 紧急程度; `stageMinutes.verify.red` → 核实 红 特急. */
export function fieldWords(t: TFunction, field: string): string {
  return field
    .split(".")
    .flatMap((name) => {
      if (name === "stageMinutes" || name === "when" || name === "to") return [];
      if (has(fields, name)) return [t(`configuration.fields.${name}`)];
      if (has(stages, name)) return [t(`incident.stages.${name}`)];
      return has(urgencies, name) ? [t(`urgency.${name}`)] : [name];
    })
    .join(" ");
}

/** What a person calls a part: 010101 暴露垃圾, 规则 3 燃气泄漏, 周一, 2026-10-01 国庆节. */
export function partWords(
  t: TFunction,
  kind: ConfigurationKind,
  key: string,
  value: unknown,
): string {
  const name =
    typeof value === "object" && value !== null && "name" in value ? String(value.name) : "";
  if (kind === "calendar" && key.startsWith("week/")) {
    return t(`configuration.weekdays.day${key.slice(5) as Weekday}`);
  }
  if (kind === "limits") return fieldWords(t, key);
  if (kind === "wall") {
    const [mode = "", side] = key.split(".");
    const name = has(wallParts, mode) ? t(`wall.parts.${mode}`) : mode;
    return side && has(wallParts, side) ? `${name} ${t(`wall.parts.${side}`)}` : name;
  }
  if (kind === "lists") {
    const [list = "", code] = key.split("/");
    const title = has(lists, list) ? t(`configuration.lists.${list}`) : list;
    return `${title} ${code} ${name}`;
  }
  if (kind === "routing") return t("configuration.rule", { number: key, name });
  return name === "" || key.includes(name) ? key : `${key} ${name}`;
}

/** The unit in which a limit is counted, as its own field says it. */
function limitWords(t: TFunction, field: string, value: number): string | undefined {
  if (field === "selfHandledSample") return `${Math.round(value * 1000) / 10} %`;
  if (field.startsWith("assessment.")) return `${value} %`;
  if (/^(stage|merge)Minutes\./.test(field)) return `${value} ${t("configuration.minutes")}`;
  if (/Days$|\.days$/.test(field)) return `${value} ${t("configuration.days")}`;
  return /[mM]etres$/.test(field) ? `${value} ${t("configuration.metres")}` : undefined;
}

/** `field` is where the value stands: a limit comes with its unit, a day says whether it is one of rest. */
export function valueWords(t: TFunction, value: unknown, field = ""): string {
  if (value === undefined || value === null || value === "") return t("configuration.nothing");
  if (field === "working" && typeof value === "boolean")
    return t(value ? "configuration.dayMakeUp" : "configuration.dayHoliday");
  if (typeof value === "number") return limitWords(t, field, value) ?? String(value);
  if (typeof value === "boolean") return t(value ? "configuration.yes" : "configuration.no");
  if (isHours(value)) return formatHours(value);
  if (Array.isArray(value))
    return value.length === 0
      ? t("configuration.nothing")
      : value.map((one) => valueWords(t, one)).join("、");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([name, inner]) => `${fieldWords(t, name)} ${valueWords(t, inner, name)}`)
      .join("；");
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (has(urgencies, text)) return t(`urgency.${text}`);
  if (has(wallTiles, text)) return t(`wall.tiles.${text}`);
  if (has(sources, text)) return t(`incident.sources.${text}`);
  if (has(parties, text)) return t(`alarms.parties.${text}`);
  if (has(targets, text)) return t(`sensing.rules.targets.${text}`);
  if (has(confirmers, text)) return t(`sensing.rules.confirmers.${text}`);
  if (has(moments, text)) return t(`caseForms.config.moments.${text}`);
  if (has(fieldKinds, text)) return t(`caseForms.config.kinds.${text}`);
  if (has(formats, text)) return t(`sensing.profiles.formats.${text}`);
  return has(sections, text) ? t(`sections.${text}`) : text;
}
