import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
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
  const items = useQueue(account)?.filter(({ state }) => state === "delivered");
  const delivered = items?.map(({ id }) => id).join();
  useEffect(() => sendSoon(), []);
  useEffect(() => {
    if (!delivered) return;
    for (const key of ["incidents", "incident", "work-orders", "my-reports"])
      void client.invalidateQueries({ queryKey: [key] });
  }, [delivered, client]);
  useEffect(() => {
    if (!items) return;
    const before = known.current;
    known.current = new Set(items.map(({ id }) => id));
    // The page of the item itself says so already.
    const fresh = items.find(
      ({ id }) => before && !before.has(id) && !window.location.pathname.endsWith(id),
    );
    if (!fresh) return;
    const here = fresh.kind === "act" && window.location.pathname.endsWith(fresh.incident ?? "-");
    const title = here ? t(`acts.${fresh.body.act}`) : titleOf(fresh);
    void message.success({ key: deliveryMessage, content: t("field.delivered", { title }) });
  }, [items, message, t, titleOf]);
}
