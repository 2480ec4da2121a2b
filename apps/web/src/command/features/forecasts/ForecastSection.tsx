import type { DeviceForecasts } from "@gezhi/contract/forecasts.ts";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../../shared/api.ts";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { QueryState } from "../../../shared/ui/states.tsx";
import { Section } from "../incident/Section.tsx";
import { useDeviceForecasts } from "./forecast-queries.ts";
import "./forecasts.css";
import { Basis, ReachList } from "./ReachList.tsx";

/** Where the last hours lead, for who may see the readings; what has no levels has no forecast (R23). */
export function ForecastSection({ device }: { device: string }) {
  const { t } = useTranslation();
  const query = useDeviceForecasts(device);
  if (isProblem(query.error) || query.data?.items.length === 0) return null;
  return (
    <Section title={t("forecasts.section")}>
      <QueryState query={query} rows={2}>
        {({ items }) => <Items items={items} />}
      </QueryState>
    </Section>
  );
}

function Items({ items }: Pick<DeviceForecasts, "items">) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <>
      {items.map((forecast) => (
        <div key={forecast.rule} className="forecast">
          <strong>{words.sensor(forecast.ruleName)}</strong>
          {forecast.none ? (
            <p className="muted">{t(`forecasts.none.${forecast.none}`)}</p>
          ) : (
            <ReachList forecast={forecast} />
          )}
          <Basis forecast={forecast} />
        </div>
      ))}
      <p className="muted">{t("forecasts.honesty")}</p>
    </>
  );
}
