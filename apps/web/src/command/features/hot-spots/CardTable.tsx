import type { HotSpot } from "@gezhi/contract/hot-spots.ts";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { formatTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";

type Props = {
  rows: readonly HotSpot[];
  more?: { has: boolean; loading: boolean; load: () => void };
};

/** The street or the key place tells more than the middle's grid. */
export const whereOf = ({ street, place, unit }: HotSpot): string =>
  [unit.name, street, place].filter(Boolean).join(" · ");

export function CardTable({ rows, more }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const words = useServerWords();
  return (
    <DataTable
      caption={t("hotSpots.tabs.cards")}
      rows={rows}
      keyOf={({ id }) => id}
      onRow={({ id }) => void navigate({ to: "/hot-spots/$id", params: { id } })}
      empty={<EmptyState title={t("hotSpots.none")} hint={t("hotSpots.noneHint")} />}
      {...(more ? { more } : {})}
      columns={[
        {
          key: "category",
          title: t("hotSpots.fields.category"),
          header: true,
          render: ({ id, category, simulated, ofPast }) => (
            <>
              <Link to="/hot-spots/$id" params={{ id }}>
                {words.category(category.name)}
              </Link>{" "}
              {ofPast && <span className="muted">{t("hotSpots.ofPast")}</span>}{" "}
              {simulated && <SimulatedTag />}
            </>
          ),
        },
        {
          key: "where",
          title: t("hotSpots.fields.where"),
          render: (card) => <span className="hot-spot-where">{whereOf(card)}</span>,
        },
        {
          key: "members",
          title: t("hotSpots.fields.members"),
          width: 70,
          align: "right",
          render: ({ members }) => members,
        },
        {
          key: "period",
          title: t("hotSpots.fields.period"),
          width: 190,
          render: ({ firstAt, lastAt }) => (
            <span className="figures">
              {formatTime(firstAt, "day")} – {formatTime(lastAt, "day")}
            </span>
          ),
        },
        {
          key: "number",
          title: t("hotSpots.fields.number"),
          width: 150,
          render: ({ number }) => <span className="figures">{number}</span>,
        },
      ]}
    />
  );
}
