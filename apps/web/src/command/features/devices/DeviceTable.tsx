import type { Device } from "@gezhi/contract/devices.ts";
import type { DeviceProfile } from "@gezhi/contract/sensing.ts";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { DeviceStateTag } from "./DeviceStateTag.tsx";
import { formatReading } from "./use-profiles.ts";

type Props = {
  rows: readonly Device[];
  profiles: readonly DeviceProfile[];
  empty: ReactNode;
  more: { has: boolean; loading: boolean; load: () => void };
};

export function DeviceTable({ rows, profiles, empty, more }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const navigate = useNavigate();
  const valuesOf = ({ profile, values }: Device) =>
    (profiles.find(({ code }) => code === profile.code)?.metrics ?? [])
      .flatMap(({ key, name, unit }) => {
        const value = values[key];
        return value === undefined
          ? []
          : `${words.sensor(name)} ${formatReading(value, words.sensor(unit))}`;
      })
      .join("，");
  return (
    <DataTable
      caption={t("devices.title")}
      rows={rows}
      keyOf={({ id }) => id}
      onRow={({ id }) => void navigate({ to: "/devices/$id", params: { id } })}
      empty={empty}
      more={more}
      columns={[
        {
          key: "state",
          title: t("devices.fields.state"),
          width: 92,
          render: ({ state, maintenanceUntil }) => (
            <>
              <DeviceStateTag state={state} />
              {maintenanceUntil && <div className="muted">{t("devices.maintenance")}</div>}
            </>
          ),
        },
        {
          key: "name",
          title: t("devices.fields.name"),
          header: true,
          render: ({ id, name, code, simulated }) => (
            <>
              <Link to="/devices/$id" params={{ id }}>
                {words.sensor(name)}
              </Link>{" "}
              {simulated && <SimulatedTag />}
              <div className="muted">{code}</div>
            </>
          ),
        },
        {
          key: "place",
          title: t("devices.fields.place"),
          render: ({ unit, place }) => (
            <>
              {place || unit.name}
              {place && <div className="muted">{unit.name}</div>}
            </>
          ),
        },
        { key: "values", title: t("devices.fields.values"), render: valuesOf },
        {
          key: "seen",
          title: t("devices.fields.lastSeen"),
          width: 84,
          render: ({ lastSeenAt }) => lastSeenAt && <RelativeTime at={lastSeenAt} />,
        },
        {
          key: "battery",
          title: t("devices.fields.battery"),
          width: 56,
          align: "right",
          render: ({ battery }) => battery !== null && t("devices.percent", { n: battery }),
        },
        {
          key: "alarms",
          title: t("devices.fields.alarms"),
          width: 104,
          render: ({ worst, openAlarms }) =>
            worst && (
              <>
                <UrgencyTag urgency={worst} />
                {openAlarms > 1 && <span className="figures"> {openAlarms}</span>}
              </>
            ),
        },
      ]}
    />
  );
}
