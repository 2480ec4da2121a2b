import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { Button } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { useIncidentCounts, useIncidentPages } from "../../../shared/incidents/incident-queries.ts";
import { RemainingTime } from "../../../shared/time.tsx";
import { ErrorState, LoadingState } from "../../../shared/ui/states.tsx";
import { SimulatedTag, StatusTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { CountsBar } from "./CountsBar.tsx";
import { activeFilters, type DeskSearch } from "./desk-search.ts";
import "./desk.css";
import { FilterBar } from "./FilterBar.tsx";
import { laneNames, laneQuery, lanes, type Lane } from "./task-lanes.ts";
import "./task-board.css";

type Props = { search: DeskSearch; onSearch: (search: DeskSearch) => void };

/** What is under way, side by side by what has to happen next; a card opens at the desk. */
export function TaskBoard({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const open = (incident: string) => onSearch({ ...search, view: undefined, incident });
  return (
    <div className="desk task-board">
      <h1 className="visually-hidden">{t("desk.board.title")}</h1>
      <CountsBar
        unit={search.unit}
        onFilter={(next) => onSearch(next.open === "true" ? { ...next, view: "board" } : next)}
      />
      <FilterBar search={search} onSearch={onSearch} />
      <div className="lanes">
        {laneNames.map((lane) => (
          <LaneColumn key={lane} lane={lane} search={search} onOpen={open} />
        ))}
      </div>
    </div>
  );
}

type LaneProps = { lane: Lane; search: DeskSearch; onOpen: (id: string) => void };

function LaneColumn({ lane, search, onOpen }: LaneProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  const title = useId();
  const pages = useIncidentPages(laneQuery(search, lane));
  const counts = useIncidentCounts(search.unit);
  const states: readonly IncidentStatus[] = lanes[lane];
  // A search for a number finds its incident whatever else was asked for.
  const rows =
    pages.data?.pages.flatMap(({ items }) =>
      items.filter(({ status }) => states.includes(status)),
    ) ?? [];
  const narrowed = activeFilters(search).some((name) => name !== "unit") || search.q;
  const whole = lanes[lane].reduce((sum, status) => sum + (counts.data?.byStatus[status] ?? 0), 0);
  const shown = `${rows.length}${pages.hasNextPage ? "+" : ""}`;
  return (
    <section className="lane" aria-labelledby={title}>
      <h2 id={title}>
        {t(`desk.board.lanes.${lane}`)}{" "}
        <span className="figures muted">{narrowed || !counts.data ? shown : whole}</span>
      </h2>
      {pages.isPending ? (
        <LoadingState rows={4} />
      ) : pages.error ? (
        <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
      ) : rows.length === 0 ? (
        <p className="muted lane-empty">{t("desk.board.empty")}</p>
      ) : (
        <ol>
          {rows.map((incident) => (
            <li key={incident.id}>
              <button type="button" className="lane-card" onClick={() => onOpen(incident.id)}>
                <span className="lane-line">
                  <UrgencyTag urgency={incident.urgency} />
                  <RemainingTime
                    dueAt={incident.dueAt}
                    suspended={incident.status === "suspended"}
                  />
                </span>
                <strong>{words.what(incident)}</strong>
                <span className="muted">{incident.address || incident.unit.name}</span>
                <span className="muted">
                  {incident.handlers.find(({ part }) => part === "lead")?.name}
                </span>
                <span className="lane-line">
                  <span>
                    <StatusTag status={incident.status} />
                    {incident.simulated && <SimulatedTag />}
                  </span>
                  {incident.pinned && <strong>{t("incident.pinned")}</strong>}
                  {incident.supervised && <strong>{t("incident.supervised")}</strong>}
                </span>
              </button>
            </li>
          ))}
          {pages.hasNextPage && (
            <li>
              <Button
                block
                type="text"
                loading={pages.isFetchingNextPage}
                onClick={() => void pages.fetchNextPage()}
              >
                {t("desk.more")}
              </Button>
            </li>
          )}
        </ol>
      )}
    </section>
  );
}
