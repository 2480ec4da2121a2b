import { ScheduleOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Popover } from "antd";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";
import "./duty.css";
import { dutyName } from "./duty-name.ts";
import { useDuty } from "./duty-queries.ts";

/** Who is on duty now: the centre in the line, the posts when it is pointed at; leads to the roster. */
export function DutyToday() {
  const { t } = useTranslation();
  const town = useMe()
    .appointments.find(({ unit }) => unit.length >= 9)
    ?.unit.slice(0, 9);
  const { data } = useDuty({ unit: town, days: 1 }, town !== undefined);
  if (!data) return null;
  const { now, duties } = data;
  const onDuty = duties.flatMap(({ duty, name }) => {
    const cell = data.cells.find(
      (one) => one.day === now.day && one.shift === now.shift && one.duty === duty,
    );
    return cell
      ? [
          {
            duty,
            name: dutyName(t, { duty, name }),
            people: cell.people.map((one) => one.name).join("、"),
          },
        ]
      : [];
  });
  const centre = onDuty.filter(({ duty }) => duty === "dutyOfficer" || duty === "dispatcher");
  return (
    <Popover
      placement="bottomRight"
      title={t("duty.todayTitle", { shift: t(`duty.shifts.${now.shift}`) })}
      content={
        onDuty.length > 0 ? (
          <dl className="duty-now-list">
            {onDuty.map(({ duty, name, people }) => (
              <div key={duty}>
                <dt>{name}</dt>
                <dd>{people}</dd>
              </div>
            ))}
          </dl>
        ) : (
          <p className="muted">{t("duty.nobodyHint")}</p>
        )
      }
    >
      <Link to="/duty" className="duty-today">
        <ScheduleOutlined aria-hidden /> {t(`duty.shifts.${now.shift}`)}{" "}
        {centre.length === 0
          ? t("duty.nobody")
          : centre.map(({ duty, name, people }) => (
              <span key={duty}>
                {name} <strong>{people}</strong>
              </span>
            ))}
      </Link>
    </Popover>
  );
}
