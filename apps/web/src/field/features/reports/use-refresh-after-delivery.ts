import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { QueueItem } from "../../../shared/phone/queue/queue-items.ts";
import { useQueue } from "../../../shared/phone/queue/use-queue.ts";
import { sendSoon } from "../../../shared/phone/queue/start-queue.ts";
import { useItemTitle } from "../../../shared/phone/ui/use-item-title.ts";
import { useMe } from "../../../shared/session.ts";

/** "Kept" and then "delivered" stand in the same place: the later word is the true one. */
export const deliveryMessage = "delivery";

/**
 * What was delivered, by whichever page or worker, changes what the screens show, and its writer is told so. Signing in
 * sends what waited for it.
 */
export function useRefreshAfterDelivery(): void {
  const { t } = useTranslation();
  const { account } = useMe();
  const client = useQueryClient();
  const { message } = App.useApp();
  const titleOf = useItemTitle();
  const known = useRef<ReadonlySet<string>>(undefined);
  const settled = useQueue(account)?.filter(
    ({ state }) => state === "delivered" || state === "attention",
  );
  const delivered = settled
    ?.filter(({ state }) => state === "delivered")
    .map(({ id }) => id)
    .join();
  useEffect(() => sendSoon(), []);
  useEffect(() => {
    if (!delivered) return;
    for (const key of [
      "incidents",
      "incident",
      "work-orders",
      "my-reports",
      "my-visits",
      "my-patrols",
      "case-forms",
    ])
      void client.invalidateQueries({ queryKey: [key] });
  }, [delivered, client]);
  useEffect(() => {
    if (!settled) return;
    const before = known.current;
    known.current = new Set(settled.map(settledKey));
    // The page of the item itself says so already.
    const fresh = settled.find(
      (item) =>
        before && !before.has(settledKey(item)) && !window.location.pathname.endsWith(item.id),
    );
    if (!fresh) return;
    const here = fresh.kind === "act" && window.location.pathname.endsWith(fresh.incident ?? "-");
    const title = here ? t(`acts.${fresh.body.act}`) : titleOf(fresh);
    const good = fresh.state === "delivered";
    void message.open({
      key: deliveryMessage,
      type: good ? "success" : "warning",
      content: t(good ? "field.delivered" : "field.refused", { title }),
    });
  }, [settled, message, t, titleOf]);
}

const settledKey = ({ id, state }: QueueItem): string => `${id} ${state}`;
