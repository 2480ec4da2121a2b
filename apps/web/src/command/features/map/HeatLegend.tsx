import type { MapHeat } from "@gezhi/contract/map.ts";
import { useTranslation } from "react-i18next";
import { useDark } from "../../../shared/preferences.ts";
import { heatColours, heatSteps } from "./heat-style.ts";

/** What the colours of the cells mean. */
export function HeatLegend({ heat }: { heat: MapHeat | undefined }) {
  const { t } = useTranslation();
  const colours = heatColours(useDark());
  const steps = heatSteps(heat?.cells[0]?.count ?? 1);
  return (
    <ul className="map-heat-legend" aria-label={t("cityMap.heat.legend")}>
      {steps.map((step, index) => {
        const next = steps[index + 1];
        return (
          <li key={step}>
            <span style={{ background: colours[index] }} aria-hidden />
            {next === undefined ? `≥ ${step}` : next - 1 === step ? step : `${step}–${next - 1}`}
          </li>
        );
      })}
    </ul>
  );
}
