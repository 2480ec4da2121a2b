import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { formatTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { useIssueClasses } from "./hot-spot-queries.ts";

type Props = { unit: string | undefined; ended: "true" | undefined };

export function ClassTable({ unit, ended }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const words = useServerWords();
  const pages = useIssueClasses({ unit, ended });
  return (
    <QueryState query={pages} rows={8}>
      {({ pages: loaded }) => (
        <DataTable
          caption={t("hotSpots.tabs.classes")}
          rows={loaded.flatMap(({ items }) => items)}
          keyOf={({ id }) => id}
          onRow={({ id }) => void navigate({ to: "/issue-classes/$id", params: { id } })}
          empty={
            <EmptyState title={t("hotSpots.classes.none")} hint={t("hotSpots.classes.noneHint")} />
          }
          more={{
            has: pages.hasNextPage,
            loading: pages.isFetchingNextPage,
            load: () => void pages.fetchNextPage(),
          }}
          columns={[
            {
              key: "name",
              title: t("hotSpots.classes.name"),
              header: true,
              render: ({ id, name, simulated }) => (
                <>
                  <Link to="/issue-classes/$id" params={{ id }}>
                    {name}
                  </Link>{" "}
                  {simulated && <SimulatedTag />}
                </>
              ),
            },
            {
              key: "category",
              title: t("hotSpots.fields.category"),
              width: 160,
              render: ({ category }) => words.category(category.name),
            },
            {
              key: "unit",
              title: t("hotSpots.classes.unit"),
              width: 140,
              render: (row) => row.unit.name,
            },
            {
              key: "owner",
              title: t("hotSpots.classes.owner"),
              render: ({ owner }) => owner.name,
            },
            {
              key: "status",
              title: t("hotSpots.fields.status"),
              width: 110,
              render: ({ status }) => t(`hotSpots.classes.statuses.${status}`),
            },
            {
              key: "cards",
              title: t("hotSpots.tabs.cards"),
              width: 100,
              align: "right",
              render: ({ cards }) => cards,
            },
            {
              key: "createdAt",
              title: t("hotSpots.classes.created"),
              width: 110,
              render: ({ createdAt }) => (
                <span className="figures">{formatTime(createdAt, "day")}</span>
              ),
            },
          ]}
        />
      )}
    </QueryState>
  );
}
