import type { AlarmDetail } from "@gezhi/contract/alarms.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { AlarmClips } from "../../../shared/alarms/AlarmClips.tsx";
import { useAlarm } from "../../../shared/alarms/alarm-queries.ts";
import { ExactTime } from "../../../shared/time.tsx";
import { Facts } from "../../../shared/ui/Facts.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { PlaceMap } from "../../../shared/units/PlaceMap.tsx";
import { Section } from "../incident/Section.tsx";
import { AlarmWays } from "./AlarmWays.tsx";
import { clipOpening } from "./ClipOpening.tsx";
import { AlarmActs } from "./AlarmActs.tsx";
import { CallsSection, OthersSection, StepsSection, ToldSection } from "./AlarmSections.tsx";
import { EvidencePack } from "./EvidencePack.tsx";
import { StormActs } from "./StormActs.tsx";
import "./alarms.css";

/** One alarm, whole: what was measured, who knows, and what has been done. */
export function AlarmPage({ id }: { id: string }) {
  const query = useAlarm(id);
  return (
    <QueryState query={query} rows={10}>
      {(alarm) => <LoadedAlarm alarm={alarm} />}
    </QueryState>
  );
}

function LoadedAlarm({ alarm }: { alarm: AlarmDetail }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { level, peak, status, rule, incident, number, position, place, device, camera } = alarm;
  const facts = [
    [t("alarms.fields.place"), place === alarm.unit.name ? place : `${alarm.unit.name} ${place}`],
    [t("alarms.fields.since"), <ExactTime key="since" at={alarm.raisedAt} />],
    alarm.clearedAt && [
      t("alarms.fields.cleared"),
      <ExactTime key="cleared" at={alarm.clearedAt} />,
    ],
    peak !== level && [t("alarms.fields.peak"), <UrgencyTag key="peak" urgency={peak} />],
    alarm.returns > 0 && [t("alarms.fields.returns"), t("alarms.times", { n: alarm.returns })],
    alarm.confirm !== "" && [t("alarms.fields.confirm"), alarm.confirm],
    device.code !== "" && [
      t("alarms.fields.device"),
      <Link key="device" to="/devices/$id" params={{ id: device.id }}>
        {words.sensor(device.name)} {device.code}
      </Link>,
    ],
    [
      t("alarms.camera"),
      camera ? (
        <Link key="camera" to="/devices/$id" params={{ id: camera.id }}>
          {t("alarms.cameraAt", { name: words.sensor(camera.name), n: camera.distanceM })}
        </Link>
      ) : (
        t("alarms.noCamera")
      ),
    ],
    alarm.verdict && [
      t("alarms.result"),
      `${t(`alarms.verdict.${alarm.verdict}`)}${alarm.verdictReason ? `：${alarm.verdictReason}` : ""}`,
    ],
  ].filter((one) => Array.isArray(one)) as [string, React.ReactNode][];
  return (
    <article className="alarm-page" aria-label={`${number} ${words.sensor(rule.name)}`}>
      <header className="alarm-page-head">
        <Link to="/alarms">{t("alarms.back")}</Link>
        <div className="alarms-bar">
          <UrgencyTag urgency={level} />
          <h1>{words.sensor(rule.name)}</h1>
          <span className="status-tag">{t(`alarms.status.${status}`)}</span>
          {alarm.simulated && <SimulatedTag />}
          <span className="muted figures">{number}</span>
        </div>
        <p className="alarm-page-reading figures">{words.reading(alarm.reading)}</p>
        {alarm.suppressed && <p>{t("alarms.suppressed", { text: alarm.suppressed })}</p>}
        {incident && (
          <p>
            <Link to="/incidents/$id" params={{ id: incident.id }} className="alarm-incident">
              {t("alarms.showIncident", { number: incident.number })}
            </Link>{" "}
            <span className="status-tag">{incident.statusText}</span>
            {incident.alarms > 1 && (
              <span className="muted"> {t("alarms.members", { n: incident.alarms })}</span>
            )}
          </p>
        )}
        <AlarmClips of={{ alarm: alarm.id }} size={200} opening={clipOpening} />
        <EvidencePack alarm={alarm.id} />
        <AlarmActs alarm={alarm} />
        {incident && <AlarmWays incident={incident.id} />}
        {incident && alarm.others.length > 0 && alarm.actions.length > 0 && (
          <StormActs incident={incident.id} count={incident.alarms} />
        )}
      </header>
      <div className="alarm-columns">
        <div>
          <StepsSection alarm={alarm} />
          <OthersSection alarm={alarm} />
        </div>
        <div>
          <Section title={t("alarms.sections.facts")}>
            <Facts rows={facts} />
          </Section>
          <ToldSection alarm={alarm} />
          <CallsSection alarm={alarm} />
          {position && (
            <Section title={t("alarms.sections.map")}>
              <PlaceMap
                id={alarm.id}
                label={t("alarms.mapLabel", { name: place })}
                name={place}
                position={position}
                unit={alarm.unit.code}
                tone={level}
              />
            </Section>
          )}
        </div>
      </div>
    </article>
  );
}
