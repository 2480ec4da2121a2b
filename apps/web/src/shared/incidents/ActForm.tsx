import type { Action, Incident, PerformAct, WorkOrder } from "@gezhi/contract/incidents.ts";
import { Alert, Button, Form, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../api.ts";
import { serverNow } from "../server-clock.ts";
import { useMe } from "../session.ts";
import { formatTime } from "../time.tsx";
import { ActFields, type ActContext } from "./ActFields.tsx";
import { actFormOf, type Act } from "./act-forms.ts";
import { actionLabel } from "./action-label.ts";
import { buildAct, draftKeyOf, initialValues, type FormValues } from "./act-values.ts";
import "./acts.css";
import { dropDraft, loadDraft, saveDraft } from "./drafts.ts";
import { RequestDetail } from "./RequestDetail.tsx";
import { usePerformAct } from "./incident-queries.ts";
import { submitKeys } from "./submit-keys.ts";

type BodyProps = {
  action: Action;
  context: ActContext;
  /** What the draft belongs to: an incident's id, or a name for a selection. */
  subject: string;
  pending: boolean;
  problem: Error | null;
  onSubmit: (act: PerformAct, sent: () => void) => void;
  onCancel: () => void;
  onTyping?: () => void;
  onShowNow?: () => void;
};

/** The form of one act. What is typed survives a reload, a live update, a conflict and a lost session. */
export function ActFormBody({
  action,
  context,
  subject,
  pending,
  problem,
  onSubmit,
  onCancel,
  onTyping,
  onShowNow,
}: BodyProps) {
  const { t } = useTranslation();
  const { account } = useMe();
  const act = action.act as Act;
  const { tone } = actFormOf(act);
  const [form] = Form.useForm<FormValues>();
  const request = context.incident?.requests.find(({ id }) => id === action.request);
  const key = draftKeyOf(account, subject, action);
  const [draft, setDraft] = useState(() => loadDraft(key));
  const [initial] = useState(() => ({ ...initialValues(act, context.incident), ...draft?.values }));

  function submit(values: FormValues): void {
    const built = buildAct(action, values);
    if ("wrong" in built) {
      form.setFields(built.wrong.map((name) => ({ name, errors: [t("actForm.invalid")] })));
      return;
    }
    onSubmit(built.act, () => dropDraft(key));
  }
  function startOver(): void {
    dropDraft(key);
    setDraft(undefined);
    form.setFieldsValue(
      Object.fromEntries(actFormOf(act).fields.map(({ name }) => [name, undefined])),
    );
    form.setFieldsValue(initialValues(act, context.incident));
  }

  return (
    <Form<FormValues>
      form={form}
      layout="vertical"
      className="act-form"
      aria-label={t(`acts.${act}`)}
      initialValues={initial}
      onKeyDown={submitKeys(form.submit)}
      onFinish={submit}
      onValuesChange={(_, values) => {
        saveDraft(key, values, serverNow());
        onTyping?.();
      }}
      scrollToFirstError={{ focus: true }}
    >
      <h2>{context.incident ? actionLabel(t, action, context.incident) : t(`acts.${act}`)}</h2>
      {request && (
        <div className="act-about">
          <strong>{request.askedBy}</strong>
          <RequestDetail request={request} />
        </div>
      )}
      {draft && (
        <Alert
          type="info"
          showIcon
          title={t("actForm.draft", { at: formatTime(draft.savedAt, "short") })}
          action={
            <Button size="small" onClick={startOver}>
              {t("actForm.dropDraft")}
            </Button>
          }
        />
      )}
      <ActFields act={act} context={context} />
      {problem && (
        <Alert
          type={isProblem(problem, "conflict") ? "warning" : "error"}
          showIcon
          title={problem.message}
          description={
            <>
              {isProblem(problem) &&
                problem.errors.map(({ path, message }) => <p key={path + message}>{message}</p>)}
              <p>{t("actForm.kept")}</p>
            </>
          }
          action={
            onShowNow && (
              <Button size="small" onClick={onShowNow}>
                {t("actForm.showNow")}
              </Button>
            )
          }
        />
      )}
      <Space>
        <Button type="primary" htmlType="submit" danger={tone === "serious"} loading={pending}>
          {t(`acts.${act}`)}
        </Button>
        <Button onClick={onCancel}>{t("actForm.cancel")}</Button>
        <span className="muted">{t("actForm.shortcut")}</span>
      </Space>
    </Form>
  );
}

type Props = {
  incident: Incident;
  action: Action;
  onDone: (incident: Incident) => void;
  onCancel: () => void;
  onTyping?: () => void;
};

const settled: readonly WorkOrder["status"][] = ["done", "withdrawn"];
const activeOrders = ({ workOrders }: Incident) =>
  workOrders.filter(({ status }) => !settled.includes(status)).map(({ id }) => id);

/** One act on one incident, sent when submitted. */
export function ActForm({ incident, action, onDone, onCancel, onTyping }: Props) {
  const perform = usePerformAct(incident.id);
  const [opened] = useState(() => activeOrders(incident));
  // Once told that somebody was faster, whoever submits again means it.
  const seenOrders = isProblem(perform.error, "conflict") ? activeOrders(incident) : opened;
  return (
    <ActFormBody
      action={action}
      subject={incident.id}
      context={{ town: incident.unit.code.slice(0, 9), incident }}
      pending={perform.isPending}
      problem={perform.error}
      onCancel={onCancel}
      onSubmit={(act, sent) =>
        perform.mutate(act.act === "dispatch" ? { ...act, seenOrders } : act, {
          onSuccess: (after) => {
            sent();
            onDone(after);
          },
        })
      }
      {...(onTyping ? { onTyping } : {})}
    />
  );
}
