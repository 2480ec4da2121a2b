import { z } from "zod";

/** Addresses a person can read: `?urgency=red&urgency=orange`, everything a text, repeated names a list. */
export function parseSearch(search: string): Record<string, string | string[]> {
  const params = new URLSearchParams(search);
  const entries = [...new Set(params.keys())].map((key) => {
    const all = params.getAll(key);
    return [key, all.length > 1 ? all : (all[0] ?? "")] as const;
  });
  return Object.fromEntries(entries);
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) params.append(key, String(one));
  }
  const text = params.toString();
  return text && `?${text}`;
}

/** One or many of the same parameter; what does not fit is left out rather than breaking the page. */
export const listParam = <T extends z.ZodType>(item: T) =>
  z
    .preprocess(
      (value) => (value === undefined || Array.isArray(value) ? value : [value]),
      z.array(item).optional(),
    )
    .catch(undefined);
export const param = <T extends z.ZodType>(item: T) => item.optional().catch(undefined);
