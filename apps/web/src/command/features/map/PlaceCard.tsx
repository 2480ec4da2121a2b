import { MapLayer } from "@gezhi/contract/map.ts";
import type { Place } from "@gezhi/contract/places.ts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../../shared/api.ts";
import { QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { PlaceDevices } from "../buildings/PlaceDevices.tsx";
import { placeBadges } from "../places/place-signs.ts";
import { usePlace } from "../places/place-queries.ts";
import { GoButton } from "./GoButton.tsx";
import { BadgeSign } from "./map-badges.tsx";
import type { CardProps } from "./ObjectCard.tsx";
import { Sign } from "./Sign.tsx";

/** About 300 m to each side. */
const aroundDegrees = 0.003;

export function PlaceCard({ id, at, onChoose, onGoal }: CardProps) {
  const { t } = useTranslation();
  const query = usePlace(id);
  return (
    <QueryState query={query} rows={6}>
      {(place) => (
        <div className="map-card-body">
          <p className="map-card-tags">
            <BadgeSign shape="place" {...placeBadges[place.kind]} />{" "}
            {t(`places.kinds.${place.kind}`)}
            {place.simulated && <SimulatedTag />}
            {place.ended && <span className="muted">{t("places.ended")}</span>}
          </p>
          <h3>{place.name}</h3>
          <dl className="facts">
            <div>
              <dt>{t("cityMap.fields.place")}</dt>
              <dd>
                <Button
                  type="link"
                  size="small"
                  onClick={() => onChoose(`unit:${place.unit.code}`)}
                >
                  {place.unit.name}
                </Button>{" "}
                {place.address}
              </dd>
            </div>
            {place.tags.length > 0 && (
              <div>
                <dt>{t("places.fields.tags")}</dt>
                <dd>{place.tags.join("、")}</dd>
              </div>
            )}
            {place.note && (
              <div>
                <dt>{t("places.fields.note")}</dt>
                <dd>{place.note}</dd>
              </div>
            )}
            {place.contact && (
              <div>
                <dt>{t("places.fields.contact")}</dt>
                <dd>
                  {place.contact.name} {place.contact.phone}
                </dd>
              </div>
            )}
          </dl>
          <PlaceDevices place={place} at={at} onChoose={onChoose} />
          <Around place={place} onChoose={onChoose} />
          <p className="map-card-links">
            <Link to="/places/$id" params={{ id }}>
              {t("placeLayer.open")}
            </Link>
            <Link to="/figures/incidents" search={{ unit: place.unit.code }}>
              {t("placeLayer.history")}
            </Link>
            <GoButton to={{ ...place.position, zoom: 16 }} onGoal={onGoal} />
          </p>
        </div>
      )}
    </QueryState>
  );
}

const layers = [
  ["incidents", "incident"],
  ["alarms", "alarm"],
  ["devices", "device"],
] as const;

/** Open matters and devices close by, each a click away. */
function Around({ place, onChoose }: { place: Place } & Pick<CardProps, "onChoose">) {
  const { t } = useTranslation();
  const { lon, lat } = place.position;
  const bbox = [lon - aroundDegrees, lat - aroundDegrees, lon + aroundDegrees, lat + aroundDegrees]
    .map((value) => value.toFixed(5))
    .join(",");
  const { data } = useQuery({
    queryKey: ["map-layer", "around", bbox],
    staleTime: 30_000,
    queryFn: ({ signal }) =>
      Promise.all(
        layers.map(([name]) =>
          api.get(MapLayer, `/map/${name}`, { query: { bbox, zoom: 18 }, signal }),
        ),
      ),
  });
  const rows = layers.flatMap(([, kind], index) =>
    (data?.[index]?.points ?? []).map((point) => ({ kind, point })),
  );
  return (
    <section aria-label={t("placeLayer.around")}>
      <h4>{t("placeLayer.around")}</h4>
      {data && rows.length === 0 && <p className="muted">{t("placeLayer.nothingAround")}</p>}
      <ul className="map-legend">
        {rows.slice(0, 8).map(({ kind, point }) => (
          <li key={point.id}>
            <Sign kind={kind} worst={point.worst} />{" "}
            <Button type="link" size="small" onClick={() => onChoose(`${kind}:${point.id}`)}>
              {point.title}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
