import type { Candidate } from "@gezhi/contract/map.ts";
import type { Incident } from "@gezhi/contract/incidents.ts";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePerformAct } from "../../../shared/incidents/incident-queries.ts";
import { QueryState } from "../../../shared/ui/states.tsx";
import { useCandidates } from "./map-queries.ts";
import type { View } from "./map-view-rules.ts";

type Props = { incident: Incident; onGoal: (view: View) => void };

const settled = ["done", "withdrawn"];

/** Whom to send. Only where the server says that this person may dispatch this incident now. */
export function CandidateList({ incident, onGoal }: Props) {
  const { t } = useTranslation();
  const may = incident.actions.some(({ act }) => act === "dispatch");
  const candidates = useCandidates(incident.id, may);
  if (!may) return null;
  return (
    <section className="map-candidates" aria-label={t("cityMap.candidates.title")}>
      <h3>{t("cityMap.candidates.title")}</h3>
      <QueryState query={candidates} rows={5}>
        {({ items, estimate }) => (
          <>
            <p className="muted map-note">{t("cityMap.candidates.note", estimate)}</p>
            <Sending incident={incident} items={items} onGoal={onGoal} />
          </>
        )}
      </QueryState>
    </section>
  );
}

/** One click names whom, the second sends; a third person's faster hand is told as a conflict. */
function Sending({ incident, items, onGoal }: Props & { items: readonly Candidate[] }) {
  const { t } = useTranslation();
  const perform = usePerformAct(incident.id);
  const [lead, setLead] = useState<string>();
  const [sent, setSent] = useState<string>();
  const [seen] = useState(() =>
    incident.workOrders.flatMap(({ id, status }) => (settled.includes(status) ? [] : [id])),
  );
  const send = ({ handler, name }: Candidate) =>
    perform.mutate(
      { act: "dispatch", lead: handler, coHandlers: [], instructions: "", seenOrders: seen },
      {
        onSuccess: () => {
          setLead(undefined);
          setSent(name);
        },
      },
    );
  return (
    <>
      <output>
        {sent && (
          <Alert type="success" showIcon title={t("cityMap.candidates.sent", { name: sent })} />
        )}
      </output>
      {perform.error && <Alert type="error" showIcon title={perform.error.message} />}
      <ol className="candidates">
        {items.map((one) => (
          <li key={one.handler} className={lead === one.handler ? "candidate-chosen" : ""}>
            <div className="candidate-line">
              <Button
                type="link"
                size="small"
                onClick={() => onGoal({ ...one.position, zoom: 14 })}
              >
                {one.name}
              </Button>
              <span className="figures candidate-way">
                {t("cityMap.candidates.way", {
                  km: (one.straightM / 1000).toFixed(1),
                  minutes: one.minutes,
                })}
              </span>
            </div>
            <p className="muted">
              {[
                ...(one.placeOf === null
                  ? []
                  : [t("cityMap.candidates.fromPerson", { name: one.placeOf })]),
                ...one.reasons.map((reason) => t(`cityMap.reasons.${reason}`)),
                ...(one.load > 0 ? [t("cityMap.candidates.load", { n: one.load })] : []),
              ].join(" · ")}
            </p>
            <div className="candidate-line">
              <span className="candidate-people">
                {one.people
                  .slice(0, 3)
                  .map(({ name, onDuty }) =>
                    onDuty ? t("cityMap.candidates.onDuty", { name }) : name,
                  )
                  .join("、")}
              </span>
              {lead === one.handler ? (
                <span className="candidate-acts">
                  <Button
                    size="small"
                    type="primary"
                    loading={perform.isPending}
                    onClick={() => send(one)}
                  >
                    {t("cityMap.candidates.confirm")}
                  </Button>
                  <Button size="small" onClick={() => setLead(undefined)}>
                    {t("actForm.cancel")}
                  </Button>
                </span>
              ) : (
                <Button
                  size="small"
                  aria-label={t("cityMap.candidates.sendTo", { name: one.name })}
                  onClick={() => setLead(one.handler)}
                >
                  {t("cityMap.candidates.send")}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
