import type { SensorRow } from "./row-schemas.ts";

/** A more urgent level must lie further out than a less urgent one, or it would never be reached. */
export function checkThresholds(place: string, row: SensorRow): string[] {
  const levels = [row.blue, row.yellow, row.orange, row.red].filter((level) => level !== null);
  if (levels.length === 0) return [`${place} has no threshold`];
  const direction = { ">=": 1, "<=": -1, "==": 0 }[row.operator];
  const outOfOrder = levels.some((level, index) => {
    const previous = levels[index - 1];
    return previous !== undefined && (level - previous) * direction <= 0;
  });
  return direction !== 0 && outOfOrder ? [`${place} thresholds do not rise with urgency`] : [];
}
