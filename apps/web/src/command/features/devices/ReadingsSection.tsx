import type { DeviceDetail, ReadingSeries } from "@gezhi/contract/devices.ts";
import { Segmented, Select, Skeleton } from "antd";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { serverNow } from "../../../shared/server-clock.ts";
import { ExactTime } from "../../../shared/time.tsx";
import type { ChartLevel } from "../../../shared/ui/TimeChart.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { Section } from "../incident/Section.tsx";
import { type Range, ranges, useReadings } from "./device-queries.ts";
import type { DeviceSearch } from "./device-routes.tsx";
import { formatReading, useProfiles } from "./use-profiles.ts";

const TimeChart = lazy(async () => ({
  default: (await import("../../../shared/ui/TimeChart.tsx")).TimeChart,
}));

type Props = {
  device: DeviceDetail;
  search: DeviceSearch;
  onSearch: (search: DeviceSearch) => void;
};

/** A metric over time with the levels that judge it, and the same as a table. */
export function ReadingsSection({ device, search, onSearch }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const profile = useProfiles(device.unit.code).find(({ code }) => code === device.profile.code);
  const metrics = profile?.metrics ?? [];
  const metric = metrics.find(({ key }) => key === search.metric) ?? metrics[0];
  const called = words.sensor(metric?.name ?? "");
  const range = search.range ?? "day";
  const query = useReadings(device.id, metric?.key, range, serverNow);
  return (
    <Section title={t("devices.sections.readings")}>
      <div className="devices-bar">
        {metrics.length > 1 && (
          <Select
            aria-label={t("devices.metric")}
            value={metric?.key ?? null}
            options={metrics.map(({ key, name }) => ({ value: key, label: words.sensor(name) }))}
            onChange={(key) => onSearch({ ...search, metric: key ?? undefined })}
            style={{ width: 160 }}
          />
        )}
        <Segmented
          aria-label={t("devices.rangeLabel")}
          value={range}
          options={(Object.keys(ranges) as Range[]).map((value) => ({
            value,
            label: t(`devices.range.${value}`),
          }))}
          onChange={(value) => onSearch({ ...search, range: value })}
        />
        {metric && device.values[metric.key] !== undefined && (
          <strong className="figures device-newest">
            {words.sensor(metric.name)}{" "}
            {formatReading(device.values[metric.key] ?? 0, words.sensor(metric.unit))}
          </strong>
        )}
      </div>
      <QueryState query={query} rows={5}>
        {(series) => (
          <Series
            series={{ ...series, unit: words.sensor(series.unit) }}
            name={called}
            label={t("devices.chartLabel", {
              name: words.sensor(device.name),
              metric: called,
              range: t(`devices.range.${range}`),
            })}
          />
        )}
      </QueryState>
    </Section>
  );
}

type SeriesProps = {
  series: ReadingSeries & { from: string; to: string };
  name: string;
  label: string;
};
const order = ["red", "orange", "yellow", "blue"] as const;
/** A table of two thousand rows helps nobody: the newest of them. */
const mostRows = 300;

function Series({ series, name, label }: SeriesProps) {
  const { t } = useTranslation();
  const { points, levels, unit, hourly, from, to } = series;
  const lines = useMemo(
    () =>
      levels.flatMap(({ values, operator }) =>
        order.flatMap((level): ChartLevel[] => {
          const value = values[level];
          return value === undefined
            ? []
            : [
                {
                  level,
                  value,
                  label: `${t(`sensing.levels.${level}`)} ${operator === "==" ? "=" : operator === ">=" ? "≥" : "≤"} ${formatReading(value, unit)}`,
                },
              ];
        }),
      ),
    [levels, unit, t],
  );
  if (points.length === 0) return <EmptyState title={t("devices.noReadings")} />;
  return (
    <>
      <Suspense fallback={<Skeleton.Node active style={{ width: "100%", height: 280 }} />}>
        <TimeChart
          label={label}
          name={name}
          unit={unit}
          points={points}
          levels={lines}
          from={from}
          to={to}
        />
      </Suspense>
      {hourly && <p className="muted">{t("devices.hourly")}</p>}
      <details className="device-twin">
        <summary>{t("devices.asTable")}</summary>
        <div className="device-twin-box">
          <DataTable
            caption={label}
            rows={points.slice(-mostRows).toReversed()}
            keyOf={({ at }) => at}
            columns={[
              {
                key: "at",
                title: t("devices.at"),
                header: true,
                render: ({ at }) => <ExactTime at={at} />,
              },
              {
                key: "value",
                title: t("devices.value"),
                align: "right",
                render: ({ value }) => formatReading(value, unit),
              },
              ...(hourly
                ? (["min", "max"] as const).map((which) => ({
                    key: which,
                    title: t(which === "min" ? "devices.least" : "devices.most"),
                    align: "right" as const,
                    render: (point: ReadingSeries["points"][number]) =>
                      formatReading(point[which], unit),
                  }))
                : []),
            ]}
          />
        </div>
      </details>
    </>
  );
}
