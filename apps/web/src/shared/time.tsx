import { FieldTimeOutlined, PauseCircleOutlined, WarningOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import type { TFunction } from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useTicking } from "./server-clock.ts";

const zone = "Asia/Shanghai";
const formats = {
  exact: {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  },
  short: { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  day: { year: "numeric", month: "2-digit", day: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export const formatTime = (at: string | number, format: keyof typeof formats = "exact"): string =>
  new Intl.DateTimeFormat("zh-CN", { ...formats[format], hourCycle: "h23", timeZone: zone })
    .format(new Date(at))
    .replaceAll("/", "-");

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Two units at most: 3 天 4 小时, 5 小时 10 分, 40 秒. */
export function formatDuration(t: TFunction, ms: number): string {
  const value = Math.abs(ms);
  const days = Math.floor(value / day);
  const hours = Math.floor((value % day) / hour);
  const minutes = Math.floor((value % hour) / minute);
  const seconds = Math.floor((value % minute) / 1000);
  if (days > 0) return hours > 0 ? t("time.daysHours", { days, hours }) : t("time.days", { days });
  if (hours > 0)
    return minutes > 0 ? t("time.hoursMinutes", { hours, minutes }) : t("time.hours", { hours });
  if (minutes >= 5) return t("time.minutes", { minutes });
  if (minutes > 0)
    return seconds > 0
      ? t("time.minutesSeconds", { minutes, seconds })
      : t("time.minutes", { minutes });
  return t("time.seconds", { seconds });
}

/** Only the largest unit, so that it changes rarely: 3 天前, 5 分钟前, 刚刚. */
export function formatRelative(t: TFunction, at: string, now: number): string {
  const past = now - Date.parse(at);
  const unit = [day, hour, minute].find((each) => Math.abs(past) >= each);
  if (!unit) return t("time.now");
  const text = formatDuration(t, Math.floor(Math.abs(past) / unit) * unit);
  return past > 0 ? t("time.ago", { text }) : t("time.in", { text });
}

/** "5 分前"; the exact instant on hover. */
export function RelativeTime({ at }: { at: string }) {
  const { t } = useTranslation();
  const text = useTicking(useCallback((now: number) => formatRelative(t, at, now), [t, at]));
  return (
    <Tooltip title={formatTime(at)}>
      <time dateTime={at} className="figures">
        {text}
      </time>
    </Tooltip>
  );
}

export const ExactTime = ({
  at,
  format = "exact",
}: {
  at: string;
  format?: keyof typeof formats;
}) => (
  <time dateTime={at} className="figures">
    {formatTime(at, format)}
  </time>
);

type RemainingProps = { dueAt: string | null; suspended?: boolean };
const soonMs = 15 * minute;

/** What is left of a limit by the server's clock: icon, words and shape differ, not only the colour. */
export function RemainingTime({ dueAt, suspended = false }: RemainingProps) {
  const { t } = useTranslation();
  const due = dueAt === null ? null : Date.parse(dueAt);
  const state = useTicking(
    useCallback(
      (now: number) =>
        due === null ? "none" : now > due ? "over" : due - now < soonMs ? "soon" : "ample",
      [due],
    ),
  );
  const text = useTicking(
    useCallback((now: number) => (due === null ? "" : formatDuration(t, due - now)), [due, t]),
  );
  if (suspended) {
    return (
      <span className="pill pill-none">
        <PauseCircleOutlined aria-hidden /> {t("time.suspended")}
      </span>
    );
  }
  if (due === null || dueAt === null) return null;
  return (
    <Tooltip title={t("time.dueAt", { at: formatTime(dueAt) })}>
      <span className={`pill pill-${state} figures`}>
        {state === "over" ? <WarningOutlined aria-hidden /> : <FieldTimeOutlined aria-hidden />}{" "}
        {state === "over" ? t("time.over", { text }) : t("time.left", { text })}
      </span>
    </Tooltip>
  );
}
