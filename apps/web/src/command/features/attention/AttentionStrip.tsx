import { AlertFilled } from "@ant-design/icons";
import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { useIncidentPages } from "../../../shared/incidents/incident-queries.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { acknowledge, useAcknowledged } from "../../../shared/attention/acknowledged.ts";
import { useCovered } from "../../../shared/attention/covered.ts";
import { playAlarm } from "../../../shared/attention/alarm-sound.ts";
import "./attention.css";

const urgent = {
  list: "queue",
  urgency: ["red", "orange"],
  open: "true",
  sort: "urgency",
  limit: 50,
} as const;
const shown = 3;
const repeatMs = 15_000;

/** Red and orange that nobody at this desk has looked at yet. It stays until acknowledged, on every page. */
export function AttentionStrip({ onOpen }: { onOpen: (incident: string) => void }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const acknowledged = useAcknowledged();
  const covered = useCovered();
  const pages = useIncidentPages(urgent);
  const waiting = (pages.data?.pages[0]?.items ?? []).filter(
    ({ id }) => acknowledged[id] === undefined && !covered.has(id),
  );
  useAlarm(waiting);
  if (waiting.length === 0) return null;
  const rest = waiting.length - shown;
  return (
    <section className="attention no-print" aria-label={t("attention.title")}>
      <output className="visually-hidden">
        {t("attention.announce", { n: waiting.length, title: waiting[0]?.title })}
      </output>
      <ul>
        {waiting.slice(0, shown).map((incident) => (
          <li key={incident.id} className="attention-item">
            {incident.urgency === "red" && <AlertFilled aria-hidden className="attention-flash" />}
            <UrgencyTag urgency={incident.urgency} />
            <Button
              type="link"
              size="small"
              className="attention-title"
              onClick={() => open(incident.id)}
            >
              {words.title(incident.title)}
            </Button>
            <span className="attention-place">{incident.number}</span>
            {incident.simulated && <SimulatedTag />}
            <RelativeTime at={incident.openedAt} />
            <Button
              size="small"
              onClick={() => acknowledge([incident.id])}
              aria-label={t("attention.acknowledgeOne", { title: incident.title })}
            >
              {t("attention.acknowledge")}
            </Button>
          </li>
        ))}
      </ul>
      {waiting.length > 1 && (
        <p className="attention-rest">
          {rest > 0 && <span>{t("attention.rest", { n: rest })}</span>}
          <Button size="small" type="link" onClick={() => acknowledge(waiting.map(({ id }) => id))}>
            {t("attention.acknowledgeAll")}
          </Button>
        </p>
      )}
    </section>
  );

  function open(incident: string): void {
    acknowledge([incident]);
    onOpen(incident);
  }
}

/** Sounds once for each new one, and again every fifteen seconds while a red one waits. */
function useAlarm(waiting: readonly IncidentSummary[]): void {
  const heard = useRef(new Set<string>());
  const red = waiting.some(({ urgency }) => urgency === "red");
  useEffect(() => {
    const fresh = waiting.filter(({ id }) => !heard.current.has(id));
    for (const { id } of fresh) heard.current.add(id);
    if (fresh.length > 0)
      playAlarm(fresh.some(({ urgency }) => urgency === "red") ? "red" : "orange");
  }, [waiting]);
  useEffect(() => {
    if (!red) return undefined;
    const timer = setInterval(() => playAlarm("red"), repeatMs);
    return () => clearInterval(timer);
  }, [red]);
}
