import type { DutyToWalk } from "@gezhi/contract/patrols.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { timeOrderedId } from "../../../shared/phone/queue/time-ordered-id.ts";
import { dayOf, everyWords } from "../../../shared/patrols/patrol-words.ts";
import { serverNow } from "../../../shared/server-clock.ts";
import { setUnderway } from "./underway.ts";

type Props = { account: string; items: readonly DutyToWalk[]; busy: boolean };

/** What the own grids still are to be patrolled for, begun with one tap (R26). */
export function ToWalk({ account, items, busy }: Props) {
  const { t } = useTranslation();
  const today = dayOf(serverNow());
  const start = ({ unit, duty }: DutyToWalk) =>
    setUnderway(account, {
      id: timeOrderedId(),
      unit: unit.code,
      duty: duty.code,
      task: duty.task,
      startedAt: serverNow(),
      track: [],
    });
  return (
    <section className="phone-card" aria-label={t("patrols.field.toWalk")}>
      <h2>{t("patrols.field.toWalk")}</h2>
      {items.length === 0 && <p className="phone-note">{t("patrols.field.allWalked")}</p>}
      <ul className="field-to-walk">
        {items.map((one) => (
          <li key={`${one.unit.code} ${one.duty.code}`}>
            <span>
              <strong>{one.duty.task}</strong>
              <span className="phone-note">
                {one.unit.name} · {everyWords(t, one.everyDays)} ·{" "}
                {one.last === today
                  ? t("patrols.field.today")
                  : t("patrols.field.until", { day: one.last.slice(5) })}
              </span>
            </span>
            {!busy && <Button onClick={() => start(one)}>{t("patrols.field.begin")}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
