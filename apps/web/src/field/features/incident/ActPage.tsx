import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Alert, App } from "antd";
import type { Action, Incident, PerformAct } from "@gezhi/contract/incidents.ts";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { ActFormBody } from "../../../shared/incidents/ActForm.tsx";
import { draftKeyOf } from "../../../shared/incidents/act-values.ts";
import type { Act } from "../../../shared/incidents/act-forms.ts";
import { loadDraft } from "../../../shared/incidents/drafts.ts";
import { FilesControlContext } from "../../../shared/incidents/fields/FilesControl.tsx";
import { TextControlContext } from "../../../shared/incidents/fields/TextControl.tsx";
import { useIncident } from "../../../shared/incidents/incident-queries.ts";
import { DictatedArea } from "../../../shared/phone/report/DictatedArea.tsx";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { useMe } from "../../../shared/session.ts";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { deliveryMessage } from "../reports/use-refresh-after-delivery.ts";
import { keepActOn } from "./keep-act.ts";
import { DraftKeyContext, LocalFilesField } from "./LocalFilesField.tsx";

/** The form of one act, kept on the phone when submitted and sent from there. */
export function ActPage() {
  const { t } = useTranslation();
  const { id = "", act = "" } = useParams({ strict: false });
  const { workOrder, request, side, again } = useSearch({ strict: false });
  const incident = useIncident(id);
  const sought = { act, workOrder, request, side };
  return (
    <PhonePage title={t(`acts.${act as Act}`)} back={`/field/incidents/${id}`}>
      <QueryState query={incident}>
        {(found) => {
          const action = found.actions.find((one) => sameAction(one, sought));
          // A refused act is mended even when it can no longer be done: what was written is shown.
          const shown = action ?? (again ? sought : undefined);
          const gone = t("actForm.gone", { status: t(`status.${found.status}`) });
          return shown ? (
            <>
              {!action && <Alert type="warning" showIcon title={gone} />}
              <Form incident={found} action={shown} replaces={again} />
            </>
          ) : (
            <EmptyState title={gone} />
          );
        }}
      </QueryState>
    </PhonePage>
  );
}

type Sought = {
  act: string;
  workOrder?: string | undefined;
  request?: string | undefined;
  side?: string | undefined;
};
const sameAction = (one: Action, sought: Sought): boolean =>
  one.act === sought.act &&
  one.workOrder === sought.workOrder &&
  one.request === sought.request &&
  one.side === sought.side;

type FormProps = { incident: Incident; action: Action; replaces: string | undefined };

function Form({ incident, action, replaces }: FormProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  const navigate = useNavigate();
  const { account } = useMe();
  const { message } = App.useApp();
  const key = draftKeyOf(account, incident.id, action);
  const back = () =>
    void navigate({ to: "/field/incidents/$id", params: { id: incident.id }, replace: true });
  async function keep(act: PerformAct, sent: () => void): Promise<void> {
    const values = loadDraft(key)?.values ?? {};
    await keepActOn({ account, incident, action, act, values, draftKey: key, replaces });
    sent();
    void message.success({
      key: deliveryMessage,
      content: t("field.incident.keptAct", { act: t(`acts.${act.act}`) }),
    });
    back();
  }
  return (
    <section className="phone-card">
      <p className="phone-note">
        {words.title(incident.title)}
        {incident.address && ` · ${incident.address}`}
      </p>
      <FilesControlContext value={LocalFilesField}>
        <TextControlContext value={DictatedArea}>
          <DraftKeyContext value={key}>
            <ActFormBody
              action={action}
              subject={incident.id}
              context={{ town: incident.unit.code.slice(0, 9), incident }}
              pending={false}
              problem={null}
              onCancel={back}
              onSubmit={(act, sent) => void keep(act, sent)}
            />
          </DraftKeyContext>
        </TextControlContext>
      </FilesControlContext>
    </section>
  );
}
