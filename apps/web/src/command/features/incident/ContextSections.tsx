import { Role } from "@gezhi/contract/identity.ts";
import type { Incident } from "@gezhi/contract/incidents.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { ExactTime } from "../../../shared/time.tsx";
import { StatusTag } from "../../../shared/ui/tags.tsx";
import { Section } from "./Section.tsx";

/** Decisions explain themselves: where, what, how urgent and to whom, each with its grounds. */
export function ReasonsSection({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { reasons, category, urgency, handlers } = incident;
  const chosen = handlers.find(({ part }) => part === "lead");
  const { lead: proposed, leadName, plan } = incident.suggestion;
  const key = chosen && chosen.handler !== proposed ? "proposed" : "routing";
  const parts = [
    [
      leadName
        ? t(`incident.reasons.${key}`, { handler: leadName })
        : t("incident.reasons.routingNone"),
      reasons.routing,
    ],
    [t("incident.reasons.urgency", { urgency: t(`urgency.${urgency}`) }), reasons.urgency],
    [
      t("incident.reasons.classification", { category: words.category(category.name) }),
      reasons.classification,
    ],
    [t("incident.reasons.location"), reasons.location],
  ] as const;
  return (
    <Section title={t("incident.sections.reasons")}>
      {plan && (
        <p className="suggested-plan">
          <strong>{words.sentence(plan)}</strong> <span>{t("incident.planBy")}</span>
        </p>
      )}
      <dl className="reasons">
        {parts
          .filter(([, lines]) => lines.length > 0)
          .map(([title, lines]) => (
            <div key={title}>
              <dt>{title}</dt>
              {lines.map((line) => (
                <dd key={line}>{words.sentence(line)}</dd>
              ))}
            </div>
          ))}
      </dl>
    </Section>
  );
}

export function PeopleSection({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  if (incident.people.length === 0) return null;
  return (
    <Section title={t("incident.sections.people")} count={incident.people.length}>
      <table className="people">
        <tbody>
          {incident.people.map((person) => {
            const role = Role.safeParse(person.role);
            return (
              <tr key={`${person.role} ${person.name} ${person.unit}`}>
                <th scope="row">{person.name}</th>
                <td>{role.success ? t(`roles.${role.data}`) : person.role}</td>
                <td>{person.unit}</td>
                <td>{t(person.onDuty ? "incident.onDuty" : "incident.offDuty")}</td>
                <td className="figures">
                  {person.phone && <a href={`tel:${person.phone}`}>{person.phone}</a>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}

type RelatedProps = { incident: Incident; onIncident: (id: string) => void };

export function RelatedSection({ incident, onIncident }: RelatedProps) {
  const { t } = useTranslation();
  const { mergedInto, merged, parent, children } = incident;
  if (!mergedInto && merged.length === 0 && !parent && children.length === 0) return null;
  const link = (id: string, text: string) => (
    <Button type="link" size="small" onClick={() => onIncident(id)}>
      {text}
    </Button>
  );
  return (
    <Section title={t("incident.sections.related")}>
      <ul className="stack">
        {mergedInto && (
          <li>
            {t("incident.mergedInto")} {link(mergedInto, t("incident.show"))}
          </li>
        )}
        {parent && (
          <li>
            {t("incident.parent")} {link(parent.id, parent.number)}
          </li>
        )}
        {merged.map((one) => (
          <li key={one.id}>
            {t("incident.mergedHere")} {link(one.id, `${one.number} ${one.title}`)}
          </li>
        ))}
        {children.map((one) => (
          <li key={one.id}>
            {t("incident.children")} {link(one.id, `${one.number} ${one.title}`)}{" "}
            <StatusTag status={one.status} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const sides = ["reporter", "townRatesDepartment", "departmentRatesTown", "townRatesTown"] as const;

export function RatingsSection({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  if (incident.ratings.length === 0) return null;
  return (
    <Section title={t("incident.sections.ratings")}>
      <ul className="stack">
        {incident.ratings.map((rating) => {
          const side = sides.find((one) => one === rating.side);
          const satisfied = t(
            rating.satisfied ? "actFields.satisfiedYes" : "actFields.satisfiedNo",
          );
          return (
            <li key={rating.side + rating.at}>
              <strong>{side ? t(`incident.ratingSides.${side}`) : rating.side}</strong>{" "}
              {t("incident.rating", { stars: rating.stars, satisfied })}{" "}
              <span className="muted">
                <ExactTime at={rating.at} format="short" />
              </span>
              {rating.comment && <p className="incident-text">{rating.comment}</p>}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** Newest first. The hash of each entry seals all before it. */
export function TimelineSection({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <Section title={t("incident.sections.timeline")} count={incident.timeline.length}>
      <ol className="timeline">
        {incident.timeline
          .toSorted((a, b) => b.seq - a.seq)
          .map((entry) => (
            <li key={entry.seq}>
              <span className="muted figures">
                <ExactTime at={entry.at} />
              </span>
              <p>{words.sentence(entry.text)}</p>
              <span className="muted timeline-hash" title={entry.hash}>
                {entry.actor && `${words.sentence(entry.actor)} · `}
                {t("incident.chainHash", { hash: entry.hash.slice(0, 8) })}
              </span>
            </li>
          ))}
      </ol>
    </Section>
  );
}
