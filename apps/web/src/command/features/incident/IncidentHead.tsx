import {
  CloseOutlined,
  DownloadOutlined,
  ExportOutlined,
  PrinterOutlined,
} from "@ant-design/icons";
import type { Incident } from "@gezhi/contract/incidents.ts";
import { addressWithin } from "@gezhi/contract/units.ts";
import { Link } from "@tanstack/react-router";
import { Button, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { formatTime, RelativeTime, RemainingTime } from "../../../shared/time.tsx";
import { SimulatedTag, StatusTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { PresenceLine } from "./PresenceLine.tsx";

type Props = { incident: Incident; typing: boolean; onClose?: () => void };

export function IncidentHead({ incident, typing, onClose }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { id, number, title, urgency, status, address, path, dueAt, openedAt, chainLevel } =
    incident;
  const names = path.map(({ name }) => name);
  // What an approval shows for a time cannot be taken out.
  const byApproval = incident.access.granted.some(({ opens }) => opens === "detail");
  return (
    <header className="incident-head">
      <div className="incident-line">
        <UrgencyTag urgency={urgency} />
        <span className="figures incident-number">{number}</span>
        <StatusTag status={status} />
        <RemainingTime dueAt={dueAt} suspended={status === "suspended"} />
        <ReviewAt incident={incident} />
        {incident.simulated && <SimulatedTag />}
        {incident.supervised && <span className="status-tag">{t("incident.supervised")}</span>}
        {incident.pinned && <span className="status-tag">{t("incident.pinned")}</span>}
        {incident.urged > 0 && (
          <span className="status-tag">{t("incident.urged", { n: incident.urged })}</span>
        )}
        <span className="incident-tools no-print">
          {!byApproval && (
            <Tooltip title={t("incident.caseFile")}>
              <Button
                type="text"
                size="small"
                icon={<DownloadOutlined aria-hidden />}
                aria-label={t("incident.caseFile")}
                href={`/api/incidents/${id}/case-file`}
                download={`${number}.json`}
              />
            </Tooltip>
          )}
          <Tooltip title={t("incident.print")}>
            <Button
              type="text"
              size="small"
              icon={<PrinterOutlined aria-hidden />}
              aria-label={t("incident.print")}
              onClick={() => window.print()}
            />
          </Tooltip>
          {onClose && (
            <>
              <Tooltip title={t("incident.openPage")}>
                <Link
                  to="/incidents/$id"
                  params={{ id }}
                  className="icon-link"
                  aria-label={t("incident.openPage")}
                >
                  <ExportOutlined aria-hidden />
                </Link>
              </Tooltip>
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined aria-hidden />}
                aria-label={t("incident.close")}
                onClick={onClose}
              />
            </>
          )}
        </span>
      </div>
      <h1>{words.title(title)}</h1>
      <p className="muted">
        {words.group(incident.category.group)} / {words.category(incident.category.name)} ·{" "}
        {names.join(" ")} {addressWithin(address, names)} · <RelativeTime at={openedAt} /> ·{" "}
        {t("incident.reportsCount", { n: incident.reports })} · {t(`incident.chain.${chainLevel}`)}
        {incident.masked && <> · {t("incident.masked")}</>}
      </p>
      <PresenceLine id={id} typing={typing} />
    </header>
  );
}

/** A shelved matter says when it is looked at again (domain C.2). */
function ReviewAt({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  if (incident.status !== "suspended") return null;
  const at = incident.requests.findLast(
    ({ kind, status }) => kind === "suspend" && status === "approved",
  )?.detail["reviewAt"];
  if (typeof at !== "string") return null;
  return <span className="figures">{t("incident.reviewAt", { at: formatTime(at, "short") })}</span>;
}
