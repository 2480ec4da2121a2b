import type { DutyCell, DutyRoster } from "@gezhi/contract/duty.ts";
import { Shift } from "@gezhi/contract/duty.ts";
import { Alert, Button, Popover, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { daysFrom, weekdayOf } from "./duty-days.ts";
import { dutyName } from "./duty-name.ts";
import { useSetDuty } from "./duty-queries.ts";

type Duty = DutyRoster["duties"][number];
type ShiftOf = { day: string; shift: Shift };

/** Duties down, shifts across; a cell without names means that everybody appointed is asked. */
export function DutyTable({ roster }: { roster: DutyRoster }) {
  const { t, i18n } = useTranslation();
  const { now, cells, duties, mayEdit } = roster;
  const days = daysFrom(roster.from, roster.days);
  const shifts: ShiftOf[] = days.flatMap((day) => Shift.options.map((shift) => ({ day, shift })));
  const isNow = ({ day, shift }: ShiftOf) => day === now.day && shift === now.shift;
  const isPast = ({ day, shift }: ShiftOf) =>
    day < now.day || (day === now.day && shift === "day" && now.shift === "night");
  const cellOf = ({ day, shift }: ShiftOf, duty: string) =>
    cells.find((cell) => cell.day === day && cell.shift === shift && cell.duty === duty);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must be reachable by keyboard
    <section className="data-table-box duty-box" tabIndex={0} aria-label={t("duty.title")}>
      <table className="data-table duty-table">
        <thead>
          <tr>
            <th scope="col" rowSpan={2} className="duty-name">
              {t("duty.duty")}
            </th>
            {days.map((day) => (
              <th key={day} scope="colgroup" colSpan={2} className="duty-day">
                <span className="figures">{day.slice(5)}</span> {weekdayOf(day, i18n.language)}
              </th>
            ))}
          </tr>
          <tr>
            {shifts.map((shift) => (
              <th
                key={`${shift.day} ${shift.shift}`}
                scope="col"
                className={isNow(shift) ? "duty-now" : undefined}
              >
                {t(`duty.shifts.${shift.shift}`)}
                {isNow(shift) && <span className="duty-now-mark">{t("duty.now")}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {duties.map((duty) => (
            <tr key={duty.duty}>
              <th scope="row" className="duty-name">
                {dutyName(t, duty)}
              </th>
              {shifts.map((shift) => (
                <td
                  key={`${shift.day} ${shift.shift}`}
                  className={isNow(shift) ? "duty-now" : isPast(shift) ? "duty-past" : undefined}
                >
                  <Cell
                    unit={roster.unit.code}
                    duty={duty}
                    shift={shift}
                    cell={cellOf(shift, duty.duty)}
                    editable={mayEdit && !isPast(shift)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type CellProps = {
  unit: string;
  duty: Duty;
  shift: ShiftOf;
  cell: DutyCell | undefined;
  editable: boolean;
};

function Cell({ unit, duty, shift, cell, editable }: CellProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const names = cell?.people.map(({ name }) => name) ?? [];
  const text =
    names.length > 0 ? (
      names.map((name, index) => (
        <span key={name} className="duty-person">
          {name}
          {index < names.length - 1 && "、"}
        </span>
      ))
    ) : (
      <span className="muted">{t("duty.everybody")}</span>
    );
  if (!editable) return text;
  const label = t("duty.edit", {
    duty: dutyName(t, duty),
    day: shift.day,
    shift: t(`duty.shifts.${shift.shift}`),
  });
  return (
    <Popover
      trigger="click"
      destroyOnHidden
      open={open}
      onOpenChange={setOpen}
      title={label}
      content={
        <CellForm unit={unit} duty={duty} shift={shift} cell={cell} onDone={() => setOpen(false)} />
      }
    >
      <button type="button" className="duty-cell" aria-expanded={open}>
        {text} <span className="visually-hidden">{label}</span>
      </button>
    </Popover>
  );
}

function CellForm({
  unit,
  duty,
  shift,
  cell,
  onDone,
}: Omit<CellProps, "editable"> & { onDone: () => void }) {
  const { t } = useTranslation();
  const [accounts, setAccounts] = useState<string[]>(
    cell?.people.map(({ account }) => account) ?? [],
  );
  const set = useSetDuty();
  return (
    <div className="duty-form">
      <Select
        mode="multiple"
        aria-label={t("duty.people")}
        placeholder={t("duty.everybodyHint")}
        value={accounts}
        onChange={setAccounts}
        options={duty.holders.map(({ account, name, username, holder }) => ({
          value: account,
          label: holder ? `${name}（${t(`admin.holders.${holder}`)}）` : name,
          title: username,
        }))}
      />
      {set.error && <Alert type="error" showIcon title={set.error.message} />}
      <Button
        type="primary"
        size="small"
        loading={set.isPending}
        onClick={() =>
          set.mutate({ unit, ...shift, duty: duty.duty, accounts }, { onSuccess: onDone })
        }
      >
        {t("duty.save")}
      </Button>
    </div>
  );
}
