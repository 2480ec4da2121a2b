import { Outlet, type ErrorComponentProps } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useMe } from "../shared/session.ts";
import { SessionGate } from "../shared/SessionGate.tsx";
import { EmptyState, ErrorState } from "../shared/ui/states.tsx";
import { RedOrder } from "./features/red/RedOrder.tsx";
import { useRedOrders } from "./features/red/use-red-orders.ts";
import { useRefreshAfterDelivery } from "./features/reports/use-refresh-after-delivery.ts";
import { useTasksAtHand } from "./features/tasks/field-lists.ts";
import "./field.css";

export function FieldRoot() {
  return (
    <SessionGate>
      <Field />
    </SessionGate>
  );
}

function Field() {
  const { t } = useTranslation();
  const { account, screens, home } = useMe();
  if (!screens.includes("field"))
    return (
      <EmptyState
        title={t("field.forbidden")}
        action={<Button href={home}>{t("field.forbiddenHome")}</Button>}
      />
    );
  return <AtWork key={account} />;
}

function AtWork() {
  useRefreshAfterDelivery();
  useTasksAtHand();
  const red = useRedOrders();
  return (
    <>
      <div inert={red.length > 0}>
        <Outlet />
      </div>
      {red[0] && <RedOrder key={red[0].id} incident={red[0]} others={red.length - 1} />}
    </>
  );
}

export function FieldTrouble({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error instanceof Error ? error : null} onRetry={reset} />;
}
