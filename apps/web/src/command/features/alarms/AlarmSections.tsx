import type { AlarmDetail } from "@gezhi/contract/alarms.ts";
import { Link } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { useAnsweredCall } from "../../../shared/alarms/alarm-queries.ts";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { ExactTime, formatTime, RemainingTime } from "../../../shared/time.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { Section } from "../incident/Section.tsx";

type Props = { alarm: AlarmDetail };

/** Oldest first. */
export function StepsSection({ alarm }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <Section title={t("alarms.sections.steps")} count={alarm.steps.length}>
      <ol className="alarm-steps">
        {alarm.steps.map(({ at, act, text, actor }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- steps are only ever added
          <li key={`${at} ${act} ${index}`}>
            <span className="muted">
              <ExactTime at={at} />
            </span>
            <span>
              <strong>{t(`alarms.stepActs.${act}`)}</strong>
              {actor && <span className="muted"> {actor}</span>}
              {text && <p>{words.sentence(text)}</p>}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function ToldSection({ alarm: { told } }: Props) {
  const { t } = useTranslation();
  return (
    <Section title={t("alarms.sections.told")} count={told.length}>
      {told.length === 0 && <p className="muted">{t("alarms.notTold")}</p>}
      <ul className="alarm-told">
        {told.map(({ office, who, at, acceptedAt }) => (
          <li key={`${office} ${who}`}>
            <span>
              {office} {who && <strong>{who}</strong>}
            </span>
            <span className="muted figures">{formatTime(at).slice(11)}</span>
            <span>
              {acceptedAt
                ? t("alarms.accepted", { at: formatTime(acceptedAt).slice(11) })
                : t("alarms.notAccepted")}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Outside parties with their own clocks; a dispatcher says when the telephone was answered. */
export function CallsSection({ alarm: { id, calls, actions } }: Props) {
  const { t } = useTranslation();
  const answered = useAnsweredCall(id);
  return (
    <Section title={t("alarms.sections.calls")} count={calls.length}>
      {calls.length === 0 && <p className="muted">{t("alarms.noCalls")}</p>}
      <ul className="alarm-told">
        {calls.map(({ party, name, status, at, acceptBy, acceptedAt, simulated }) => (
          <li key={`${party} ${name} ${at}`}>
            <span>
              <strong>{t(`alarms.parties.${party}`)}</strong> {name} {simulated && <SimulatedTag />}
            </span>
            <span className="muted figures">{formatTime(at).slice(11)}</span>
            <span className="alarm-call">
              <span className="status-tag">{t(`alarms.callStatus.${status}`)}</span>
              {acceptedAt && <span className="figures">{formatTime(acceptedAt).slice(11)}</span>}
              {status === "sent" && acceptBy && <RemainingTime dueAt={acceptBy} />}
              {status === "sent" && actions.includes("clear") && (
                <Button
                  size="small"
                  loading={answered.isPending && answered.variables.party === party}
                  onClick={() => answered.mutate({ party })}
                >
                  {t("alarms.answered")}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {answered.error && <Alert type="warning" showIcon title={answered.error.message} />}
    </Section>
  );
}

export function OthersSection({ alarm: { others, incident } }: Props) {
  const { t } = useTranslation();
  if (others.length === 0) return null;
  const all = incident?.alarms ?? 0;
  return (
    <Section title={t("alarms.sections.others")} count={others.length}>
      <ul className="alarm-others">
        {others.map(({ id, device, level, reading }) => (
          <li key={id}>
            <UrgencyTag urgency={level} />
            <Link to="/alarms/$id" params={{ id }}>
              {device}
            </Link>
            <span className="muted">{reading}</span>
          </li>
        ))}
      </ul>
      {incident && all > others.length && (
        <Link to="/alarms" search={{ list: "all", incident: incident.id }}>
          {t("alarms.storm.list", { n: all })}
        </Link>
      )}
    </Section>
  );
}
