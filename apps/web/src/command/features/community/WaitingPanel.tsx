import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { RemainingTime } from "../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import { waitingOf } from "./community-figures.ts";
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
          if (groups.length === 0)
            return <EmptyState title={t("community.nothingWaits")} hint={t("desk.emptyHint")} />;
          return (
            <div className="community-scroll">
              {groups.map(({ act, items }) => (
                <section key={act} aria-label={t(`acts.${act}`)}>
                  <h3>
                    <Link to="/community/incidents" search={{ unit: village, open: "true", act }}>
                      {t(`community.acts.${act}`)}{" "}
                      <strong className="figures">{items.length}</strong>
                    </Link>
                  </h3>
                  <ul>
                    {items.slice(0, shown).map(({ id, title, urgency, dueAt, unit, address }) => (
                      <li key={id} className="community-row">
                        <UrgencyTag urgency={urgency} />
                        <span className="community-what">
                          <Link to="/incidents/$id" params={{ id }} search={{ act }}>
                            {title}
                          </Link>
                          <span className="muted">
                            {unit.name} {address}
                          </span>
                        </span>
                        <RemainingTime dueAt={dueAt} />
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </div>
          );
        }}
      </QueryState>
    </section>
  );
}
