import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { Alert, App, Button, Popconfirm } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { actFormOf } from "../../incidents/act-forms.ts";
import { discardItem, retryItem } from "../queue/queue-commands.ts";
import type { ActItem, QueueItem } from "../queue/queue-items.ts";
import { sendSoon } from "../queue/start-queue.ts";
import { useKeptFiles } from "../queue/use-queue.ts";
import { formatTime } from "../../time.tsx";
import { BlobMedia } from "./BlobMedia.tsx";
import { QueueStateTag } from "./QueueStateTag.tsx";
import { useItemTitle } from "./use-item-title.ts";

type Props = {
  item: QueueItem;
  /** How the incident of an act stands now, if that is known. */
  status?: IncidentStatus | undefined;
  onMend: () => void;
  onGone: () => void;
};

/** What waits on this device: whole, with the server's words when it was refused, and what can be done about it. */
export function QueueItemView({ item, status, onMend, onGone }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const title = useItemTitle();
  const files = useKeptFiles(item.files);
  const { state, refusal } = item;

  async function discard(): Promise<void> {
    if (await discardItem(item.id)) onGone();
    else void message.warning(t("phone.queue.discardBusy"));
  }
  async function retry(): Promise<void> {
    await retryItem(item.id);
    sendSoon();
  }

  return (
    <>
      <section className="phone-card">
        <h2>{title(item)}</h2>
        <QueueStateTag item={item} />
        <p className="phone-note figures">
          {t("phone.queue.keptAt", { at: formatTime(item.keptAt, "short") })}
        </p>
        {state === "kept" && <p>{t("phone.queue.keptSafe")}</p>}
        {state === "sending" && <p>{t("phone.queue.sendingNow")}</p>}
        {refusal && (
          <Alert
            type="error"
            showIcon
            title={t("phone.queue.refusedTitle")}
            description={
              <>
                {refusal.file !== null && (
                  <p>{t("phone.queue.refusedFile", { n: refusal.file })}</p>
                )}
                <p>
                  {refusal.words || t("phone.queue.refusedNoWords", { status: refusal.status })}
                </p>
                {refusal.errors.map((words) => (
                  <p key={words}>{words}</p>
                ))}
                {status && <p>{t("phone.queue.nowAt", { status: t(`status.${status}`) })}</p>}
              </>
            }
          />
        )}
      </section>
      <Written item={item} />
      {files.length > 0 && (
        <ul className="phone-media">
          {files.map(({ id, blob }, index) => (
            <li key={id}>
              <BlobMedia blob={blob} label={t("phone.files.other", { n: index + 1 })} />
            </li>
          ))}
        </ul>
      )}
      {state === "attention" && (
        <>
          {(item.kind === "report" || item.kind === "act") && (
            <Button type="primary" block onClick={onMend}>
              {t("phone.queue.edit")}
            </Button>
          )}
          <Button block onClick={() => void retry()}>
            {t("phone.queue.again")}
          </Button>
        </>
      )}
      {state === "kept" && (
        <Button block onClick={() => void retry()}>
          {t("phone.queue.sendNow")}
        </Button>
      )}
      {(state === "attention" || state === "kept") && (
        <Popconfirm
          title={t("phone.queue.discardSure")}
          okText={t("phone.queue.discardYes")}
          cancelText={t("phone.cancel")}
          okButtonProps={{ danger: true }}
          onConfirm={() => void discard()}
        >
          <Button block danger>
            {t("phone.queue.discard")}
          </Button>
        </Popconfirm>
      )}
    </>
  );
}

/** The words of it, as they were written. */
function Written({ item }: { item: QueueItem }) {
  const { t } = useTranslation();
  const lines = (
    item.kind === "report"
      ? [item.body.text, item.values.category?.name, item.body.address]
      : item.kind === "visit"
        ? [t(`care.outcomes.${item.body.outcome}`), item.title, item.body.note]
        : item.kind === "patrol" || item.kind === "form"
          ? [item.title]
          : wordsOf(t, item)
  ).filter((line) => line !== undefined && line !== "");
  if (lines.length === 0) return null;
  return (
    <section className="phone-card">
      <h2>{t("phone.queue.written")}</h2>
      {lines.map((line) => (
        <p key={line} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {line}
        </p>
      ))}
    </section>
  );
}

/** What the form of the act asked and what was answered, where that was words or a choice. */
const wordsOf = (t: TFunction, { body, values }: ActItem): string[] =>
  actFormOf(body.act).fields.flatMap((field) => {
    const value = values[field.name];
    if (field.kind === "choice") {
      const chosen = field.options.find((option) => option.value === value);
      return chosen ? t(`actFields.${chosen.label}`) : [];
    }
    return typeof value === "string" ? value : [];
  });
