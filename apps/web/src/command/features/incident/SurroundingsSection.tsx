import type { Incident } from "@gezhi/contract/incidents.ts";
import type { FeatureCollection } from "geojson";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { IncidentMap } from "../../../shared/incidents/answers.ts";
import { useIncidentMap } from "../../../shared/incidents/incident-queries.ts";
import type { MapPoint } from "../../../shared/ui/map-types.ts";
import { MapView } from "../../../shared/ui/MapView.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { Section } from "./Section.tsx";

type Props = { incident: Incident; onIncident: (id: string) => void };

export function SurroundingsSection({ incident, onIncident }: Props) {
  const { t } = useTranslation();
  const map = useIncidentMap(incident.id);
  return (
    <Section title={t("incident.sections.map")}>
      <QueryState query={map} rows={3}>
        {(data) => <Surroundings incident={incident} map={data} onIncident={onIncident} />}
      </QueryState>
    </Section>
  );
}

function Surroundings({ incident, map, onIncident }: Props & { map: IncidentMap }) {
  const { t } = useTranslation();
  const { id, number, title, position } = incident;
  const areas = useMemo(
    (): FeatureCollection => ({
      type: "FeatureCollection",
      features: [map.town, map.grid].flatMap((feature, index) =>
        feature ? [{ ...feature, properties: { ...feature.properties, strong: index === 1 } }] : [],
      ),
    }),
    [map],
  );
  const points = useMemo(
    (): MapPoint[] => [
      ...map.nearby
        .filter((one) => one.id !== id)
        .map((one) => ({
          id: one.id,
          position: one.position,
          tone: one.urgency,
          label: t("incident.openNearby", { number: one.number, title: one.title }),
        })),
      ...map.reports.map((one) => ({
        id: one.id,
        position: one.position,
        tone: "quiet" as const,
        label: t("incident.reportHere"),
      })),
      ...(position ? [{ id, position, tone: "focus" as const, label: `${number} ${title}` }] : []),
    ],
    [map, id, number, title, position, t],
  );
  if (!map.center) return <p className="muted">{t("incident.noPosition")}</p>;
  return (
    <MapView
      label={t("incident.mapLabel", { title })}
      center={map.center}
      zoom={15}
      areas={areas}
      points={points}
      onPoint={(point) => map.nearby.some((one) => one.id === point) && onIncident(point)}
    />
  );
}
