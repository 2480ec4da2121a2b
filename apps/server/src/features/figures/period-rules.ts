const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Beijing keeps one time all year. */
const beijingMs = 8 * hourMs;

/** How many days back hours are kept; what lies before is summed up by day. */
export const hoursKeptDays = 34;

export const dayOf = (at: number): number =>
  Math.floor((at + beijingMs) / dayMs) * dayMs - beijingMs;
export const endOfHour = (at: number): number => (Math.floor(at / hourMs) + 1) * hourMs;

export type Stretch = { span: "month" | "day" | "hour"; from: number; to: number };

/** Whole days of Beijing, and the hours before and after them. */
export function stretchesOf(from: number, to: number): Stretch[] {
  const firstDay = dayOf(from + dayMs - 1);
  const afterDays = dayOf(to);
  if (afterDays <= firstDay) return from < to ? [{ span: "hour", from, to }] : [];
  const stretches: Stretch[] = [
    { span: "hour", from, to: firstDay },
    { span: "day", from: firstDay, to: afterDays },
    { span: "hour", from: afterDays, to },
  ];
  return stretches.filter((stretch) => stretch.from < stretch.to);
}

/** The first instant of the month of Beijing in which this one lies, and of the one after. */
const monthOf = (at: number, after = 0): number => {
  const local = new Date(at + beijingMs);
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + after) - beijingMs;
};

/** Whole months in place of their days. */
export const inMonths = (stretches: readonly Stretch[]): Stretch[] =>
  stretches.flatMap((stretch): Stretch[] => {
    const { span, from, to } = stretch;
    if (span !== "day") return [stretch];
    const firstMonth = monthOf(from) === from ? from : monthOf(from, 1);
    const afterMonths = monthOf(to);
    if (afterMonths <= firstMonth) return [stretch];
    const parts: Stretch[] = [
      { span: "day", from, to: firstMonth },
      { span: "month", from: firstMonth, to: afterMonths },
      { span: "day", from: afterMonths, to },
    ];
    return parts.filter((part) => part.from < part.to);
  });

/** All in hours. */
export const hoursOf = (from: number, to: number): Stretch[] =>
  from < to ? [{ span: "hour", from, to }] : [];

/** Whether the hours of these stretches are still kept. */
export const isKept = (stretches: readonly Stretch[], now: number): boolean =>
  stretches.every(({ span, from }) => span !== "hour" || from >= now - hoursKeptDays * dayMs);
