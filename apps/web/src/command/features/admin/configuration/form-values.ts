/** What a form gives, without what was left empty: numbers cleared are null, texts cleared are "". */
export function filledIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filledIn).filter((one) => one !== undefined);
  if (typeof value === "string") return value.trim() === "" ? undefined : value.trim();
  if (typeof value !== "object" || value === null) return value ?? undefined;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]) => [name, filledIn(inner)] as const)
      .filter(([, inner]) => inner !== undefined),
  );
}
