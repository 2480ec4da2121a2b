import type { MapPlaces, PlaceKind } from "@gezhi/contract/places.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { BadgeSign } from "../map/map-badges.tsx";
import { placeBadges, placeKinds } from "./place-signs.ts";

type Props = {
  shown: readonly PlaceKind[];
  places: MapPlaces | undefined;
  failed: boolean;
  onShown: (kinds: PlaceKind[]) => void;
};

/** Kinds of places as switches: legend, count and filter in one. What the window does not have is left out. */
export function PlacesSection({ shown, places, failed, onShown }: Props) {
  const { t } = useTranslation();
  const counts = places?.counts ?? {};
  const offered = placeKinds.filter((kind) => shown.includes(kind) || (counts[kind] ?? 0) > 0);
  return (
    <section className="map-layer" aria-label={t("placeLayer.title")}>
      <div className="map-layer-head">
        <strong>{t("placeLayer.title")}</strong>
        <span className="figures muted">
          {failed
            ? t("cityMap.failed")
            : shown.length > 0 && `${places?.items.length ?? "…"}${places?.more ? "+" : ""}`}
        </span>
      </div>
      <div className="map-chips map-kind-list">
        {offered.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={shown.includes(kind)}
            onClick={() =>
              onShown(
                placeKinds.filter((one) =>
                  one === kind ? !shown.includes(kind) : shown.includes(one),
                ),
              )
            }
          >
            <BadgeSign shape="place" {...placeBadges[kind]} /> {t(`places.kinds.${kind}`)}
            <span className="figures">{counts[kind] ?? 0}</span>
          </button>
        ))}
      </div>
      {offered.length === 0 && <p className="muted map-note">{t("placeLayer.none")}</p>}
      {shown.length > 0 && (
        <Button size="small" onClick={() => onShown([])}>
          {t("placeLayer.hideAll")}
        </Button>
      )}
    </section>
  );
}
