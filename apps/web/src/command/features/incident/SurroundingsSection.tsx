import type { IncidentMap } from "@gezhi/contract/incident-answers.ts";
import type { Incident } from "@gezhi/contract/incidents.ts";
import { Button } from "antd";
import type { Feature, FeatureCollection } from "geojson";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { useIncidentMap } from "../../../shared/incidents/incident-queries.ts";
import type { MapPoint } from "../../../shared/ui/map-types.ts";
import { MapView } from "../../../shared/ui/MapView.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
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

const drawn = (
  { geometry, properties }: NonNullable<IncidentMap["grid"]>,
  strong: boolean,
): Feature => ({
  type: "Feature",
  properties: { ...properties, strong },
  geometry: geometry as unknown as Feature["geometry"],
});

function Surroundings({ incident, map, onIncident }: Props & { map: IncidentMap }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { id, number, title, position } = incident;
  const areas = useMemo(
    (): FeatureCollection => ({
      type: "FeatureCollection",
      features: [map.town, map.grid].flatMap((feature, index) =>
        feature ? [drawn(feature, index === 1)] : [],
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
  const nearby = map.nearby.filter((one) => one.id !== id);
  return (
    <>
      {!map.center && <p className="muted">{t("incident.noPosition")}</p>}
      {map.center && (
        <MapView
          label={t("incident.mapLabel", { title })}
          center={map.center}
          zoom={15}
          areas={areas}
          points={points}
          onPoint={(point) => nearby.some((one) => one.id === point) && onIncident(point)}
        />
      )}
      {nearby.length > 0 && (
        <>
          <h3 className="section-subtitle">{t("actForm.nearby")}</h3>
          <ul className="nearby">
            {nearby.map((one) => (
              <li key={one.id}>
                <UrgencyTag urgency={one.urgency} />
                <Button type="link" size="small" onClick={() => onIncident(one.id)}>
                  {words.title(one.title)}
                </Button>
                <span className="muted">{t("incident.metresAway", { n: one.distanceM })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
