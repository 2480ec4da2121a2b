import type { UnitGlance } from "@gezhi/contract/map.ts";
import { useTranslation } from "react-i18next";

export function GlanceFacts({ glance: { incidents, devices, force } }: { glance: UnitGlance }) {
  const { t } = useTranslation();
  return (
    <ul className="map-glance-facts figures">
      {incidents && (
        <li>
          {t("cityMap.glance.incidents", incidents)}
          {incidents.red > 0 && <b> {t("cityMap.glance.red", { n: incidents.red })}</b>}
        </li>
      )}
      {devices && <li>{t("cityMap.glance.devices", devices)}</li>}
      {force && <li>{t("cityMap.glance.force", force)}</li>}
      {!incidents && !devices && !force && <li>{t("cityMap.glance.nothing")}</li>}
    </ul>
  );
}
