import { Outlet, type ErrorComponentProps } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useMe } from "../shared/session.ts";
import { SessionGate } from "../shared/SessionGate.tsx";
import { EmptyState, ErrorState } from "../shared/ui/states.tsx";
import { PatrolStrip } from "./features/patrol/PatrolStrip.tsx";
import { PositionLine } from "./features/position/PositionLine.tsx";
import { RedOrder } from "./features/red/RedOrder.tsx";
import { RedStrip } from "./features/red/RedStrip.tsx";
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
  return <AtWork key={account} account={account} />;
}

function AtWork({ account }: { account: string }) {
  useRefreshAfterDelivery();
  useTasksAtHand();
  const { alarms, waiting } = useRedOrders();
  return (
    <>
      <div className="field-work" inert={alarms.length > 0}>
        <RedStrip incidents={waiting} />
        <PositionLine account={account} />
        <PatrolStrip account={account} />
        <Outlet />
      </div>
      {alarms[0] && <RedOrder key={alarms[0].id} incident={alarms[0]} others={alarms.length - 1} />}
    </>
  );
}

export function FieldTrouble({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error instanceof Error ? error : null} onRetry={reset} />;
}
