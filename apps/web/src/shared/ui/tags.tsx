import {
  AlertFilled,
  CheckCircleOutlined,
  ClockCircleOutlined,
  InfoCircleOutlined,
  WarningFilled,
} from "@ant-design/icons";
import type { IncidentStatus, Urgency } from "@gezhi/contract/incidents.ts";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

const urgencyIcons: Record<Urgency, ReactNode> = {
  red: <AlertFilled aria-hidden />,
  orange: <WarningFilled aria-hidden />,
  yellow: <ClockCircleOutlined aria-hidden />,
  blue: <InfoCircleOutlined aria-hidden />,
};

/** Icon, word and colour. These four colours mean urgency and nothing else. */
export function UrgencyTag({ urgency }: { urgency: Urgency }) {
  const { t } = useTranslation();
  return (
    <span className={`urgency-tag urgency-${urgency}`}>
      {urgencyIcons[urgency]} {t(`urgency.${urgency}`)}
    </span>
  );
}

const done: readonly IncidentStatus[] = ["closed", "evaluated", "archived"];

export function StatusTag({ status }: { status: IncidentStatus }) {
  const { t } = useTranslation();
  return (
    <span className="status-tag">
      {done.includes(status) && <CheckCircleOutlined aria-hidden />} {t(`status.${status}`)}
    </span>
  );
}

/** Stands wherever something is not real: an invented report, a message that leaves no machine. */
export function SimulatedTag() {
  const { t } = useTranslation();
  return <span className="simulated-tag">{t("simulated")}</span>;
}
