import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { RelativeTime, RemainingTime } from "../../../shared/time.tsx";
import { SimulatedTag, StatusTag, UrgencyTag } from "../../../shared/ui/tags.tsx";

type Props = {
  incident: IncidentSummary;
  open: boolean;
  at: boolean;
  checked: boolean;
  onOpen: (id: string) => void;
  onCheck: (id: string) => void;
};

/** What waits for this person's word: the row of another town's matter shows nothing else of why it is here. */
const decisions = [
  "decideCrossTown",
  "decideTransfer",
  "decideEscalation",
  "decideReturn",
  "decideCancel",
  "decideSuspend",
  "decideDelay",
] as const;

export const QueueRow = memo(function QueueRow({
  incident,
  open,
  at,
  checked,
  onOpen,
  onCheck,
}: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { id, number, urgency, status, address, unit, handlers, dueAt, openedAt } = incident;
  const asked = decisions.find((act) => incident.actions.some((action) => action.act === act));
  const lead = handlers.find(({ part }) => part === "lead")?.name;
  return (
    <li
      className={`queue-row${at ? " queue-row-at" : ""}${open ? " queue-row-open" : ""}`}
      data-id={id}
    >
      <input
        type="checkbox"
        checked={checked}
        aria-label={t("desk.select", { number })}
        onChange={() => onCheck(id)}
      />
      <button
        type="button"
        className="queue-open"
        aria-current={open ? "true" : undefined}
        onClick={() => onOpen(id)}
      >
        <span className="queue-line">
          <UrgencyTag urgency={urgency} />
          <span className="queue-title" title={words.what(incident)}>
            {words.what(incident)}
          </span>
          <RemainingTime dueAt={dueAt} suspended={status === "suspended"} />
        </span>
        <span className="queue-line queue-place">
          <span>{address || unit.name}</span>
          {incident.simulated && <SimulatedTag />}
          <StatusTag status={status} />
        </span>
        <span className="queue-line muted">
          <span className="queue-facts">
            <span className="figures">{number}</span>
            {asked && (
              <strong className="queue-asked">
                {t("desk.asked", { act: t(`acts.${asked}`) })}
              </strong>
            )}
            {incident.pinned && <strong>{t("incident.pinned")}</strong>}
            {incident.supervised && <strong>{t("incident.supervised")}</strong>}
            {incident.urged > 0 && <strong>{t("desk.urged", { n: incident.urged })}</strong>}
            {incident.reports > 1 && <span>{t("desk.reports", { n: incident.reports })}</span>}
            {lead && <span className="queue-lead">{lead}</span>}
          </span>
          <span className="queue-age">
            <RelativeTime at={openedAt} />
          </span>
        </span>
      </button>
    </li>
  );
});
