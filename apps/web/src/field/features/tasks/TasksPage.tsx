import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { InboxItem } from "../../../shared/incidents/answers.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { PatrolPart } from "../patrol/PatrolPart.tsx";
import { VisitList } from "../visits/VisitList.tsx";
import { useGridIncidents, useOrders } from "./field-lists.ts";
import { IncidentRow } from "./IncidentRow.tsx";
import { isToDo, waitsForOthers } from "./task-rules.ts";

const lists = ["orders", "visits", "grid", "patrol"] as const;

export function TasksPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { list = "orders" } = useSearch({ strict: false });
  return (
    <PhonePage title={t("field.home.tasks")} back="/field" live>
      <Segmented
        block
        aria-label={t("field.tasks.choose")}
        value={list}
        options={lists.map((one) => ({ value: one, label: t(`field.tasks.lists.${one}`) }))}
        onChange={(next) =>
          void navigate({ to: "/field/tasks", search: { list: next }, replace: true })
        }
      />
      {list === "orders" && <OrderList />}
      {list === "visits" && <VisitList />}
      {list === "grid" && <GridList />}
      {list === "patrol" && <PatrolPart />}
    </PhonePage>
  );
}

function OrderList() {
  const { t } = useTranslation();
  const orders = useOrders();
  return (
    <QueryState query={orders}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0)
          return (
            <EmptyState title={t("field.tasks.emptyOrders")} hint={t("field.tasks.emptyHint")} />
          );
        const waiting = items.filter(waitsForOthers);
        return (
          <>
            <Orders items={items.filter(isToDo)} />
            {waiting.length > 0 && (
              <>
                <h2 className="phone-heading">{t("field.tasks.fedBack")}</h2>
                <Orders items={waiting} />
              </>
            )}
            <More query={orders} />
          </>
        );
      }}
    </QueryState>
  );
}

const Orders = ({ items }: { items: readonly InboxItem[] }) => (
  <ul className="phone-list">
    {items.map(({ workOrder, incident }) => (
      <li key={workOrder.id}>
        <IncidentRow incident={incident} workOrder={workOrder} />
      </li>
    ))}
  </ul>
);

function GridList() {
  const { t } = useTranslation();
  const incidents = useGridIncidents();
  return (
    <QueryState query={incidents}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <EmptyState title={t("field.tasks.emptyGrid")} />;
        return (
          <>
            <ul className="phone-list">
              {items.map((incident) => (
                <li key={incident.id}>
                  <IncidentRow incident={incident} />
                </li>
              ))}
            </ul>
            <More query={incidents} />
          </>
        );
      }}
    </QueryState>
  );
}

type MoreProps = {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => Promise<unknown>;
  };
};
export function More({ query }: MoreProps) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {t("field.tasks.more")}
    </Button>
  );
}
