import type { ConfigurationKind } from "@gezhi/contract/configuration.ts";
import canonicalize from "canonicalize";

export type Difference = {
  added: string[];
  removed: string[];
  changed: string[];
  /** How many there are in all, when the lists above are cut. */
  total: number;
};

const longest = 200;

/** The database keeps the names of an object in an order of its own. */
const text = (value: unknown): string => canonicalize(value) ?? "";

/** What a person calls the parts of a document: codes, numbers, dates. */
function partsOf(kind: ConfigurationKind, content: unknown): Map<string, string> {
  const parts = new Map<string, string>();
  const document = (content ?? {}) as Record<string, unknown>;
  const keyed = (list: unknown, keyOf: (item: Record<string, unknown>) => string) => {
    for (const item of (list ?? []) as Record<string, unknown>[])
      parts.set(keyOf(item), text(item));
  };
  switch (kind) {
    case "catalogue":
      keyed(document.categories, ({ code }) => String(code));
      break;
    case "posts":
    case "departments":
      keyed(document[kind], ({ code }) => String(code));
      break;
    case "deviceProfiles":
      keyed(document.profiles, ({ code }) => String(code));
      break;
    case "alarmRules":
      keyed(document.rules, ({ code }) => String(code));
      break;
    case "caseForms":
      keyed(document.forms, ({ code }) => String(code));
      break;
    case "routing":
      keyed(document.rules, ({ number }) => String(number));
      break;
    case "keywords":
      keyed(document.keywords, ({ code, word }) => `${String(code)} ${String(word)}`);
      break;
    case "lists":
      for (const list of Object.values(document)) keyed(list, ({ code }) => String(code));
      break;
    case "calendar":
      keyed(document.exceptions, ({ date }) => String(date));
      for (const [day, hours] of Object.entries(document.week ?? {}))
        parts.set(`星期${day}`, text(hours));
      break;
    case "limits":
    case "wall":
      for (const [name, value] of Object.entries(document)) flatten(name, value, parts);
      break;
  }
  return parts;
}

function flatten(path: string, value: unknown, parts: Map<string, string>): void {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    parts.set(path, text(value));
  else for (const [name, inner] of Object.entries(value)) flatten(`${path}.${name}`, inner, parts);
}

/** For the audit: which parts came, went and changed. */
export function differenceOf(kind: ConfigurationKind, before: unknown, after: unknown): Difference {
  const old = partsOf(kind, before);
  const fresh = partsOf(kind, after);
  const added = [...fresh.keys()].filter((key) => !old.has(key));
  const removed = [...old.keys()].filter((key) => !fresh.has(key));
  const changed = [...fresh].flatMap(([key, part]) =>
    old.has(key) && old.get(key) !== part ? [key] : [],
  );
  return {
    added: added.slice(0, longest),
    removed: removed.slice(0, longest),
    changed: changed.slice(0, longest),
    total: added.length + removed.length + changed.length,
  };
}
