import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { ExactTime, RelativeTime } from "../../../shared/time.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { GoButton } from "../map/GoButton.tsx";
import { zoomOver } from "../map/map-list-rules.ts";
import type { CardProps } from "../map/ObjectCard.tsx";
import { boundsOfTrack } from "./patrol-layer.ts";
import { usePatrol } from "./patrol-queries.ts";
import { PatrolSign } from "./PatrolSign.tsx";

/** One patrol: which duty, whose grid, from when to when; never how fast or how often somebody stood still. */
export function PatrolCard({ id, onChoose, onGoal }: CardProps) {
  const { t } = useTranslation();
  const query = usePatrol(id);
  return (
    <QueryState query={query} rows={5}>
      {({ duty, unit, by, state, startedAt, endedAt, heardAt, track, lengthM, simulated }) => {
        const bounds = track.length > 0 ? boundsOfTrack(track) : undefined;
        return (
          <div className="map-card-body">
            <h3>{duty.task}</h3>
            <p className="map-card-tags">
              <PatrolSign state={state} /> {t(`patrols.states.${state}`)}{" "}
              {simulated && <SimulatedTag />}
            </p>
            <dl className="facts">
              <div>
                <dt>{t("patrols.fields.unit")}</dt>
                <dd>
                  <Button type="link" size="small" onClick={() => onChoose(`unit:${unit.code}`)}>
                    {unit.name}
                  </Button>
                </dd>
              </div>
              <div>
                <dt>{t("patrols.fields.by")}</dt>
                <dd>{by ?? <span className="muted">{t("patrols.unnamed")}</span>}</dd>
              </div>
              <div>
                <dt>{t("patrols.fields.started")}</dt>
                <dd>
                  <ExactTime at={startedAt} format="short" />
                </dd>
              </div>
              {endedAt && (
                <div>
                  <dt>{t("patrols.fields.ended")}</dt>
                  <dd>
                    <ExactTime at={endedAt} format="short" />
                  </dd>
                </div>
              )}
              {state !== "ended" && (
                <div>
                  <dt>{t("patrols.fields.heard")}</dt>
                  <dd>
                    <RelativeTime at={heardAt} />
                  </dd>
                </div>
              )}
              <div>
                <dt>{t("patrols.fields.length")}</dt>
                <dd className="figures">{t("patrols.km", { n: (lengthM / 1000).toFixed(1) })}</dd>
              </div>
            </dl>
            <p className="muted map-note">{t("patrols.note")}</p>
            {bounds && (
              <p className="map-card-links">
                <GoButton
                  to={{
                    lon: (bounds.west + bounds.east) / 2,
                    lat: (bounds.south + bounds.north) / 2,
                    zoom: zoomOver(bounds),
                  }}
                  onGoal={onGoal}
                />
              </p>
            )}
          </div>
        );
      }}
    </QueryState>
  );
}
