import { Button, Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { setPreferences, usePreferences } from "../../../shared/preferences.ts";
import type { Buildings } from "./building-queries.ts";
import { alarmLooks, assumedFloors, looks, mostBuildings, storeyM } from "./building-rules.ts";
import { BuildingSign } from "./BuildingSign.tsx";
import type { BuildingView } from "./use-building-view.ts";
import { useLookName } from "./use-look-name.ts";
import "./buildings.css";

type Props = {
  on: boolean;
  /** Of the past no states are known. */
  past: boolean;
  buildings: Buildings;
  view: BuildingView;
  onToggle: (on: boolean) => void;
};

/** Houses on the map: the switch, what is drawn and what it is not, and why it may be flat. */
export function BuildingsSection({ on, past, buildings, view, onToggle }: Props) {
  const { t } = useTranslation();
  const lookName = useLookName();
  const { flatBuildings } = usePreferences();
  const { total, more, far, waiting, failed, devicesCut } = buildings;
  const shown = past ? looks.filter((look) => look === "none" || alarmLooks.includes(look)) : looks;
  return (
    <section className="map-layer" aria-label={t("buildings.title")}>
      <div className="map-layer-head">
        <Checkbox checked={on} onChange={({ target }) => onToggle(target.checked)}>
          {t("buildings.title")}
        </Checkbox>
        {on && !far && (
          <span className="figures muted">
            {failed ? t("cityMap.failed") : waiting ? "…" : `${total}${more ? "+" : ""}`}
          </span>
        )}
      </div>
      {on && (
        <>
          <FlatReason view={view} />
          {far && <p className="map-note map-cut">{t("buildings.far")}</p>}
          {(more || total > mostBuildings) && (
            <p className="map-note map-cut">{t("buildings.cut", { shown: mostBuildings })}</p>
          )}
          {devicesCut && <p className="map-note map-cut">{t("buildings.devicesCut")}</p>}
          <ul className="map-signs" aria-label={t("buildings.legend")}>
            {shown.map((look) => (
              <li key={look}>
                <BuildingSign look={look} />{" "}
                {past && look === "none" ? t("buildings.noAlarmThen") : lookName({ look })}
              </li>
            ))}
          </ul>
          <p className="muted map-note">
            <strong>{t("buildings.approximate")}</strong>{" "}
            {t("buildings.note", { floors: assumedFloors, metres: assumedFloors * storeyM })}
          </p>
          {past && <p className="muted map-note">{t("buildings.pastNote")}</p>}
          {view.why !== "plain" && (
            <Checkbox
              checked={flatBuildings}
              onChange={({ target }) => setPreferences({ flatBuildings: target.checked })}
            >
              {t("buildings.alwaysFlat")}
            </Checkbox>
          )}
        </>
      )}
    </section>
  );
}

function FlatReason({ view: { why, insist } }: Pick<Props, "view">) {
  const { t } = useTranslation();
  if (why === undefined || why === "setting") return null;
  return (
    <output className="map-note building-flat">
      {t(`buildings.flat.${why}`)}
      {why !== "plain" && (
        <Button size="small" onClick={insist}>
          {t("buildings.insist")}
        </Button>
      )}
    </output>
  );
}
