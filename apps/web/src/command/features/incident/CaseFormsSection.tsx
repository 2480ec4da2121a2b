import type { IncidentForm } from "@gezhi/contract/case-forms.ts";
import type { Incident } from "@gezhi/contract/incidents.ts";
import { Alert, App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CaseFormAnswers } from "../../../shared/case-forms/CaseFormAnswers.tsx";
import { CaseFormEditor } from "../../../shared/case-forms/CaseFormEditor.tsx";
import {
  useCaseForms,
  useFillForm,
  useRevealForm,
} from "../../../shared/case-forms/case-form-queries.ts";
import { useFormNames } from "../../../shared/case-forms/form-words.ts";
import { AskReason } from "../places/AskReason.tsx";
import { Section } from "./Section.tsx";

/** Forms of the matter (R50, R52): what was written, and what is still to be; nothing where its category has none. */
export function CaseFormsSection({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const { data, error } = useCaseForms(incident.id);
  if (error) return <Alert type="warning" showIcon title={error.message} />;
  const shown = data?.filter(({ version, mayFill }) => version > 0 || mayFill) ?? [];
  if (shown.length === 0) return null;
  return (
    <Section title={t("caseForms.section")} count={shown.length}>
      {shown.map((filled) => (
        <OneForm key={filled.form.code} incident={incident.id} filled={filled} />
      ))}
    </Section>
  );
}

function OneForm({ incident, filled }: { incident: string; filled: IncidentForm }) {
  const { t } = useTranslation();
  const nameOf = useFormNames();
  const { message } = App.useApp();
  const { form, version, mayFill, revealable } = filled;
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const fill = useFillForm(incident, form.code);
  const reveal = useRevealForm(incident, form.code);
  const name = nameOf(form);
  return (
    <article className="case-form" aria-label={name}>
      <p className="case-form-head">
        <strong>{name}</strong>
        {version === 0 && (
          <span className="case-form-waits">
            {t(form.required ? `caseForms.needed.${form.when}` : "caseForms.notYet")}
          </span>
        )}
        {mayFill && !editing && (
          <Button
            size="small"
            className="no-print"
            type={version === 0 && form.required ? "primary" : "default"}
            aria-label={`${t(version === 0 ? "caseForms.fill" : "caseForms.change")} ${name}`}
            onClick={() => setEditing(true)}
          >
            {t(version === 0 ? "caseForms.fill" : "caseForms.change")}
          </Button>
        )}
        {revealable && !reveal.data && !editing && (
          <Button size="small" type="link" className="no-print" onClick={() => setAsking(true)}>
            {t("caseForms.reveal")}
          </Button>
        )}
      </p>
      {editing ? (
        <CaseFormEditor
          incident={incident}
          filled={filled}
          pending={fill.isPending}
          problem={fill.error}
          onCancel={() => setEditing(false)}
          onSubmit={(written, sent) =>
            fill.mutate(written, {
              onSuccess: () => {
                sent();
                reveal.reset();
                setEditing(false);
                void message.success(t("caseForms.saved", { name }));
              },
            })
          }
        />
      ) : (
        <CaseFormAnswers filled={filled} shown={reveal.data?.answers} />
      )}
      {asking && !reveal.data && (
        <AskReason
          title={t("caseForms.reveal")}
          line={t("caseForms.revealLine")}
          act={t("caseForms.revealGo")}
          danger={false}
          pending={reveal.isPending}
          problem={reveal.error}
          onSend={(reason) => reveal.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      )}
    </article>
  );
}
