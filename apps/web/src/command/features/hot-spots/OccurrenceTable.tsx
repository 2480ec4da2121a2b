import type { Occurrence } from "@gezhi/contract/hot-spots.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { DataTable, type DataColumn } from "../../../shared/ui/DataTable.tsx";
import { EmptyState } from "../../../shared/ui/states.tsx";
import { SimulatedTag, StatusTag } from "../../../shared/ui/tags.tsx";
import { formatTime } from "../../../shared/time.tsx";

type Props = { caption: string; rows: readonly Occurrence[]; withDistance?: boolean };

export function OccurrenceTable({ caption, rows, withDistance = false }: Props) {
  const { t } = useTranslation();
  const distance: DataColumn<Occurrence> = {
    key: "distance",
    title: t("hotSpots.fields.distance"),
    width: 90,
    align: "right",
    render: ({ metres }) => (metres === null ? "" : t("hotSpots.metres", { n: metres })),
  };
  return (
    <DataTable
      caption={caption}
      rows={rows}
      keyOf={({ number }) => number}
      empty={<EmptyState title={t("hotSpots.noOccurrences")} />}
      columns={[
        {
          key: "happenedAt",
          title: t("hotSpots.fields.happenedAt"),
          width: 150,
          render: ({ happenedAt }) => <span className="figures">{formatTime(happenedAt)}</span>,
        },
        {
          key: "number",
          title: t("hotSpots.fields.number"),
          header: true,
          render: ({ incident, number, simulated }) => (
            <>
              {incident ? (
                <Link to="/incidents/$id" params={{ id: incident }}>
                  {number}
                </Link>
              ) : (
                number
              )}{" "}
              {simulated && <SimulatedTag />}
            </>
          ),
        },
        {
          key: "status",
          title: t("hotSpots.fields.status"),
          width: 110,
          render: ({ status }) =>
            status ? (
              <StatusTag status={status} />
            ) : (
              <span className="muted">{t("hotSpots.past")}</span>
            ),
        },
        {
          key: "address",
          title: t("hotSpots.fields.address"),
          render: ({ address, unit }) => address || unit.name,
        },
        ...(withDistance ? [distance] : []),
      ]}
    />
  );
}
