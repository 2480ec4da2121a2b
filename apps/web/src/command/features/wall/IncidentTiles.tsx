import { AlertFilled, PushpinFilled } from "@ant-design/icons";
import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { useIncident } from "../../../shared/incidents/incident-queries.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { Tile } from "./Tile.tsx";
import { useNewest, usePinned, useUrgent } from "./use-wall.ts";

const first = <T,>(pages: { items: T[] }[] | undefined): T[] => pages?.[0]?.items ?? [];

function Line({ incident, loud }: { incident: IncidentSummary; loud: boolean }) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <li className={loud && incident.urgency === "red" ? "wall-red" : ""}>
      <Link to="/incidents/$id" params={{ id: incident.id }}>
        {loud && incident.urgency === "red" && <AlertFilled aria-hidden className="wall-pulse" />}
        {loud && incident.pinned && (
          <PushpinFilled className="wall-pinned" aria-label={t("wall.pinned")} />
        )}
        <UrgencyTag urgency={incident.urgency} />
        <strong>{words.title(incident.title)}</strong>
        {incident.simulated && <SimulatedTag />}
        <small>
          {incident.unit.name} · {t(`status.${incident.status}`)} ·{" "}
          <RelativeTime at={incident.openedAt} />
        </small>
      </Link>
    </li>
  );
}

/** Red and orange, red first, until they have ended. */
export function UrgentTile({ unit, records }: { unit: string; records: boolean }) {
  const { t } = useTranslation();
  const { data, dataUpdatedAt } = useUrgent(unit);
  const pinned = usePinned(unit);
  // What a centre has pinned stands above all (R75).
  const items = [
    ...new Map([...pinned, ...first(data?.pages)].map((one) => [one.id, one])).values(),
  ];
  return (
    <Tile title={t("wall.tiles.urgent")} since={dataUpdatedAt} grow={1.6}>
      {data && items.length === 0 && (
        <p className="wall-none">{t(records ? "wall.quiet" : "wall.noStream")}</p>
      )}
      <ul className="wall-lines" aria-live="polite">
        {items.slice(0, 12).map((incident) => (
          <Line key={incident.id} incident={incident} loud />
        ))}
      </ul>
    </Tile>
  );
}

export function StreamTile({ unit, records }: { unit: string; records: boolean }) {
  const { t } = useTranslation();
  const { data, dataUpdatedAt } = useNewest(unit);
  return (
    <Tile title={t("wall.tiles.stream")} since={dataUpdatedAt} grow={1.4}>
      {!records && <p className="wall-none">{t("wall.noStream")}</p>}
      <ul className="wall-lines">
        {first(data?.pages).map((incident) => (
          <Line key={incident.id} incident={incident} loud={false} />
        ))}
      </ul>
    </Tile>
  );
}

/** Plans that sensors or rules suggest for what is red or orange now. */
export function PlansTile({ unit }: { unit: string }) {
  const { t } = useTranslation();
  const { data, dataUpdatedAt } = useUrgent(unit);
  const items = first(data?.pages).slice(0, 6);
  return (
    <Tile title={t("wall.tiles.plans")} since={dataUpdatedAt}>
      {data && items.length === 0 && <p className="wall-none">{t("wall.noPlans")}</p>}
      <ul className="wall-lines">
        {items.map(({ id, title }) => (
          <Plan key={id} id={id} title={title} />
        ))}
      </ul>
    </Tile>
  );
}

function Plan({ id, title }: { id: string; title: string }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { data } = useIncident(id);
  return (
    <li>
      <Link to="/incidents/$id" params={{ id }}>
        <strong>{words.title(title)}</strong>
        <small>
          {data?.suggestion.plan
            ? words.sentence(data.suggestion.plan)
            : (data?.workOrders ?? []).map(({ handlerName }) => handlerName).join("、") ||
              t("wall.noPlans")}
        </small>
      </Link>
    </li>
  );
}
