import type { Alarm } from "@gezhi/contract/alarms.ts";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";

type Props = {
  rows: readonly Alarm[];
  empty: ReactNode;
  more: { has: boolean; loading: boolean; load: () => void };
};

export function AlarmTable({ rows, empty, more }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const navigate = useNavigate();
  return (
    <DataTable
      caption={t("alarms.title")}
      rows={rows}
      keyOf={({ id }) => id}
      onRow={({ id }) => void navigate({ to: "/alarms/$id", params: { id } })}
      empty={empty}
      more={more}
      columns={[
        {
          key: "level",
          title: t("alarms.fields.level"),
          width: 100,
          render: ({ level }) => <UrgencyTag urgency={level} />,
        },
        {
          key: "rule",
          title: t("alarms.fields.rule"),
          header: true,
          width: 170,
          render: ({ id, rule, simulated }) => (
            <>
              <Link to="/alarms/$id" params={{ id }}>
                {words.sensor(rule.name)}
              </Link>{" "}
              {simulated && <SimulatedTag />}
            </>
          ),
        },
        {
          key: "reading",
          title: t("alarms.fields.reading"),
          render: ({ reading }) => <span className="alarm-reading">{words.reading(reading)}</span>,
        },
        {
          key: "place",
          title: t("alarms.fields.place"),
          render: ({ place, unit }) => (place === unit.name ? place : `${unit.name} ${place}`),
        },
        {
          key: "status",
          title: t("alarms.fields.status"),
          width: 110,
          render: ({ status, suppressed, returns }) => (
            <>
              <span className="status-tag">{t(`alarms.status.${status}`)}</span>
              {returns > 0 && (
                <div className="muted">
                  {t("alarms.fields.returns")} {t("alarms.times", { n: returns })}
                </div>
              )}
              {suppressed && (
                <div className="muted">{t("alarms.suppressed", { text: suppressed })}</div>
              )}
            </>
          ),
        },
        {
          key: "since",
          title: t("alarms.fields.since"),
          width: 90,
          render: ({ raisedAt }) => <RelativeTime at={raisedAt} />,
        },
        {
          key: "incident",
          title: t("alarms.fields.incident"),
          width: 210,
          render: ({ incident }) =>
            incident && (
              <>
                <Link to="/incidents/$id" params={{ id: incident.id }} className="figures">
                  {incident.number}
                </Link>
                <div className="muted">
                  {incident.statusText}
                  {incident.alarms > 1 && ` · ${t("alarms.members", { n: incident.alarms })}`}
                </div>
              </>
            ),
        },
      ]}
    />
  );
}
