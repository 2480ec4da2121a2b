import type { AlarmAct, AlarmDetail } from "@gezhi/contract/alarms.ts";
import { Alert, App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAlarmAct } from "../../../shared/alarms/alarm-queries.ts";
import { ReasonForm } from "./ReasonForm.tsx";

const withReason: readonly AlarmAct[] = ["callFalse", "clear"];

/** Exactly what this person may do with the alarm now. */
export function AlarmActs({ alarm }: { alarm: AlarmDetail }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const perform = useAlarmAct();
  const [asking, setAsking] = useState<AlarmAct>();
  if (alarm.actions.length === 0) return null;
  const send = (act: AlarmAct, reason = "") =>
    perform.mutate(
      { id: alarm.id, act, reason },
      {
        onSuccess: () => {
          setAsking(undefined);
          void message.success(t("alarms.done", { act: t(`alarms.acts.${act}`) }));
        },
      },
    );
  return (
    <div className="alarm-acts no-print">
      <div className="alarms-bar">
        {alarm.actions.map((act, index) => (
          <Button
            key={act}
            type={index === 0 ? "primary" : "default"}
            aria-expanded={withReason.includes(act) ? asking === act : undefined}
            loading={perform.isPending && perform.variables.act === act}
            onClick={() =>
              withReason.includes(act) ? setAsking(asking === act ? undefined : act) : send(act)
            }
          >
            {t(`alarms.acts.${act}`)}
          </Button>
        ))}
      </div>
      {asking && alarm.actions.includes(asking) && (
        <ReasonForm
          key={asking}
          title={t(`alarms.acts.${asking}`)}
          usual={asking === "callFalse"}
          pending={perform.isPending}
          onSend={(reason) => send(asking, reason)}
          onCancel={() => setAsking(undefined)}
        />
      )}
      {perform.error && <Alert type="warning" showIcon title={perform.error.message} />}
    </div>
  );
}
