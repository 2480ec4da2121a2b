import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../i18n/server-words.ts";
import { RelativeTime, RemainingTime } from "../time.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { SimulatedTag, StatusTag, UrgencyTag } from "../ui/tags.tsx";

type Props = {
  caption: string;
  rows: readonly IncidentSummary[];
  empty?: ReactNode;
  more?: { has: boolean; loading: boolean; load: () => void };
};

/** Incidents as lines: what, where, how it stands, whose it is and how long is left. */
export function IncidentTable({ caption, rows, empty, more }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <DataTable
      caption={caption}
      rows={rows}
      keyOf={({ id }) => id}
      {...(more ? { more } : {})}
      empty={empty}
      columns={[
        {
          key: "urgency",
          title: t("incidentList.urgency"),
          width: 104,
          render: ({ urgency }) => <UrgencyTag urgency={urgency} />,
        },
        {
          key: "title",
          title: t("incidentList.title"),
          header: true,
          render: ({ id, title, number, simulated, pinned, supervised, masked }) => (
            <>
              <Link to="/incidents/$id" params={{ id }}>
                {words.title(title)}
              </Link>{" "}
              <span className="muted figures">{number}</span> {simulated && <SimulatedTag />}
              {pinned && <span className="status-tag">{t("incident.pinned")}</span>}
              {supervised && <span className="status-tag">{t("incident.supervised")}</span>}
              {masked && <span className="visually-hidden">{t("incident.masked")}</span>}
            </>
          ),
        },
        {
          key: "status",
          title: t("incidentList.status"),
          width: 110,
          render: ({ status }) => <StatusTag status={status} />,
        },
        { key: "unit", title: t("incidentList.unit"), width: 150, render: ({ unit }) => unit.name },
        {
          key: "lead",
          title: t("incidentList.lead"),
          width: 190,
          render: ({ handlers }) => handlers.find(({ part }) => part === "lead")?.name ?? "—",
        },
        {
          key: "due",
          title: t("incidentList.due"),
          width: 130,
          render: ({ dueAt, status }) =>
            dueAt || status === "suspended" ? (
              <RemainingTime dueAt={dueAt} suspended={status === "suspended"} />
            ) : (
              "—"
            ),
        },
        {
          key: "opened",
          title: t("incidentList.opened"),
          width: 96,
          render: ({ openedAt }) => <RelativeTime at={openedAt} />,
        },
      ]}
    />
  );
}
