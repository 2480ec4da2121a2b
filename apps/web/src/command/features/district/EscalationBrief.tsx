import type { ActRequest } from "@gezhi/contract/incidents.ts";
import { useTranslation } from "react-i18next";
import { useIncident } from "../../../shared/incidents/incident-queries.ts";
import { ExactTime, RemainingTime } from "../../../shared/time.tsx";

/** Requests that come before the district: escalations, disputes between towns, third returns. */
const kinds: readonly ActRequest["kind"][] = ["escalation", "crossTown", "return"];

const linesOf = (detail: ActRequest["detail"], name: string): string[] => {
  const value = detail[name];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" && value !== "" ? [value] : [];
};

/** Why this is here: what the town tried, what it asks for, and how long the district has. */
export function EscalationBrief({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: incident } = useIncident(id);
  const request = incident?.requests
    .filter(({ kind }) => kinds.includes(kind))
    .toSorted(
      (a, b) =>
        Number(b.status === "pending") - Number(a.status === "pending") ||
        (a.askedAt < b.askedAt ? 1 : -1),
    )[0];
  if (!incident || !request) return null;
  const clock = incident.clocks.find(
    ({ stage, running }) =>
      running && (stage === "district" || stage === "crossTown" || stage === "return"),
  );
  const tried = linesOf(request.detail, "tried");
  return (
    <section className="brief" aria-label={t("district.brief")}>
      <p className="escalation-line">
        <strong>{t(`incident.requestKinds.${request.kind}`)}</strong>
        <span className="status-tag">
          {t(`incident.requestStatus.${request.status}`, { decider: request.decider })}
        </span>
        <span>{request.askedBy}</span>
        <span className="muted">
          <ExactTime at={request.askedAt} format="short" />
        </span>
        {clock && <RemainingTime dueAt={clock.dueAt} suspended={clock.suspended} />}
      </p>
      <p className="incident-text">{request.reason}</p>
      {tried.length > 0 && (
        <>
          <h2>{t("district.tried")}</h2>
          <ol className="tried">
            {tried.map((line, index) => (
              <li key={`${index} ${line}`}>{line}</li>
            ))}
          </ol>
        </>
      )}
      {request.note && (
        <p>
          {request.decidedBy}：{request.note}
        </p>
      )}
    </section>
  );
}
