import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { RemainingTime } from "../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import type { IncidentListSearch } from "../../../shared/incidents/incident-list-search.ts";
import { waitingOf, type WaitingAct } from "./community-figures.ts";
import { useOpenIncidents } from "./use-community.ts";

const shown = 6;

/** What the community itself can do now; the server says so for each incident. */
export function WaitingPanel({ village }: { village: string }) {
  const { t } = useTranslation();
  const open = useOpenIncidents(village);
  return (
    <section className="community-panel" aria-labelledby="community-waiting">
      <h2 id="community-waiting">{t("community.waiting")}</h2>
      <QueryState query={open} rows={8}>
        {() => {
          const groups = waitingOf(open.items);
          const others = open.items.filter(
            (item) => !groups.some(({ items }) => items.includes(item)),
          );
          return (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must be reachable by keyboard
            <div className="community-scroll" tabIndex={0}>
              {groups.length === 0 && <EmptyState title={t("community.nothingWaits")} />}
              {groups.map(({ act, items }) => (
                <IncidentRows
                  key={act}
                  title={t(`community.acts.${act}`)}
                  search={{ unit: village, open: "true", act }}
                  items={items}
                  act={act}
                />
              ))}
              {others.length > 0 && (
                <IncidentRows
                  title={t("community.others")}
                  search={{ unit: village, open: "true" }}
                  items={others}
                />
              )}
            </div>
          );
        }}
      </QueryState>
    </section>
  );
}

const leadOf = ({ handlers }: IncidentSummary): string | undefined =>
  handlers.find(({ part }) => part === "lead")?.name;

type RowsProps = {
  title: string;
  search: IncidentListSearch;
  items: readonly IncidentSummary[];
  /** Opens the incident with the form of this act. */
  act?: WaitingAct;
};

function IncidentRows({ title, search, items, act }: RowsProps) {
  const words = useServerWords();
  return (
    <section aria-label={title}>
      <h3>
        <Link to="/community/incidents" search={search}>
          {title} <strong className="figures">{items.length}</strong>
        </Link>
      </h3>
      <ul>
        {items.slice(0, shown).map((incident) => (
          <li key={incident.id} className="community-row">
            <UrgencyTag urgency={incident.urgency} />
            <span className="community-what">
              <Link to="/incidents/$id" params={{ id: incident.id }} search={{ act }}>
                {words.what(incident)}
              </Link>
              <span className="muted">
                {[incident.address || incident.unit.name, !act && leadOf(incident)]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            <RemainingTime dueAt={incident.dueAt} suspended={incident.status === "suspended"} />
          </li>
        ))}
      </ul>
    </section>
  );
}
