import { useNavigate, useParams } from "@tanstack/react-router";
import { Alert, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { discardItem, mendReport } from "../../../shared/phone/queue/queue-commands.ts";
import type { QueueItem } from "../../../shared/phone/queue/queue-items.ts";
import { useQueueItem } from "../../../shared/phone/queue/use-queue.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { QueueItemView } from "../../../shared/phone/ui/QueueItemView.tsx";
import { EmptyState, LoadingState } from "../../../shared/ui/states.tsx";
import { ReceiptCard } from "./ReceiptCard.tsx";

/** A report on this phone: kept, on its way, delivered with its receipt, or refused with the reason. */
export function KeptPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id = "" } = useParams({ strict: false });
  const item = useQueueItem(id);
  const home = () => void navigate({ to: "/r" });
  const receipt = item?.kind === "report" ? item.receipt : null;

  async function mend(wrong: QueueItem): Promise<void> {
    if (wrong.kind !== "report") return;
    await mendReport(wrong);
    await navigate({ to: "/r/report", search: { again: wrong.id } });
  }

  return (
    <PhonePage
      title={t("resident.receipt.title")}
      back="/r"
      foot={
        receipt && (
          <Button
            type="primary"
            block
            onClick={() =>
              void navigate({
                to: "/r/receipts/$number",
                params: { number: receipt.number },
                hash: receipt.token,
              })
            }
          >
            {t("resident.receipt.progress")}
          </Button>
        )
      }
    >
      {item === undefined && <LoadingState />}
      {item === null && <EmptyState title={t("phone.queue.gone")} />}
      {item && item.state !== "attention" && (
        <Alert
          type={receipt ? "success" : "info"}
          showIcon
          title={receipt ? t("resident.receipt.delivered") : t("resident.receipt.kept")}
        />
      )}
      {receipt && <ReceiptCard receipt={receipt} />}
      {item && !receipt && (
        <QueueItemView item={item} onMend={() => void mend(item)} onGone={home} />
      )}
      <Button block onClick={home}>
        {t("resident.receipt.home")}
      </Button>
      {receipt && (
        <Popconfirm
          title={t("phone.queue.forgetSure")}
          okText={t("phone.queue.forget")}
          cancelText={t("phone.cancel")}
          onConfirm={() => void discardItem(id).then(home)}
        >
          <Button block type="text">
            {t("phone.queue.forget")}
          </Button>
        </Popconfirm>
      )}
    </PhonePage>
  );
}
