import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { SimulatedTag, StatusTag } from "../../../shared/ui/tags.tsx";
import { EmptyState } from "../../../shared/ui/states.tsx";
import { latestChanges } from "./community-figures.ts";
import { useNewestIncidents, useOpenIncidents } from "./use-community.ts";

const most = 20;

/** What changed last, whatever its state. */
export function ChangesPanel({ village }: { village: string }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const open = useOpenIncidents(village);
  const newest = useNewestIncidents(village);
  const changes = latestChanges([...open.items, ...newest], most);
  return (
    <section className="community-panel" aria-labelledby="community-changes">
      <h2 id="community-changes">{t("community.changes")}</h2>
      {changes.length === 0 ? (
        <EmptyState title={t("community.noChanges")} />
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must be reachable by keyboard
        <ul className="community-scroll" tabIndex={0}>
          {changes.map(({ incident, at }) => (
            <li key={incident.id} className="community-row">
              <span className="muted community-at">
                <RelativeTime at={at} />
              </span>
              <span className="community-what">
                <Link to="/incidents/$id" params={{ id: incident.id }}>
                  {words.what({ ...incident, address: "" })}
                </Link>
                <span className="muted">
                  {incident.unit.name} {incident.simulated && <SimulatedTag />}
                </span>
              </span>
              <StatusTag status={incident.status} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
