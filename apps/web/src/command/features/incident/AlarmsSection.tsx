import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { AlarmClips } from "../../../shared/alarms/AlarmClips.tsx";
import { useAlarmPages } from "../../../shared/alarms/alarm-queries.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import { clipOpening } from "../alarms/ClipOpening.tsx";
import { StormActs } from "../alarms/StormActs.tsx";
import { Section } from "./Section.tsx";

/** The alarms an incident came from; nothing when people alone reported it. */
export function AlarmsSection({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const pages = useAlarmPages({ list: "all", incident }, 20);
  const alarms = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = alarms[0]?.incident?.alarms ?? alarms.length;
  if (alarms.length === 0) return null;
  return (
    <Section title={t("alarms.ofIncident")} count={total}>
      {alarms.filter(({ actions }) => actions.length > 0).length > 1 && (
        <StormActs incident={incident} count={total} />
      )}
      <AlarmClips of={{ incident }} opening={clipOpening} />
      <ul className="stack">
        {alarms.map(({ id, level, rule, reading, place, status, raisedAt }) => (
          <li key={id}>
            <UrgencyTag urgency={level} />{" "}
            <Link to="/alarms/$id" params={{ id }}>
              {words.sensor(rule.name)}
            </Link>{" "}
            {place} <strong>{words.reading(reading)}</strong>{" "}
            <span className="status-tag">{t(`alarms.status.${status}`)}</span>{" "}
            <span className="muted">
              <RelativeTime at={raisedAt} />
            </span>
          </li>
        ))}
        {pages.hasNextPage && (
          <li>
            <button
              type="button"
              className="text-button"
              onClick={() => void pages.fetchNextPage()}
            >
              {t("table.more")}
            </button>
          </li>
        )}
      </ul>
    </Section>
  );
}
