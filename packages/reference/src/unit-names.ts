/** …社区居民委员会 → …社区, …村村民委员会 → …村, 盐井凼村民委员会 → 盐井凼村. */
export function shortNameOf(name: string): string {
  return name
    .replace(/社区(居民委员会|村民委员会|工作站)$/, "社区")
    .replace(/村?村民委员会$/, "村");
}

/** 社区, urban, against 村, rural. */
export const isCommunity = (name: string): boolean => name.includes("社区");
