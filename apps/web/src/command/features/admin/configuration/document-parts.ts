import type { Calendar, ConfigurationKind, ContentOf } from "@gezhi/contract/configuration.ts";

/** What a person changes one at a time: a category, a rule, a day, a limit. Keys say where it belongs. */
export type Parts = ReadonlyMap<string, unknown>;

type Shape<C> = { split: (content: C) => Parts; join: (parts: Parts) => C };

const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function listOf<T, N extends string>(
  name: N,
  keyOf: (item: T) => string,
  order?: (a: T, b: T) => number,
): Shape<Record<N, T[]>> {
  return {
    split: (content) => new Map(content[name].map((item) => [keyOf(item), item])),
    join: (parts) => {
      const items = [...parts.values()] as T[];
      return { [name]: order ? items.toSorted(order) : items } as Record<N, T[]>;
    },
  };
}

/** `limits.a.b` → value; a list counts as one value. */
function flatten(value: unknown, path: string, into: Map<string, unknown>): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) into.set(path, value);
  else
    for (const [name, inner] of Object.entries(value))
      flatten(inner, path === "" ? name : `${path}.${name}`, into);
}

function unflatten(parts: Parts): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of parts) {
    const names = path.split(".");
    const last = names.pop() ?? path;
    let place = root;
    for (const name of names) place = (place[name] ??= {}) as Record<string, unknown>;
    place[last] = value;
  }
  return root;
}

const shapes: { [K in ConfigurationKind]: Shape<ContentOf<K>> } = {
  catalogue: listOf(
    "categories",
    ({ code }) => code,
    (a, b) => byCode(a.code, b.code),
  ),
  posts: listOf("posts", ({ code }) => code),
  departments: listOf("departments", ({ code }) => code),
  routing: listOf(
    "rules",
    ({ number }) => String(number),
    (a, b) => a.number - b.number,
  ),
  keywords: listOf("keywords", ({ code, word }) => `${code} ${word}`),
  deviceProfiles: listOf(
    "profiles",
    ({ code }) => code,
    (a, b) => byCode(a.code, b.code),
  ),
  alarmRules: listOf(
    "rules",
    ({ code }) => code,
    (a, b) => byCode(a.code, b.code),
  ),
  caseForms: listOf(
    "forms",
    ({ code }) => code,
    (a, b) => byCode(a.code, b.code),
  ),
  lists: {
    split: (lists) =>
      new Map(
        Object.entries(lists).flatMap(([list, items]) =>
          items.map((item) => [`${list}/${item.code}`, item] as const),
        ),
      ),
    join: (parts) => {
      const lists: Record<string, unknown[]> = {
        negative: [],
        statutory: [],
        leadAssist: [],
        villageMatters: [],
        proofsAllowed: [],
        proofsRefused: [],
        plates: [],
      };
      for (const [key, item] of parts) lists[key.slice(0, key.indexOf("/"))]?.push(item);
      return lists as ContentOf<"lists">;
    },
  },
  calendar: {
    split: ({ week, exceptions }) =>
      new Map<string, unknown>([
        ...Object.entries(week).map(([day, hours]) => [`week/${day}`, hours] as const),
        ...exceptions.map((exception) => [exception.date, exception] as const),
      ]),
    join: (parts) => {
      const week: Record<string, unknown> = {};
      const exceptions: Calendar["exceptions"] = [];
      for (const [key, value] of parts) {
        if (key.startsWith("week/")) week[key.slice(5)] = value;
        else exceptions.push(value as Calendar["exceptions"][number]);
      }
      return {
        week: week as Calendar["week"],
        exceptions: exceptions.toSorted((a, b) => byCode(a.date, b.date)),
      };
    },
  },
  wall: {
    split: (wall) => {
      const parts = new Map<string, unknown>();
      flatten(wall, "", parts);
      return parts;
    },
    join: (parts) => unflatten(parts) as ContentOf<"wall">,
  },
  limits: {
    split: (limits) => {
      const parts = new Map<string, unknown>();
      flatten(limits, "", parts);
      return parts;
    },
    join: (parts) => unflatten(parts) as ContentOf<"limits">,
  },
};

export const splitDocument = <K extends ConfigurationKind>(kind: K, content: ContentOf<K>): Parts =>
  shapes[kind].split(content);

export const joinDocument = <K extends ConfigurationKind>(kind: K, parts: Parts): ContentOf<K> =>
  shapes[kind].join(parts);

/** The database keeps the names of an object in an order of its own, so the order does not count. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => sameValue(left[name], right[name]));
}

export type FieldDifference = { field: string; before: unknown; after: unknown };
export type Difference = {
  key: string;
  change: "added" | "removed" | "changed";
  before: unknown;
  after: unknown;
  /** Of a changed object: which of its fields. Empty when the part is a plain value. */
  fields: FieldDifference[];
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fieldsOf(before: unknown, after: unknown): FieldDifference[] {
  if (!isObject(before) || !isObject(after)) return [];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) => {
    const [old, fresh] = [before[field], after[field]];
    if (sameValue(old, fresh)) return [];
    const inner = isObject(old) && isObject(fresh) ? fieldsOf(old, fresh) : [];
    return inner.length > 0
      ? inner.map((one) => ({ ...one, field: `${field}.${one.field}` }))
      : [{ field, before: old, after: fresh }];
  });
}

/** Which parts came, went and changed, in the order of the later document with what is gone last. */
export function differencesOf(before: Parts, after: Parts): Difference[] {
  const differences: Difference[] = [];
  for (const [key, value] of after) {
    const old = before.get(key);
    if (!before.has(key))
      differences.push({ key, change: "added", before: undefined, after: value, fields: [] });
    else if (!sameValue(old, value))
      differences.push({
        key,
        change: "changed",
        before: old,
        after: value,
        fields: fieldsOf(old, value),
      });
  }
  for (const [key, value] of before)
    if (!after.has(key))
      differences.push({ key, change: "removed", before: value, after: undefined, fields: [] });
  return differences;
}

export type Rebased = {
  parts: Parts;
  /** Keys that both sides changed differently; mine were kept. */
  conflicts: string[];
};

/** My changes to `base`, made on top of what somebody else published meanwhile. */
export function rebase(base: Parts, mine: Parts, theirs: Parts): Rebased {
  const parts = new Map(theirs);
  const conflicts: string[] = [];
  for (const { key, change, after } of differencesOf(base, mine)) {
    const [old, other] = [base.get(key), theirs.get(key)];
    const touched = base.has(key) !== theirs.has(key) || !sameValue(old, other);
    if (touched && !sameValue(other, after)) conflicts.push(key);
    if (change === "removed") parts.delete(key);
    else parts.set(key, after);
  }
  return { parts, conflicts };
}
