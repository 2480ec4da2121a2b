import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { addDays, formatHours, weekdayOf, weekdays, type Day } from "./calendar-days.ts";
import type { Change } from "./editor-types.ts";

type Props = {
  title: string;
  days: readonly Day[];
  chosen: string | undefined;
  changes: ReadonlyMap<string, Change>;
  onChoose: ((date: string) => void) | undefined;
};

const steps: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

/** Arrow keys go from day to day, across months; one day of each month is reached with Tab. */
function go(event: KeyboardEvent<HTMLButtonElement>, date: string): void {
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  document.querySelector<HTMLElement>(`[data-date="${addDays(date, step)}"]`)?.focus();
}

export function CalendarMonth({ title, days, chosen, changes, onChoose }: Props) {
  const { t } = useTranslation();
  const reached = days.some(({ date }) => date === chosen) ? chosen : days[0]?.date;
  const indent = weekdays.indexOf(weekdayOf(days[0]?.date ?? "2026-01-01")) + 1;
  const mark = ({ working, exception }: Day) =>
    exception ? t(working ? "configuration.markWork" : "configuration.markRest") : "";
  const words = (day: Day) => {
    const { date, working, hours, exception } = day;
    return [
      `${Number(date.slice(8))}${mark(day)}`,
      date,
      t(`configuration.weekdays.day${weekdayOf(date)}`),
      t(working ? "configuration.dayWork" : "configuration.dayRest"),
      exception?.name,
      formatHours(hours),
      changes.has(date) && t("configuration.changes.changed"),
    ]
      .filter(Boolean)
      .join(" ");
  };
  return (
    <fieldset className="calendar-month">
      <legend>{title}</legend>
      <div className="calendar-grid">
        {weekdays.map((weekday) => (
          <span key={weekday} className="calendar-weekday" aria-hidden>
            {t(`configuration.weekdaysShort.day${weekday}`)}
          </span>
        ))}
        {days.map((day, index) => {
          const { date, working, exception } = day;
          const className = [
            "calendar-day",
            working ? "calendar-work" : "calendar-rest",
            exception ? "calendar-exception" : "",
            changes.has(date) ? "calendar-changed" : "",
          ].join(" ");
          const content = (
            <>
              {Number(date.slice(8))}
              {exception && <i>{mark(day)}</i>}
            </>
          );
          const style = index === 0 ? { gridColumnStart: indent } : undefined;
          return onChoose ? (
            <button
              key={date}
              type="button"
              className={className}
              style={style}
              data-date={date}
              title={words(day)}
              aria-label={words(day)}
              aria-pressed={date === chosen}
              tabIndex={date === reached ? 0 : -1}
              onKeyDown={(event) => go(event, date)}
              onClick={() => onChoose(date)}
            >
              {content}
            </button>
          ) : (
            <span key={date} className={className} style={style} title={words(day)}>
              {content}
            </span>
          );
        })}
      </div>
    </fieldset>
  );
}
