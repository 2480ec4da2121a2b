import { useTranslation } from "react-i18next";
import type { QueueItem } from "../queue/queue-items.ts";

const longest = 40;

/** What a list calls an item: the act and its incident, or the beginning of a report. */
export function useItemTitle(): (item: QueueItem) => string {
  const { t } = useTranslation();
  return (item) => {
    if (item.kind === "act") return `${t(`acts.${item.body.act}`)} · ${item.title}`;
    if (item.kind === "visit") return `${t(`care.outcomes.${item.body.outcome}`)} · ${item.title}`;
    if (item.kind === "form") return item.title;
    if (item.kind === "patrol") return t("patrols.field.item", { task: item.title });
    const { text = "" } = item.body;
    const words = text.length > longest ? `${text.slice(0, longest)}…` : text;
    return words || item.values.category?.name || t("phone.queue.photoOnly");
  };
}
