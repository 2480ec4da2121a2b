import { CompassOutlined, DownOutlined } from "@ant-design/icons";
import type { Attachment, Incident, IncidentSummary } from "@gezhi/contract/incidents.ts";
import { useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { AlarmClips } from "../../../shared/alarms/AlarmClips.tsx";
import { isProblem } from "../../../shared/api.ts";
import { WayLine } from "../../../shared/incidents/WayLine.tsx";
import { WhistleLine } from "../../../shared/incidents/WhistleLine.tsx";
import { useIncident } from "../../../shared/incidents/incident-queries.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { ExactTime, RelativeTime, RemainingTime } from "../../../shared/time.tsx";
import { PhotoStrip } from "../../../shared/ui/PhotoStrip.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag, StatusTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { useKnownSummary } from "../tasks/field-lists.ts";
import { placeLine } from "../tasks/task-rules.ts";
import { FormsPart } from "../forms/FormsPart.tsx";
import { ActionButtons } from "./ActionButtons.tsx";
import { routeLink } from "../../../shared/phone/route-link.ts";

/** What, where, how long, and what to do now; how it came here stands below. */
export function IncidentPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams({ strict: false });
  const incident = useIncident(id);
  const known = useKnownSummary(id);
  const away = isProblem(incident.error, "offline") && incident.data === undefined;
  const number = incident.data?.number ?? known?.number;
  return (
    <PhonePage
      title={number ?? t("field.incident.title")}
      numbered={number !== undefined}
      back="/field/tasks"
      live
    >
      {away ? (
        <>
          {known && <Head incident={known} />}
          <EmptyState
            title={t(known ? "field.incident.onlyKnown" : "field.incident.notCached")}
            hint={t("field.incident.notCachedHint")}
          />
        </>
      ) : (
        <QueryState query={incident}>{(found) => <Whole incident={found} />}</QueryState>
      )}
    </PhonePage>
  );
}

function Whole({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { description } = incident;
  const instructions = [
    ...new Set(
      incident.workOrders.flatMap(({ status, instructions }) =>
        status === "withdrawn" ? [] : instructions || [],
      ),
    ),
  ];
  const ways = incident.workOrders.filter(({ way }) => way !== null);
  const called = incident.workOrders.filter(({ whistle }) => whistle !== null);
  return (
    <>
      <Head incident={incident} />
      <ActionButtons incident={incident} />
      <FormsPart incident={incident.id} />
      {incident.urgency === "red" && <AlarmClips of={{ incident: incident.id }} />}
      {ways.length > 0 && (
        <section className="phone-card">
          <h2>{t("ways.heading")}</h2>
          {ways.map(({ id, handlerName, way }) => (
            <div key={id}>
              <strong>{handlerName}</strong>
              <WayLine way={way} />
            </div>
          ))}
        </section>
      )}
      {called.length > 0 && (
        <section className="phone-card">
          <h2>{t("whistles.nav")}</h2>
          {called.map(({ id, handlerName, whistle }) => (
            <div key={id}>
              <strong>{handlerName}</strong>
              {whistle && <WhistleLine whistle={whistle} />}
            </div>
          ))}
        </section>
      )}
      {(instructions.length > 0 || description) && (
        <section className="phone-card">
          {instructions.length > 0 && (
            <>
              <h2>{t("field.incident.instructions")}</h2>
              {instructions.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </>
          )}
          {description && (
            <>
              <h2>{t("field.incident.description")}</h2>
              <p style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{description}</p>
            </>
          )}
        </section>
      )}
      <Photos attachments={incident.attachments} />
      <section className="phone-card">
        <p>
          {words.group(incident.category.group)} · {words.category(incident.category.name)} ·{" "}
          {t("field.incident.reports", { n: incident.reports })}
        </p>
        {incident.handlers.length > 0 && (
          <p>
            {t("field.incident.handlers")} {incident.handlers.map(({ name }) => name).join("、")}
          </p>
        )}
        <details>
          <summary className="phone-summary">
            {t("field.incident.history")}
            <DownOutlined aria-hidden />
          </summary>
          <ol className="field-history">
            {incident.timeline.toReversed().map(({ seq, at, text }) => (
              <li key={seq}>
                <p>{words.sentence(text)}</p>
                <p className="phone-note">
                  <ExactTime at={at} format="short" /> · <RelativeTime at={at} />
                </p>
              </li>
            ))}
          </ol>
        </details>
      </section>
    </>
  );
}

/** How urgent, what, where, how long, and the way there. */
function Head({ incident }: { incident: IncidentSummary }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { title, address, unit, position, status, urgency, dueAt } = incident;
  const place = placeLine(incident);
  return (
    <section className="phone-card">
      <span className="phone-row-line">
        <UrgencyTag urgency={urgency} />
        <StatusTag status={status} />
        {incident.simulated && <SimulatedTag />}
      </span>
      <h2>{words.title(title)}</h2>
      <RemainingTime dueAt={dueAt} suspended={status === "suspended"} />
      {place && (
        <p>
          {place}
          {address && address !== unit.name && <span className="phone-note"> · {unit.name}</span>}
        </p>
      )}
      {position ? (
        <Button
          block
          icon={<CompassOutlined aria-hidden />}
          href={routeLink(position, title, navigator.userAgent)}
        >
          {t("field.incident.route")}
        </Button>
      ) : (
        <p className="phone-note">{t("field.incident.noPosition")}</p>
      )}
    </section>
  );
}

function Photos({ attachments }: { attachments: readonly Attachment[] }) {
  const { t } = useTranslation();
  if (attachments.length === 0) return null;
  const groups = [...Map.groupBy(attachments, ({ kind }) => kind)];
  return (
    <section className="phone-card">
      {groups.map(([kind, files]) => {
        const label = t(`incident.photoKinds.${kind}`);
        return (
          <div key={kind} className="phone-field">
            <h2 className="phone-heading">{label}</h2>
            <PhotoStrip
              size={104}
              files={files.map((file, index) => ({
                key: file.file,
                type: file.type,
                url: file.url,
                thumbnail: file.thumbnail,
                label: t("files.number", { label, n: index + 1 }),
              }))}
            />
          </div>
        );
      })}
    </section>
  );
}
