import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import type { DutyRoster } from "@gezhi/contract/duty.ts";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import "./duty.css";
import { shiftDay } from "./duty-days.ts";
import { DutyImport } from "./DutyImport.tsx";
import { useDuty } from "./duty-queries.ts";
import type { DutySearch } from "./duty-routes.tsx";
import { DutyTable } from "./DutyTable.tsx";

type Props = { search: DutySearch; onSearch: (search: DutySearch) => void };
const week = 7;

/** Who is on duty when in one town; notices and the acceptance chain go to them first. */
export function DutyPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const { appointments } = useMe();
  const [importing, setImporting] = useState(false);
  const above = appointments.find(({ unit }) => unit.length < 9);
  const unit = search.unit ?? appointments.find((held) => held.unit.length >= 9)?.unit.slice(0, 9);
  const roster = useDuty({ unit, from: search.from, days: week }, unit !== undefined);
  const from = roster.data?.from ?? search.from;
  const go = (days: number) => from && onSearch({ ...search, from: shiftDay(from, days) });
  return (
    <div className="duty">
      <header className="duty-head">
        <h1>{t("duty.title")}</h1>
        {above ? (
          <UnitField
            label={t("duty.town")}
            placeholder={t("duty.town")}
            within={above.unit}
            levels={["town"]}
            value={search.unit}
            onChange={(town) => onSearch({ ...search, unit: town })}
            width={220}
          />
        ) : (
          <strong>{roster.data?.unit.name}</strong>
        )}
        {unit && (
          <span className="duty-days">
            <Button
              icon={<LeftOutlined aria-hidden />}
              aria-label={t("duty.before")}
              onClick={() => go(-week)}
            />
            <Button onClick={() => onSearch({ ...search, from: undefined })}>
              {t("duty.today")}
            </Button>
            <Button
              icon={<RightOutlined aria-hidden />}
              aria-label={t("duty.after")}
              onClick={() => go(week)}
            />
          </span>
        )}
        <span className="muted">{t("duty.line")}</span>
        {roster.data?.mayEdit && (
          <Button className="duty-import-open" onClick={() => setImporting(true)}>
            {t("duty.import")}
          </Button>
        )}
      </header>
      {unit ? (
        <QueryState query={roster} rows={10}>
          {(data: DutyRoster) => <DutyTable roster={data} />}
        </QueryState>
      ) : (
        <EmptyState title={t("duty.chooseTown")} />
      )}
      {importing && roster.data && (
        <DutyImport roster={roster.data} onClose={() => setImporting(false)} />
      )}
    </div>
  );
}
