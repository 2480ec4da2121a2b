import type { CareDetail } from "@gezhi/contract/care.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { ExactTime, RelativeTime } from "../../../shared/time.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { DeviceStateTag } from "../devices/DeviceStateTag.tsx";
import type { DeviceState } from "@gezhi/contract/devices.ts";
import { Section } from "../incident/Section.tsx";

const shownAlarms = 5;

/** What the devices of this person last said, and what they raised. */
export function SignalsSection({ signals }: Pick<CareDetail, "signals">) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <Section title={t("care.signals")} count={signals.length}>
      {signals.length === 0 && <p className="muted">{t("care.signalsNone")}</p>}
      <ul className="care-signals">
        {signals.map((signal) => (
          <li key={signal.id}>
            <div className="care-bar">
              <Link to="/devices/$id" params={{ id: signal.id }}>
                {words.sensor(signal.name)}
              </Link>
              <DeviceStateTag state={signal.state as DeviceState} />
              {signal.simulated && <SimulatedTag />}
              {signal.lastSeenAt && (
                <span className="muted">
                  {t("care.lastSeen")} <RelativeTime at={signal.lastSeenAt} />
                </span>
              )}
              {signal.battery !== null && (
                <span className="muted figures">
                  {t("care.battery")} {Math.round(signal.battery)}%
                </span>
              )}
            </div>
            <div className="figures">
              {Object.entries(signal.values).map(([metric, value]) => (
                <span key={metric} className="care-value">
                  {metric} {Math.round(value * 100) / 100}
                </span>
              ))}
            </div>
            {signal.alarms.length === 0 && <p className="muted">{t("care.alarmsNone")}</p>}
            {signal.alarms
              .slice(0, shownAlarms)
              .map(({ id, level, ruleName, raisedAt, status }) => (
                <div key={id} className="care-bar">
                  <UrgencyTag urgency={level} />
                  {words.sensor(ruleName)}
                  <span className="muted">
                    {t(`alarms.status.${status as "raised"}`)}{" "}
                    <ExactTime at={raisedAt} format="short" />
                  </span>
                </div>
              ))}
          </li>
        ))}
      </ul>
    </Section>
  );
}
