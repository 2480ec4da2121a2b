import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useQueue } from "../../../shared/phone/queue/use-queue.ts";
import { sendSoon } from "../../../shared/phone/queue/start-queue.ts";
import { useMe } from "../../../shared/session.ts";

/** What was delivered, by whichever page or worker, changes what the screens show. Signing in sends what waited for it. */
export function useRefreshAfterDelivery(): void {
  const { account } = useMe();
  const client = useQueryClient();
  const delivered = useQueue(account)
    ?.filter(({ state }) => state === "delivered")
    .map(({ id }) => id)
    .join();
  useEffect(() => sendSoon(), []);
  useEffect(() => {
    if (!delivered) return;
    for (const key of ["incidents", "incident", "work-orders", "my-reports"])
      void client.invalidateQueries({ queryKey: [key] });
  }, [delivered, client]);
}
