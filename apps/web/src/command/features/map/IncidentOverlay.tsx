import { EditOutlined } from "@ant-design/icons";
import type { Incident } from "@gezhi/contract/incidents.ts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { usePlanOverlay } from "../places/place-map-queries.ts";
import { placeBadges } from "../places/place-signs.ts";
import { useIncidentPlots } from "../plots/plot-queries.ts";
import { plotSigns } from "../plots/plot-signs.ts";
import { BadgeSign } from "./map-badges.tsx";
import type { MapSearch } from "./map-search.ts";
import type { CardProps } from "./ObjectCard.tsx";

type Props = { incident: Incident } & Pick<CardProps, "onChoose">;

/** What the plan for this matter wants on the map, with one click, and what was drawn for it. */
export function IncidentOverlay({ incident: { id, masked }, onChoose }: Props) {
  const { t } = useTranslation();
  const search = useSearch({ from: "/app/map" });
  const navigate = useNavigate({ from: "/map" });
  const { data: overlay } = usePlanOverlay(id);
  const { data: plots } = useIncidentPlots(id);
  const on = overlay?.kinds.every((kind) => search.places?.includes(kind)) ?? false;
  return (
    <section className="map-candidates" aria-label={t("placeLayer.planOverlay")}>
      {overlay?.plan && (
        <div className="candidate-line">
          <span>
            {overlay.plan.name}
            <br />
            <span className="muted map-note">
              {overlay.kinds.map((kind) => t(`places.kinds.${kind}`)).join("、")}
            </span>
          </span>
          <Button
            size="small"
            aria-pressed={on}
            type={on ? "default" : "primary"}
            icon={<BadgeSign shape="place" {...placeBadges[overlay.kinds[0] ?? "otherPlace"]} />}
            onClick={() =>
              void navigate({
                search: (before: MapSearch) => ({
                  ...before,
                  places: on ? undefined : overlay.kinds,
                }),
                replace: true,
              })
            }
          >
            {t(on ? "placeLayer.planOff" : "placeLayer.planOverlay")}
          </Button>
        </div>
      )}
      <div className="candidate-line">
        <span>{t("plots.ofIncident", { n: plots?.items.length ?? 0 })}</span>
        {!masked && (
          <Button
            size="small"
            icon={<EditOutlined aria-hidden />}
            onClick={() => onChoose(`plot:new-${id}`)}
          >
            {t("plots.draw")}
          </Button>
        )}
      </div>
      <ul className="map-legend">
        {plots?.items.map((plot) => (
          <li key={plot.id}>
            <BadgeSign shape="plot" {...plotSigns[plot.kind]} />{" "}
            <Button type="link" size="small" onClick={() => onChoose(`plot:${plot.id}`)}>
              {plot.name || t(`plots.kinds.${plot.kind}`)}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
