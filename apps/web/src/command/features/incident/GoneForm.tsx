import type { Incident } from "@gezhi/contract/incidents.ts";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { actForms, type Act } from "../../../shared/incidents/act-forms.ts";
import { draftKeyOf } from "../../../shared/incidents/act-values.ts";
import { dropDraft, loadDraft } from "../../../shared/incidents/drafts.ts";
import { useMe } from "../../../shared/session.ts";

type Props = { incident: Incident; actionKey: string; onClose: () => void };

/** Someone was faster, so the step is gone; what was typed is not. */
export function GoneForm({ incident, actionKey, onClose }: Props) {
  const { t } = useTranslation();
  const { account } = useMe();
  const [act = "", workOrder, request, side] = actionKey.split("~");
  if (!(act in actForms)) return null;
  const draftKey = draftKeyOf(account, incident.id, {
    act: act as Act,
    ...(workOrder ? { workOrder: workOrder as never } : {}),
    ...(request ? { request: request as never } : {}),
    ...(side ? { side } : {}),
  });
  const typed = Object.values(loadDraft(draftKey)?.values ?? {}).filter(
    (value) => typeof value === "string",
  );
  const drop = () => {
    dropDraft(draftKey);
    onClose();
  };
  return (
    <Alert
      type="warning"
      showIcon
      title={t("actForm.gone", { status: t(`status.${incident.status}`) })}
      description={typed.map((text) => (
        <p key={text} className="incident-text">
          {text}
        </p>
      ))}
      action={
        <Button size="small" onClick={drop}>
          {t("incident.close")}
        </Button>
      }
    />
  );
}
