import type { CareDetail } from "@gezhi/contract/care.ts";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ExactTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { Facts } from "../../../shared/ui/Facts.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { Section } from "../incident/Section.tsx";
import "./care.css";
import { CareActs } from "./CareActs.tsx";
import { CareForm } from "./CareForm.tsx";
import { ContactSection } from "./ContactSection.tsx";
import { CareStateTag, OutcomeText } from "./CareTags.tsx";
import { useCarePerson } from "./care-queries.ts";
import { rhythmOf } from "./care-words.ts";
import { SignalsSection } from "./SignalsSection.tsx";

/** Everything that tells how somebody is, on one page: visits, missed ones, devices and their alarms. */
export function CarePersonPage({ id }: { id: string }) {
  const query = useCarePerson(id);
  return (
    <QueryState query={query} rows={10}>
      {(person) => <Loaded person={person} />}
    </QueryState>
  );
}

function Loaded({ person }: { person: CareDetail }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const { name, age, address, unit, visitor, substitute, consent, simulated, state } = person;
  return (
    <article className="care" aria-label={name ?? address}>
      <Link to="/care">{t("care.back")}</Link>
      <header className="care-bar">
        <h1>
          {name} {age !== null && <span className="muted figures">{age}</span>}
        </h1>
        <CareStateTag state={state} />
        {simulated && <SimulatedTag />}
        <CareActs person={person} onEdit={() => setEditing(true)} />
      </header>
      <div className="care-columns">
        <div>
          <SignalsSection signals={person.signals} />
          <VisitsSection visits={person.visits} />
          <MissesSection misses={person.misses} />
        </div>
        <div>
          <Section title={t("care.facts")}>
            <Facts
              rows={[
                [t("care.place"), `${address}（${unit.name}）`],
                [t("care.rhythm"), rhythmOf(t, person)],
                [t("care.next", { date: "" }).trim(), person.dueOn],
                [t("care.by"), visitor.name],
                [t("care.form.substitute"), substitute?.name ?? t("care.noSubstitute")],
                [t("care.note"), person.note],
                [
                  t("care.consent"),
                  <span key="consent">
                    {t(`care.consentBy.${consent.by}`)} <ExactTime at={consent.at} format="day" />
                  </span>,
                ],
              ]}
            />
          </Section>
          <ContactSection person={person} />
        </div>
      </div>
      {editing && (
        <CareForm start={{ unit: unit.code }} person={person} onClose={() => setEditing(false)} />
      )}
    </article>
  );
}

function VisitsSection({ visits }: Pick<CareDetail, "visits">) {
  const { t } = useTranslation();
  return (
    <Section title={t("care.visits")} count={visits.length}>
      <DataTable
        caption={t("care.visits")}
        rows={visits}
        keyOf={({ id }) => id}
        empty={<p className="muted">{t("care.visitsNone")}</p>}
        columns={[
          {
            key: "at",
            title: t("care.when"),
            width: 170,
            header: true,
            render: ({ at }) => <ExactTime at={at} format="short" />,
          },
          {
            key: "outcome",
            title: t("care.outcome"),
            render: ({ outcome, note, incident }) => (
              <>
                <OutcomeText outcome={outcome} /> {note && <span className="muted">{note}</span>}{" "}
                {incident && (
                  <Link to="/incidents/$id" params={{ id: incident }}>
                    {t("care.incident")}
                  </Link>
                )}
              </>
            ),
          },
          {
            key: "by",
            title: t("care.by"),
            width: 160,
            render: ({ by, way }) => `${by} · ${t(`care.ways.${way}`)}`,
          },
        ]}
      />
    </Section>
  );
}

function MissesSection({ misses }: Pick<CareDetail, "misses">) {
  const { t } = useTranslation();
  const steps = ["s0", "s1", "s2"] as const;
  return (
    <Section title={t("care.misses")} count={misses.length}>
      {misses.length === 0 && <p className="muted">{t("care.missesNone")}</p>}
      <ul className="care-misses">
        {misses.map(({ day, step, at }) => (
          <li key={`${day} ${step}`}>
            <span className="figures">{day}</span> {t(`care.missSteps.${steps[step] ?? "s2"}`)}{" "}
            <span className="muted">
              <ExactTime at={at} format="short" />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
