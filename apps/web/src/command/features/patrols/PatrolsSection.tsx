import { PatrolState } from "@gezhi/contract/patrols.ts";
import { Link } from "@tanstack/react-router";
import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { usePatrolDues } from "./patrol-due-queries.ts";
import type { PatrolsShown } from "./patrol-queries.ts";
import { PatrolSign } from "./PatrolSign.tsx";

type Props = {
  patrols: PatrolsShown;
  /** Whose duties are counted: a town or what lies below. */
  unit: string;
  /** Of an instant that is over nothing is said of what is to come. */
  past: boolean;
  onToggle: (on: boolean) => void;
};

/** The layer of patrols: its switch, what its lines mean and how many there are, and what is kept of whom. */
export function PatrolsSection({ patrols, unit, past, onToggle }: Props) {
  const { t } = useTranslation();
  const { on, items, more, closed, known, failed } = patrols;
  return (
    <section className="map-layer" aria-label={t("patrols.layer")}>
      <div className="map-layer-head">
        <Checkbox checked={on} onChange={({ target }) => onToggle(target.checked)}>
          {t("patrols.layer")}
        </Checkbox>
        {items.some(({ simulated }) => simulated) && <SimulatedTag />}
        {on && (
          <span className="figures muted">
            {failed
              ? t("cityMap.failed")
              : closed
                ? t("cityMap.closed")
                : known
                  ? `${items.length}${more ? "+" : ""}`
                  : "…"}
          </span>
        )}
      </div>
      {on && (
        <>
          <ul className="map-signs" aria-label={t("patrols.legend")}>
            {PatrolState.options.map((state) => (
              <li key={state}>
                <PatrolSign state={state} /> {t(`patrols.states.${state}`)}{" "}
                <span className="figures muted">
                  {items.filter((one) => one.state === state).length}
                </span>
              </li>
            ))}
          </ul>
          {!past && unit.length >= 9 && <DuesLine unit={unit} />}
          <p className="muted map-note">{t("patrols.note")}</p>
        </>
      )}
    </section>
  );
}

/** How the grids stand with their patrols, with the list behind it. */
function DuesLine({ unit }: { unit: string }) {
  const { t } = useTranslation();
  const { data } = usePatrolDues({ unit });
  if (!data || data.closed) return null;
  return (
    <p className="map-note figures">
      {t("patrols.dues.line", data.totals)}{" "}
      <Link to="/patrols" search={{ unit }}>
        {t("patrols.dues.open")}
      </Link>
    </p>
  );
}
