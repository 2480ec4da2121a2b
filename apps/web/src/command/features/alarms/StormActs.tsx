import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAlarmActs } from "../../../shared/alarms/alarm-queries.ts";
import { FailedRows } from "./FailedRows.tsx";
import { ReasonForm } from "./ReasonForm.tsx";
import "./alarms.css";

type Props = {
  incident: string;
  /** How many hang on it, as far as is known. */
  count: number;
};

/** A storm is one matter: all its open alarms are accepted, or called false with one reason, and each that was not is named. */
export function StormActs({ incident, count }: Props) {
  const { t } = useTranslation();
  const perform = useAlarmActs();
  const [falsing, setFalsing] = useState(false);
  const results = perform.data?.results;
  return (
    <div className="storm-acts no-print">
      <div className="alarms-bar">
        <strong>{t("alarms.storm.title", { n: count })}</strong>
        <Button
          loading={perform.isPending && perform.variables.act === "acknowledge"}
          disabled={perform.isPending}
          onClick={() => {
            setFalsing(false);
            perform.mutate({ incident, act: "acknowledge" });
          }}
        >
          {t("alarms.storm.accept")}
        </Button>
        <Button
          aria-expanded={falsing}
          disabled={perform.isPending}
          onClick={() => setFalsing(!falsing)}
        >
          {t("alarms.storm.callFalse")}
        </Button>
      </div>
      {falsing && (
        <ReasonForm
          title={t("alarms.storm.callFalse")}
          usual
          pending={perform.isPending}
          onCancel={() => setFalsing(false)}
          onSend={(reason) =>
            perform.mutate(
              { incident, act: "callFalse", reason },
              { onSuccess: () => setFalsing(false) },
            )
          }
        />
      )}
      {results && (
        <output className="storm-result">
          {t("alarms.storm.done", {
            act: t(`alarms.acts.${perform.variables?.act ?? "acknowledge"}`),
            n: results.filter(({ ok }) => ok).length,
          })}
          <FailedRows results={results} />
        </output>
      )}
      {perform.error && <Alert type="warning" showIcon title={perform.error.message} />}
    </div>
  );
}
