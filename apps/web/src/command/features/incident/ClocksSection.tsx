import type { ClockView } from "@gezhi/contract/clock-views.ts";
import type { Incident } from "@gezhi/contract/incidents.ts";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ExactTime, formatDuration, RemainingTime } from "../../../shared/time.tsx";
import { Section } from "./Section.tsx";

const rungs = [0.5, 0.8, 1, 1.2];
const scale = 1.25;
const hourMs = 3_600_000;
const entries = ["started", "suspended", "resumed", "extended", "stopped", "reprojected"] as const;

export function ClocksSection({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  if (incident.clocks.length === 0) return null;
  const handlerOf = (clock: ClockView) =>
    incident.workOrders.find(({ id }) => id === clock.workOrder)?.handlerName;
  const alive = incident.clocks.filter(({ running, suspended }) => running || suspended);
  const stopped = incident.clocks.filter((clock) => !alive.includes(clock));
  return (
    <Section title={t("incident.sections.clocks")}>
      {alive.length === 0 && <p className="muted">{t("incident.waits")}</p>}
      <ul className="stack">
        {[...alive, ...stopped].map((clock) => (
          <Clock
            key={`${clock.stage} ${clock.startedAt} ${clock.workOrder}`}
            clock={clock}
            handler={handlerOf(clock)}
          />
        ))}
      </ul>
    </Section>
  );
}

/** Working time is told in hours: eight of them are a day at work, not a third of one. */
const lengthOf = (t: TFunction, { basis }: ClockView, ms: number): string =>
  basis === "natural" || ms < hourMs
    ? formatDuration(t, ms)
    : t("time.workingHours", { hours: Math.round((ms / hourMs) * 10) / 10 });

/** Budget, what of it is used, the rungs at 50, 80, 100 and 120 %, and every entry of the ledger. */
function Clock({ clock, handler }: { clock: ClockView; handler: string | undefined }) {
  const { t } = useTranslation();
  const share = Math.min(scale, clock.consumedMs / clock.budgetMs);
  const state = clock.suspended ? "suspended" : clock.running ? "running" : "stopped";
  const words = t("incident.consumed", {
    used: lengthOf(t, clock, clock.consumedMs),
    budget: lengthOf(t, clock, clock.budgetMs),
  });
  return (
    <li className="clock">
      <p className="incident-line">
        <strong>{t(`incident.stages.${clock.stage}`)}</strong>
        {handler && <span>{handler}</span>}
        <span className="muted">{t(`incident.basis.${clock.basis}`)}</span>
        {clock.running ? (
          <RemainingTime dueAt={clock.dueAt} suspended={clock.suspended} />
        ) : (
          <span className="muted">{t(`incident.clockState.${state}`)}</span>
        )}
      </p>
      {state !== "stopped" && (
        <div className={`clock-bar clock-${state}`} aria-hidden>
          <span className="clock-used" style={{ width: `${(share / scale) * 100}%` }} />
          {rungs.map((rung) => (
            <span
              key={rung}
              className="clock-rung"
              style={{ left: `${(rung / scale) * 100}%` }}
              data-rung={`${rung * 100}%`}
            />
          ))}
        </div>
      )}
      <p className="muted figures">{words}</p>
      {clock.ledger.length > 0 && (
        <details>
          <summary>{t("incident.ledger", { n: clock.ledger.length })}</summary>
          <ol className="ledger">
            {clock.ledger.map((line) => {
              const known = entries.find((entry) => entry === line.entry);
              return (
                <li key={line.at + line.entry}>
                  <ExactTime at={line.at} />{" "}
                  {known ? t(`incident.ledgerEntries.${known}`) : line.entry} {line.by}{" "}
                  {line.reason}
                </li>
              );
            })}
          </ol>
        </details>
      )}
    </li>
  );
}
