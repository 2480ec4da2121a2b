import type { FillForm, IncidentForm } from "@gezhi/contract/case-forms.ts";
import { useNavigate, useParams } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CaseFormAnswers } from "../../../shared/case-forms/CaseFormAnswers.tsx";
import { CaseFormEditor } from "../../../shared/case-forms/CaseFormEditor.tsx";
import { useCaseForms } from "../../../shared/case-forms/case-form-queries.ts";
import { useFormNames } from "../../../shared/case-forms/form-words.ts";
import { useIncident } from "../../../shared/incidents/incident-queries.ts";
import { keepForm } from "../../../shared/phone/queue/queue-commands.ts";
import { keepForGood, sendSoon } from "../../../shared/phone/queue/start-queue.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { useMe } from "../../../shared/session.ts";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { deliveryMessage } from "../reports/use-refresh-after-delivery.ts";

/** One form on the phone: kept on it when saved, and sent from there before what was done after it. */
export function FormPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const nameOf = useFormNames();
  const { account } = useMe();
  const { message } = App.useApp();
  const { id = "", form: code = "" } = useParams({ strict: false });
  const forms = useCaseForms(id);
  const incident = useIncident(id);
  const [editing, setEditing] = useState(false);
  const found = forms.data?.find(({ form }) => form.code === code);
  const back = () => void navigate({ to: "/field/incidents/$id", params: { id }, replace: true });
  async function keep({ form }: IncidentForm, fill: FillForm, sent: () => void): Promise<void> {
    const name = nameOf(form);
    const title = `${name} · ${incident.data?.title ?? ""}`;
    await keepForm({ account, incident: id, form: code, title, body: fill });
    sent();
    sendSoon();
    void keepForGood();
    void message.success({
      key: deliveryMessage,
      content: t("field.incident.keptAct", { act: name }),
    });
    back();
  }
  return (
    <PhonePage
      title={found ? nameOf(found.form) : t("caseForms.section")}
      back={`/field/incidents/${id}`}
    >
      <QueryState query={forms}>
        {() => {
          if (!found) return <EmptyState title={t("caseForms.gone")} />;
          const fills = found.mayFill && (editing || found.version === 0);
          return (
            <section className="phone-card">
              {fills ? (
                <CaseFormEditor
                  block
                  incident={id}
                  filled={found}
                  pending={false}
                  problem={null}
                  onCancel={() => (editing ? setEditing(false) : back())}
                  onSubmit={(fill, sent) => void keep(found, fill, sent)}
                />
              ) : (
                <>
                  <CaseFormAnswers filled={found} />
                  {found.mayFill && (
                    <Button block onClick={() => setEditing(true)}>
                      {t("caseForms.change")}
                    </Button>
                  )}
                </>
              )}
            </section>
          );
        }}
      </QueryState>
    </PhonePage>
  );
}
