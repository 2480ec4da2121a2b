import type { UnitForecasts } from "@gezhi/contract/forecasts.ts";
import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import "../alarms/alarms.css";
import { AlarmTabs } from "../alarms/AlarmTabs.tsx";
import { formatReading } from "../devices/use-profiles.ts";
import { useUnitForecasts } from "./forecast-queries.ts";
import "./forecasts.css";
import { Basis, ReachList } from "./ReachList.tsx";

type Props = { unit: string | undefined; onUnit: (unit: string | undefined) => void };

/** Which devices come to a level if they go on as they do, the soonest first (R23). */
export function ForecastsPage({ unit: chosen, onUnit }: Props) {
  const { t } = useTranslation();
  const own = useOwnUnit();
  const unit = chosen ?? (own.length >= 9 ? own : undefined);
  const query = useUnitForecasts(unit);
  return (
    <div className="alarms">
      <header className="alarms-head">
        <h1>{t("forecasts.title")}</h1>
        <AlarmTabs />
      </header>
      <p className="muted">{t("forecasts.line")}</p>
      <div className="alarms-bar no-print">
        <UnitField
          label={t("alarms.fields.unit")}
          within={own}
          value={unit}
          levels={["town", "village", "grid"]}
          onChange={onUnit}
          width={220}
        />
      </div>
      {unit === undefined ? (
        <EmptyState title={t("forecasts.choose")} />
      ) : (
        <QueryState query={query} rows={8}>
          {(answer) => <Forecasts answer={answer} />}
        </QueryState>
      )}
    </div>
  );
}

function Forecasts({ answer: { items, looked, truncated } }: { answer: UnitForecasts }) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <>
      <p className="muted">{t("forecasts.looked", { looked, count: items.length })}</p>
      {truncated && <Alert type="info" showIcon title={t("forecasts.truncated")} />}
      <DataTable
        caption={t("forecasts.title")}
        rows={items}
        keyOf={({ device, rule }) => `${device.id} ${rule}`}
        empty={<EmptyState title={t("forecasts.empty")} />}
        columns={[
          {
            key: "device",
            title: t("forecasts.device"),
            header: true,
            render: ({ device, simulated }) => (
              <>
                <Link to="/devices/$id" params={{ id: device.id }}>
                  {words.sensor(device.name)}
                </Link>{" "}
                {simulated && <SimulatedTag />}
                <div className="muted figures">{device.code}</div>
              </>
            ),
          },
          {
            key: "place",
            title: t("alarms.fields.place"),
            render: ({ place, at }) => (
              <>
                {place}
                <div className="muted">{at.name}</div>
              </>
            ),
          },
          {
            key: "now",
            title: t("forecasts.now"),
            align: "right",
            width: 130,
            render: ({ name, now, unit }) => (
              <>
                <span className="figures">
                  {now === null ? "—" : formatReading(now, words.sensor(unit))}
                </span>
                <div className="muted">{words.sensor(name)}</div>
              </>
            ),
          },
          {
            key: "reach",
            title: t("forecasts.reachTitle"),
            render: (forecast) => (
              <>
                <ReachList forecast={forecast} />
                <Basis forecast={forecast} />
              </>
            ),
          },
        ]}
      />
    </>
  );
}
