import type { Action, Incident } from "@gezhi/contract/incidents.ts";
import { Alert, App } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ActForm } from "../../../shared/incidents/ActForm.tsx";
import { actFormOf, type Act } from "../../../shared/incidents/act-forms.ts";
import { useIncident, usePerformAct } from "../../../shared/incidents/incident-queries.ts";
import { QueryState } from "../../../shared/ui/states.tsx";
import { acknowledge } from "../../../shared/attention/acknowledged.ts";
import { AccessLine } from "../approvals/AccessLine.tsx";
import { LaneStopsSection } from "../fire-lanes/LaneStopsSection.tsx";
import { CaseFormsSection } from "./CaseFormsSection.tsx";
import { AlarmsSection } from "./AlarmsSection.tsx";
import { ActionBar } from "./ActionBar.tsx";
import { actionKeyOf, findAction } from "./action-keys.ts";
import { ClocksSection } from "./ClocksSection.tsx";
import {
  PeopleSection,
  RatingsSection,
  ReasonsSection,
  RelatedSection,
  TimelineSection,
} from "./ContextSections.tsx";
import { GoneForm } from "./GoneForm.tsx";
import "./incident.css";
import { IncidentHead } from "./IncidentHead.tsx";
import { ReportsSection } from "./ReportsSection.tsx";
import { SurroundingsSection } from "./SurroundingsSection.tsx";
import { RequestsSection, WorkOrdersSection } from "./WorkSections.tsx";

type Props = {
  id: string;
  /** Key of the action whose form is open; part of the address, so that a reload brings the form back. */
  act: string | undefined;
  onAct: (key: string | undefined) => void;
  onIncident: (id: string) => void;
  onClose?: () => void;
};

/** One incident, whole, with exactly what this person may do. */
export function IncidentView(props: Props) {
  const query = useIncident(props.id);
  return (
    <QueryState query={query} rows={10}>
      {(incident) => <LoadedIncident key={incident.id} incident={incident} {...props} />}
    </QueryState>
  );
}

const typingMs = 15_000;

function LoadedIncident({
  incident,
  act,
  onAct,
  onIncident,
  onClose,
}: Props & { incident: Incident }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const perform = usePerformAct(incident.id);
  const [typing, setTyping] = useState(false);
  const stillTyping = useRef<ReturnType<typeof setTimeout>>(undefined);
  const formBox = useRef<HTMLDivElement>(null);
  const action = findAction(incident.actions, act);

  useEffect(() => acknowledge([incident.id]), [incident.id]);
  useEffect(() => () => clearTimeout(stillTyping.current), []);
  useEffect(() => {
    if (act)
      formBox.current
        ?.querySelector<HTMLElement>("textarea, input:not([type=file]), [role=combobox]")
        ?.focus();
  }, [act]);

  function noteTyping(): void {
    setTyping(true);
    clearTimeout(stillTyping.current);
    stillTyping.current = setTimeout(() => setTyping(false), typingMs);
  }
  function done(done: Action): void {
    setTyping(false);
    onAct(undefined);
    void message.success(t("actForm.done", { act: t(`acts.${done.act as Act}`) }));
  }
  function choose(chosen: Action): void {
    if (actFormOf(chosen.act as Act).fields.length > 0) {
      const key = actionKeyOf(chosen);
      onAct(key === act ? undefined : key);
      return;
    }
    perform.mutate({ ...chosen } as Parameters<typeof perform.mutate>[0], {
      onSuccess: () => done(chosen),
    });
  }

  return (
    <article className="incident" aria-label={`${incident.number} ${incident.title}`}>
      <div className="incident-top">
        <IncidentHead incident={incident} typing={typing} {...(onClose ? { onClose } : {})} />
        <AccessLine incident={incident} />
        <ActionBar
          incident={incident}
          open={action && actionKeyOf(action)}
          pending={perform.isPending}
          onChoose={choose}
        />
        {perform.error && <Alert type="warning" showIcon title={perform.error.message} />}
      </div>
      <div ref={formBox} className="incident-form no-print">
        {action ? (
          <ActForm
            key={actionKeyOf(action)}
            incident={incident}
            action={action}
            onDone={() => done(action)}
            onCancel={() => onAct(undefined)}
            onTyping={noteTyping}
          />
        ) : (
          act !== undefined && (
            <GoneForm incident={incident} actionKey={act} onClose={() => onAct(undefined)} />
          )
        )}
      </div>
      <div className="incident-columns">
        <div>
          <RelatedSection incident={incident} onIncident={onIncident} />
          <AlarmsSection incident={incident.id} />
          <LaneStopsSection incident={incident} />
          <CaseFormsSection incident={incident} />
          <ReportsSection incident={incident} />
          <WorkOrdersSection incident={incident} />
          <RequestsSection incident={incident} />
          <RatingsSection incident={incident} />
          <TimelineSection incident={incident} />
        </div>
        <div>
          <ReasonsSection incident={incident} />
          <SurroundingsSection incident={incident} onIncident={onIncident} />
          <ClocksSection incident={incident} />
          <PeopleSection incident={incident} />
        </div>
      </div>
    </article>
  );
}
