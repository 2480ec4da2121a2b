import { levelOf } from "@gezhi/contract/units.ts";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { UnitField } from "../../../../shared/units/UnitField.tsx";
import { useUnitDetail } from "../../../../shared/units/unit-queries.ts";
import { EmptyState } from "../../../../shared/ui/states.tsx";
import { useAdministered } from "../administered.ts";
import { AppointModal } from "./AppointModal.tsx";
import type { DutyValues } from "./duty-values.ts";
import { ForceTable } from "./ForceTable.tsx";
import "./people.css";
import { PostsTable } from "./PostsTable.tsx";
import { RolesTable } from "./RolesTable.tsx";

type Props = {
  unit: string;
  onUnit: (unit: string) => void;
};

/** Who does what in one unit, and where somebody is missing. */
export function AppointmentsPage({ unit, onUnit }: Props) {
  const { t } = useTranslation();
  const within = useAdministered();
  const level = levelOf(unit);
  const name = useUnitDetail(unit).data?.name ?? unit;
  const [appointing, setAppointing] = useState<Partial<DutyValues>>();
  const appoint = (duty: Partial<DutyValues>) => setAppointing({ unit, ...duty });
  return (
    <div className="admin-page">
      <header className="document-title">
        <h1>{t("admin.nav.appointments")}</h1>
        <UnitField
          label={t("admin.people.unit")}
          within={within}
          value={unit}
          onChange={(next) => next && onUnit(next)}
          width={260}
        />
        <span className="muted">
          {name} · {t(`admin.levels.${level}`)}
        </span>
        <span className="document-buttons">
          <Button type="primary" onClick={() => appoint({})}>
            {t("admin.people.appoint")}
          </Button>
        </span>
      </header>
      {level === "village" || level === "grid" ? (
        <ForceTable unit={unit} onAppoint={(duty) => setAppointing(duty)} />
      ) : level === "microGrid" ? (
        <EmptyState title={t("admin.people.noDutyHere")} />
      ) : (
        <div className="appointments-columns">
          <RolesTable unit={unit} onAppoint={appoint} />
          {level === "town" && <PostsTable town={unit} onAppoint={appoint} />}
        </div>
      )}
      {appointing && <AppointModal initial={appointing} onClose={() => setAppointing(undefined)} />}
    </div>
  );
}
