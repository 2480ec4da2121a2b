import type { Incident } from "@gezhi/contract/incidents.ts";
import type { ReportView } from "@gezhi/contract/report-views.ts";
import { ReportSource } from "@gezhi/contract/reports.ts";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { PhotoStrip } from "../../../shared/ui/PhotoStrip.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { RevealButton } from "./RevealButton.tsx";
import { Section } from "./Section.tsx";

export function ReportsSection({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const photos = incident.attachments.map(({ file, kind, type, url, thumbnail }) => ({
    key: file,
    type,
    url,
    thumbnail,
    label: t(`incident.photoKinds.${kind}`),
    kind,
  }));
  const { asks, pending } = incident.access;
  // Until it is approved, looking would only be refused; the head says how to ask.
  const locked = [...asks, ...pending].includes("persons");
  const [first, second] = incident.reportsList;
  const onlyReport = !second && first?.text === incident.description;
  const kinds = [...new Set(photos.map(({ kind }) => kind))];
  return (
    <>
      {!onlyReport && incident.description && (
        <Section title={t("incident.sections.description")}>
          <p className="incident-text">{incident.description}</p>
        </Section>
      )}
      {photos.length > 0 && (
        <Section title={t("incident.sections.photos")} count={photos.length}>
          <div className="photo-groups">
            {kinds.map((kind) => (
              <figure key={kind}>
                <figcaption className="muted">{t(`incident.photoKinds.${kind}`)}</figcaption>
                <PhotoStrip files={photos.filter((photo) => photo.kind === kind)} />
              </figure>
            ))}
          </div>
        </Section>
      )}
      <Section title={t("incident.sections.reports")} count={incident.reportsList.length}>
        <ol className="stack">
          {incident.reportsList.map((report) => (
            <ReportItem key={report.id} report={report} locked={locked} />
          ))}
        </ol>
      </Section>
    </>
  );
}

const isMasked = (text: string | null): text is string => text?.includes("*") ?? false;

function ReportItem({ report, locked }: { report: ReportView; locked: boolean }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const source = ReportSource.safeParse(report.source);
  return (
    <li>
      <p className="incident-line">
        <strong>{source.success ? t(`incident.sources.${source.data}`) : report.source}</strong>
        <span>{words.sentence(report.reporter)}</span>
        {isMasked(report.reporter) && !locked && <RevealButton report={report.id} field="name" />}
        {report.phone && <span className="figures">{report.phone}</span>}
        {isMasked(report.phone) && !locked && <RevealButton report={report.id} field="phone" />}
        {report.foreign && (
          <span className="figures">
            {report.foreign.system} {report.foreign.number}
          </span>
        )}
        {report.enteredBy && (
          <span className="muted">{t("incident.enteredBy", { name: report.enteredBy })}</span>
        )}
        {report.simulated && <SimulatedTag />}
        <span className="muted">
          <RelativeTime at={report.at} />
        </span>
      </p>
      {report.text && <p className="incident-text">{report.text}</p>}
      {report.address && <p className="muted">{report.address}</p>}
      {report.linkReasons.length > 0 && (
        <p className="muted">{t("incident.linked", { text: report.linkReasons.join("；") })}</p>
      )}
    </li>
  );
}
