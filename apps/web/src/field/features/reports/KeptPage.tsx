import { useNavigate, useParams } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { saveDraft } from "../../../shared/incidents/drafts.ts";
import { useIncident } from "../../../shared/incidents/incident-queries.ts";
import { pickFiles } from "../../../shared/phone/capture/pick-files.ts";
import { mendReport } from "../../../shared/phone/queue/queue-commands.ts";
import type { ActItem, QueueItem } from "../../../shared/phone/queue/queue-items.ts";
import { useQueueItem } from "../../../shared/phone/queue/use-queue.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { QueueItemView } from "../../../shared/phone/ui/QueueItemView.tsx";
import { serverNow } from "../../../shared/server-clock.ts";
import { useMe } from "../../../shared/session.ts";
import { ExactTime } from "../../../shared/time.tsx";
import { EmptyState, LoadingState } from "../../../shared/ui/states.tsx";
import { draftKeyOf } from "../report/draft-key.ts";
import { valuesForMending } from "../incident/mend-act.ts";

/** One item of the queue: right after it was submitted, while it waits, and when the server refused it. */
export function KeptPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const { id = "" } = useParams({ strict: false });
  const item = useQueueItem(id);
  const toReports = () => void navigate({ to: "/field/reports", replace: true });

  async function mend(wrong: QueueItem): Promise<void> {
    if (wrong.kind === "report") {
      await mendReport(wrong);
      await navigate({ to: "/field/report", search: { again: wrong.id } });
      return;
    }
    if (wrong.kind !== "act" || !wrong.incident) return;
    if (wrong.draftKey) saveDraft(wrong.draftKey, await valuesForMending(wrong), serverNow());
    const { act, ...rest } = wrong.action;
    await navigate({
      to: "/field/incidents/$id/$act",
      params: { id: wrong.incident, act },
      search: { ...rest, again: wrong.id },
    });
  }

  const titleOf = (shown: typeof item) => {
    if (shown?.kind === "visit") return t("care.nav");
    if (shown?.kind === "form") return t("caseForms.section");
    if (shown?.kind === "patrol") return t("patrols.field.title");
    return shown?.kind === "act" ? t(`acts.${shown.body.act}`) : t("field.reports.new");
  };
  const another = () => {
    pickFiles("camera", draftKeyOf(me.account));
    void navigate({ to: "/field/report", search: {} });
  };
  const fresh = item?.kind === "report" && item.state !== "attention";
  return (
    <PhonePage
      title={titleOf(item)}
      back="/field/reports"
      foot={
        fresh && (
          <>
            <Button type="primary" block onClick={() => void navigate({ to: "/field" })}>
              {t("field.report.toHome")}
            </Button>
            <Button block onClick={another}>
              {t("field.report.another")}
            </Button>
          </>
        )
      }
    >
      {item === undefined && <LoadingState />}
      {item === null && <EmptyState title={t("phone.queue.gone")} />}
      {item && fresh && <Alert type="success" showIcon title={t("field.report.keptTitle")} />}
      {item?.kind === "report" && item.receipt && (
        <section className="phone-card">
          <p>{t("phone.queue.sent", { number: item.receipt.incident.number })}</p>
          {item.receipt.incident.joined && <p>{t("phone.queue.joined")}</p>}
          {item.receipt.unit && <p>{item.receipt.unit.name}</p>}
          {item.receipt.promisedAt && (
            <p>
              {t("phone.queue.promised")} <ExactTime at={item.receipt.promisedAt} format="short" />
            </p>
          )}
          <Button
            block
            onClick={() =>
              void navigate({
                to: "/field/incidents/$id",
                params: { id: item.receipt?.incident.id ?? "" },
              })
            }
          >
            {t("phone.queue.openIncident")}
          </Button>
        </section>
      )}
      {item?.kind === "act" && item.incident !== null ? (
        <ActItemView item={item} onMend={() => void mend(item)} onGone={toReports} />
      ) : (
        item && <QueueItemView item={item} onMend={() => void mend(item)} onGone={toReports} />
      )}
    </PhonePage>
  );
}

type ActProps = { item: ActItem; onMend: () => void; onGone: () => void };

/** With how the incident stands now, so that a conflict can be understood. */
function ActItemView({ item, onMend, onGone }: ActProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = item.incident ?? "";
  const incident = useIncident(id);
  return (
    <>
      <QueueItemView item={item} status={incident.data?.status} onMend={onMend} onGone={onGone} />
      <Button block onClick={() => void navigate({ to: "/field/incidents/$id", params: { id } })}>
        {t("phone.queue.openIncident")}
      </Button>
    </>
  );
}
