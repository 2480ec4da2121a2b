import type { DeviceDetail } from "@gezhi/contract/devices.ts";
import { AlarmStatus } from "@gezhi/contract/alarms.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { ExactTime, formatTime, RelativeTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { Facts } from "../../../shared/ui/Facts.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { useConfiguration } from "../admin/configuration/configuration-queries.ts";
import { formatNumber, levelOrder } from "../admin/configuration/rules/rule-words.ts";
import { RevealPopover } from "../alarms/RevealPopover.tsx";
import { Section } from "../incident/Section.tsx";
import { useRevealPerson } from "./device-queries.ts";
import { useProfiles } from "./use-profiles.ts";

type Props = { device: DeviceDetail };

export function FactsSection({ device }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const profile = useProfiles(device.unit.code).find(({ code }) => code === device.profile.code);
  const date = (at: string | null) => at && <ExactTime at={at} format="day" />;
  return (
    <Section title={t("devices.sections.facts")}>
      <Facts
        rows={[
          [
            t("devices.fields.profile"),
            `${device.profile.code} ${words.sensor(device.profile.name)}`,
          ],
          [t("devices.fields.localAlarm"), profile?.localAlarm ? t("devices.localAlarm") : null],
          [t("devices.fields.unit"), device.unit.name],
          [t("devices.fields.place"), device.place],
          [t("devices.fields.address"), device.address],
          [
            t("devices.fields.lastSeen"),
            device.lastSeenAt && <RelativeTime at={device.lastSeenAt} />,
          ],
          [
            t("devices.fields.battery"),
            device.battery === null ? null : t("devices.percent", { n: device.battery }),
          ],
          [
            t("devices.maintenance"),
            device.maintenanceUntil &&
              t("devices.maintenanceUntil", { at: formatTime(device.maintenanceUntil, "short") }),
          ],
          [t("devices.fields.owner"), device.owner],
          [t("devices.fields.gateway"), device.gateway],
          [t("devices.fields.calibratedOn"), date(device.calibratedOn)],
          [t("devices.fields.calibrationDueOn"), date(device.calibrationDueOn)],
          [t("devices.sections.overrides"), <Overrides key="overrides" device={device} />],
          [t("devices.fields.topic"), device.topic && <code key="topic">{device.topic}</code>],
        ]}
      />
    </Section>
  );
}

/** Limits of its own, by the rules they stand in for. */
function Overrides({ device: { overrides, unit } }: Props) {
  const { t } = useTranslation();
  const { data } = useConfiguration("alarmRules", unit.code.slice(0, 9));
  const nameOf = (code: string) =>
    data?.content.rules.find((rule) => rule.code === code)?.name ?? code;
  const own = Object.entries(overrides);
  if (own.length === 0) return "—";
  return own.map(([code, levels]) => (
    <div key={code}>
      {nameOf(code)}{" "}
      {levelOrder.flatMap((level) => {
        const value = levels[level];
        return value === undefined ? (
          []
        ) : (
          <span key={level} className={`urgency-tag urgency-${level}`}>
            {t(`sensing.levels.${level}`)} {formatNumber(value)}
          </span>
        );
      })}
    </div>
  ));
}

/** Masked, until somebody who may says why. */
export function PersonSection({ device: { id, person, consentAt, actions } }: Props) {
  const { t } = useTranslation();
  const reveal = useRevealPerson(id);
  const shown = reveal.data;
  if (!person) return null;
  return (
    <Section title={t("devices.sections.person")}>
      <Facts
        rows={[
          [t("devices.fields.personName"), shown?.personName ?? person.name],
          [t("devices.fields.personAge"), person.age],
          [t("devices.fields.familyName"), shown?.familyName],
          [
            t("devices.fields.familyPhone"),
            <span key="phone" className="figures">
              {shown?.familyPhone ?? person.familyPhone}
            </span>,
          ],
          [
            t("devices.fields.consentAt"),
            consentAt ? <ExactTime key="consent" at={consentAt} format="day" /> : "—",
          ],
        ]}
      />
      {actions.includes("reveal") && !shown && (
        <RevealPopover
          title={t("devices.acts.reveal")}
          line={t("devices.revealLine")}
          reveal={reveal}
        />
      )}
    </Section>
  );
}

export function CalledSection({ device: { called } }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <Section title={t("devices.sections.called")} count={called.length}>
      {called.length === 0 && <p className="muted">{t("devices.nobodyCalled")}</p>}
      <ol className="device-called">
        {called.map(({ who, how, simulated }) => (
          <li key={who}>
            <strong>{words.sentence(who)}</strong>{" "}
            <span className="muted">{words.sentence(how)}</span> {simulated && <SimulatedTag />}
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function DeviceAlarms({ device: { alarms } }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const statusWords = (status: string) => {
    const parsed = AlarmStatus.safeParse(status);
    return parsed.success ? t(`alarms.status.${parsed.data}`) : status;
  };
  return (
    <Section title={t("devices.sections.alarms")} count={alarms.length}>
      {alarms.length === 0 ? (
        <p className="muted">{t("devices.noAlarms")}</p>
      ) : (
        <DataTable
          caption={t("devices.sections.alarms")}
          rows={alarms}
          keyOf={({ id }) => id}
          columns={[
            {
              key: "level",
              title: t("alarms.fields.level"),
              width: 100,
              render: ({ level }) => <UrgencyTag urgency={level} />,
            },
            {
              key: "rule",
              title: t("alarms.fields.rule"),
              header: true,
              render: ({ id, ruleName }) => (
                <Link to="/alarms/$id" params={{ id }}>
                  {words.sensor(ruleName)}
                </Link>
              ),
            },
            {
              key: "status",
              title: t("alarms.fields.status"),
              width: 90,
              render: ({ status }) => statusWords(status),
            },
            {
              key: "at",
              title: t("alarms.fields.since"),
              width: 170,
              render: ({ raisedAt }) => <ExactTime at={raisedAt} />,
            },
            {
              key: "incident",
              title: t("alarms.fields.incident"),
              width: 200,
              render: ({ incident, incidentNumber }) =>
                incident && (
                  <Link to="/incidents/$id" params={{ id: incident }} className="figures">
                    {incidentNumber}
                  </Link>
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}

/** What was wrong with its messages, so that whoever installed it can mend it. */
export function FaultsSection({ device: { faults } }: Props) {
  const { t } = useTranslation();
  return (
    <Section title={t("devices.sections.faults")}>
      {faults.length === 0 ? (
        <p className="muted">{t("devices.noFaults")}</p>
      ) : (
        <DataTable
          caption={t("devices.sections.faults")}
          rows={faults}
          keyOf={({ fault }) => fault}
          columns={[
            {
              key: "fault",
              title: t("devices.fault"),
              header: true,
              render: ({ fault, reason }) => (
                <>
                  {t(`devices.faultKinds.${fault}`)}
                  {reason && <div className="muted">{reason}</div>}
                </>
              ),
            },
            {
              key: "count",
              title: t("devices.faultCount"),
              width: 90,
              align: "right",
              render: ({ count }) => count,
            },
            {
              key: "last",
              title: t("devices.faultLast"),
              width: 170,
              render: ({ lastAt }) => <ExactTime at={lastAt} />,
            },
          ]}
        />
      )}
    </Section>
  );
}
