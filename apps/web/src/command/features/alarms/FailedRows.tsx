import type { AlarmActsResult } from "@gezhi/contract/alarms.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** Each alarm on which an act on all did not work, and why. */
export function FailedRows({ results }: AlarmActsResult) {
  const { t } = useTranslation();
  const failed = results.filter(({ ok }) => !ok);
  if (failed.length === 0) return null;
  return (
    <div className="storm-failed" role="alert">
      <p>{t("alarms.storm.failed", { n: failed.length })}</p>
      <ul>
        {failed.map(({ alarm, number, device, problem }) => (
          <li key={alarm}>
            <Link to="/alarms/$id" params={{ id: alarm }} className="figures">
              {number}
            </Link>{" "}
            {device} {problem}
          </li>
        ))}
      </ul>
    </div>
  );
}
