import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { QueueItem } from "../queue/queue-items.ts";
import { formatTime } from "../../time.tsx";
import { QueueStateTag } from "./QueueStateTag.tsx";
import { useItemTitle } from "./use-item-title.ts";

/** One item of the queue in a list; `to` shows it whole. */
export function QueueRow({ item, to }: { item: QueueItem; to: string }) {
  const { t } = useTranslation();
  const title = useItemTitle();
  return (
    <Link to={to} className="phone-row">
      <span className="phone-row-title">{title(item)}</span>
      <QueueStateTag item={item} />
      <span className="phone-row-line figures">
        <span>{t("phone.queue.keptAt", { at: formatTime(item.keptAt, "short") })}</span>
        {item.files.length > 0 && <span>{t("phone.queue.files", { n: item.files.length })}</span>}
        {item.kind === "report" && item.receipt && (
          <span className="phone-number">{item.receipt.number}</span>
        )}
      </span>
    </Link>
  );
}
