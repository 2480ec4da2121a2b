import type { Wall } from "@gezhi/contract/wall.ts";
import { Link } from "@tanstack/react-router";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { formatCount } from "../../../shared/figures/figure-words.ts";
import type { IncidentListSearch } from "../../../shared/incidents/incident-list-search.ts";
import { KpiFigure } from "./Figure.tsx";
import { useToday } from "./use-wall.ts";

const listOf: Record<Wall["standing"][number], IncidentListSearch> = {
  open: { open: "true" },
  overdue: { overdue: "true", sort: "due" },
  dueToday: { due: "today", sort: "due" },
};

/** The few large figures above the map: of now, then of today. */
export function FigureBand({ unit, layout }: { unit: string; layout: Wall }) {
  const { t } = useTranslation();
  const { data } = useToday(unit);
  const standing = data?.total.standing;
  const opens = data === undefined || data.total.list !== null;
  return (
    <nav className="wall-band" aria-label={t("wall.today")}>
      {layout.standing.map((name) => (
        <Tooltip key={name} title={t(`wall.standingAbout.${name}`)}>
          <span
            className={`wall-figure${name === "overdue" && standing?.overdue ? " wall-figure-late" : ""}`}
          >
            <Link
              {...(opens
                ? { to: "/figures/incidents", search: { unit, ...listOf[name] } }
                : { to: "/city", search: { unit } })}
            >
              <strong>{standing ? formatCount(standing[name]) : "–"}</strong>
              <span>{t(`wall.standing.${name}`)}</span>
            </Link>
          </span>
        </Tooltip>
      ))}
      <span className="wall-band-rule">{t("wall.today")}</span>
      {layout.figures.map((kpi) => (
        <KpiFigure key={kpi} kpi={kpi} row={data?.total} unit={unit} />
      ))}
    </nav>
  );
}
