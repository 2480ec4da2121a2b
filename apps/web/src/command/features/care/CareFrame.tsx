import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { QueryState } from "../../../shared/ui/states.tsx";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import "./care.css";
import { CareTabs } from "./CareTabs.tsx";
import { useCareUnit } from "./use-care-unit.ts";

type Props<Register> = {
  title: string;
  line: string;
  unit: string | undefined;
  /** Undefined: the person's own. */
  onUnit: (unit: string | undefined) => void;
  query: UseQueryResult<Register>;
  children: (register: Register) => ReactNode;
};

/** What is kept for the people of a unit: its tabs, the unit and the register. */
export function CareFrame<Register>(props: Props<Register>) {
  const { title, line, unit, onUnit, query, children } = props;
  const { t } = useTranslation();
  const own = useCareUnit();
  return (
    <div className="care">
      <CareTabs />
      <header className="care-bar">
        <h1>{title}</h1>
        <UnitField
          label={t("care.unit")}
          within={own ?? ""}
          value={unit ?? own}
          levels={["town", "village", "grid"]}
          onChange={(next) => onUnit(next === own ? undefined : next)}
          width={220}
        />
      </header>
      <p className="muted">{line}</p>
      <QueryState query={query} rows={8}>
        {children}
      </QueryState>
    </div>
  );
}
