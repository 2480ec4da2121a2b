import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import type { Calendar } from "@gezhi/contract/configuration.ts";
import { Button, Input } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../../../shared/server-clock.ts";
import { DataTable } from "../../../../shared/ui/DataTable.tsx";
import { EmptyState } from "../../../../shared/ui/states.tsx";
import {
  dayOf,
  formatHours,
  monthsOf,
  parseHours,
  weekdays,
  withException,
  type Hours,
} from "./calendar-days.ts";
import { CalendarMonth } from "./CalendarMonth.tsx";
import { DayForm } from "./DayForm.tsx";
import type { EditorProps } from "./editor-types.ts";

const thisYear = () => new Date(serverNow()).getFullYear();

/** Working hours by weekday, and the year with its holidays and make-up days. */
export function CalendarEditor({ content, onChange, changes }: EditorProps<"calendar">) {
  const { t } = useTranslation();
  const [year, setYear] = useState(thisYear);
  const [chosen, setChosen] = useState<string>();
  const exceptions = useMemo(
    () => new Map(content.exceptions.map((exception) => [exception.date, exception])),
    [content],
  );
  const ofYear = content.exceptions.filter(({ date }) => date.startsWith(`${year}-`));
  const day = (date: string) => dayOf(content, date, exceptions.get(date));
  const months = monthsOf(year);
  const workdays = months.flat().filter((date) => day(date).working).length;
  const turn = (step: number) => {
    setYear(year + step);
    setChosen(undefined);
  };
  return (
    <div className="calendar">
      <section aria-labelledby="calendar-week">
        <h3 id="calendar-week">{t("configuration.week")}</h3>
        <dl className="calendar-week">
          {weekdays.map((weekday) => (
            <div key={weekday}>
              <dt>
                {t(`configuration.weekdays.day${weekday}`)}
                {changes.has(`week/${weekday}`) && (
                  <span className="change-mark">{t("configuration.changes.changed")}</span>
                )}
              </dt>
              <dd>
                <HoursField
                  label={t(`configuration.weekdays.day${weekday}`)}
                  value={content.week[weekday]}
                  onChange={
                    onChange &&
                    ((hours) =>
                      onChange({ ...content, week: { ...content.week, [weekday]: hours } }))
                  }
                />
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-labelledby="calendar-year">
        <div className="calendar-head">
          <Button
            icon={<LeftOutlined aria-hidden />}
            aria-label={t("configuration.yearBefore")}
            onClick={() => turn(-1)}
          />
          <h3 id="calendar-year" className="figures" aria-live="polite">
            {t("configuration.year", { year })}
          </h3>
          <Button
            icon={<RightOutlined aria-hidden />}
            aria-label={t("configuration.yearAfter")}
            onClick={() => turn(1)}
          />
          <span className="muted figures">
            {t("configuration.yearDays", { workdays, exceptions: ofYear.length })}
          </span>
          {!exceptions.has(`${year}-10-01`) && (
            <strong>{t("configuration.yearProvisional", { year })}</strong>
          )}
          <Legend />
        </div>
        {chosen && onChange && (
          <DayForm
            key={chosen}
            day={day(chosen)}
            onSave={(exception) => {
              onChange(withException(content, chosen, exception));
              setChosen(undefined);
            }}
            onCancel={() => setChosen(undefined)}
          />
        )}
        <div className="calendar-months">
          {months.map((dates, month) => (
            <CalendarMonth
              key={month}
              title={t("configuration.month", { month: month + 1 })}
              days={dates.map(day)}
              chosen={chosen}
              changes={changes}
              onChoose={onChange && setChosen}
            />
          ))}
        </div>
      </section>
      <section aria-labelledby="calendar-exceptions">
        <h3 id="calendar-exceptions">{t("configuration.exceptions", { year })}</h3>
        <ExceptionTable calendar={content} year={year} onChoose={onChange && setChosen} />
      </section>
    </div>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <span className="calendar-legend">
      <span className="calendar-day calendar-work">1</span> {t("configuration.dayWork")}
      <span className="calendar-day calendar-rest">1</span> {t("configuration.dayRest")}
      <span className="calendar-day calendar-rest calendar-exception">
        1<i>{t("configuration.markRest")}</i>
      </span>{" "}
      {t("configuration.dayHoliday")}
      <span className="calendar-day calendar-work calendar-exception">
        1<i>{t("configuration.markWork")}</i>
      </span>{" "}
      {t("configuration.dayMakeUp")}
    </span>
  );
}

type HoursProps = {
  label: string;
  value: Hours;
  onChange: ((hours: Hours) => void) | undefined;
};

/** `08:30–12:00 13:30–18:00`, empty for a day of rest. */
function HoursField({ label, value, onChange }: HoursProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const shown = formatHours(value);
  if (!onChange) return <span className="figures">{shown || t("configuration.dayRest")}</span>;
  const wrong = typed !== undefined && parseHours(typed) === undefined;
  return (
    <Input
      aria-label={label}
      aria-invalid={wrong}
      status={wrong ? "error" : ""}
      placeholder={t("configuration.dayRest")}
      title={wrong ? t("configuration.hoursWrong") : ""}
      value={typed ?? shown}
      onChange={({ target }) => {
        setTyped(target.value);
        const hours = parseHours(target.value);
        if (hours) onChange(hours);
      }}
      onBlur={() => setTyped(undefined)}
      size="small"
    />
  );
}

type ExceptionTableProps = {
  calendar: Calendar;
  year: number;
  onChoose: ((date: string) => void) | undefined;
};

/** The year's exceptions in words. */
function ExceptionTable({ calendar, year, onChoose }: ExceptionTableProps) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t("configuration.exceptions", { year })}
      rows={calendar.exceptions.filter(({ date }) => date.startsWith(`${year}-`))}
      keyOf={({ date }) => date}
      empty={<EmptyState title={t("configuration.noExceptions")} />}
      columns={[
        {
          key: "date",
          title: t("configuration.fields.date"),
          header: true,
          width: 140,
          render: ({ date }) =>
            onChoose ? (
              <button type="button" className="text-button figures" onClick={() => onChoose(date)}>
                {date}
              </button>
            ) : (
              <span className="figures">{date}</span>
            ),
        },
        {
          key: "working",
          title: t("configuration.fields.working"),
          width: 120,
          render: ({ working }) =>
            t(working ? "configuration.dayMakeUp" : "configuration.dayHoliday"),
        },
        { key: "name", title: t("configuration.fields.name"), render: ({ name }) => name },
        {
          key: "hours",
          title: t("configuration.fields.intervals"),
          render: (exception) => (
            <span className="figures">
              {formatHours(dayOf(calendar, exception.date, exception).hours)}
            </span>
          ),
        },
      ]}
    />
  );
}
