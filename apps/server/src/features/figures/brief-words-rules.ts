export const dayMs = 86_400_000;
export const beijing = (at: number) => new Date(at + 8 * 3_600_000);
/** 2026年11月26日, as the rules for official documents write it. */
export const dateText = (at: number): string => {
  const local = beijing(at);
  return `${local.getUTCFullYear()}年${local.getUTCMonth() + 1}月${local.getUTCDate()}日`;
};
export const shortDate = (at: number): string => dateText(at).replace(/^\d+年/, "");
export const moment = (at: number): string => {
  const local = beijing(at);
  const minutes = local.getUTCMinutes();
  return `${shortDate(at)}${local.getUTCHours()}时${minutes > 0 ? `${minutes}分` : ""}`;
};

/** One number a day, counted from the first of January. */
export function briefNumber(start: number): string {
  const year = beijing(start).getUTCFullYear();
  const first = Date.UTC(year, 0, 1) - 8 * 3_600_000;
  return `〔${year}〕第${Math.round((start - first) / dayMs) + 1}期`;
}

/** 增加3件（上升25%）; nothing is divided by nothing. */
export function changeText(now: number, before: number): string {
  if (now === before) return "持平";
  const by = Math.abs(now - before);
  const share = before === 0 ? "" : `，${now > before ? "升" : "降"}${percent(by / before)}`;
  return `${now > before ? "增加" : "减少"}${by}件${share}`;
}
export const percent = (share: number): string => `${(Math.round(share * 1000) / 10).toString()}%`;
export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((all, one) => all + one, 0) / values.length;
export const oneDigit = (value: number): string => (Math.round(value * 10) / 10).toString();
