import { PushSubscriptionInput } from "@gezhi/contract/notices.ts";
import { z } from "zod";
import { api } from "../../../shared/api.ts";

export type PushState = "missing" | "denied" | "off" | "on";

const PushKey = z.object({ key: z.string() });

const registration = async (): Promise<ServiceWorkerRegistration | undefined> =>
  "serviceWorker" in navigator && "PushManager" in window
    ? navigator.serviceWorker.getRegistration()
    : undefined;

export async function pushState(): Promise<PushState> {
  const worker = await registration();
  if (!worker || !("Notification" in window)) return "missing";
  if (Notification.permission === "denied") return "denied";
  return (await worker.pushManager.getSubscription()) ? "on" : "off";
}

/** Asks for permission, so only after a tap. @throws when the push service or the server cannot be reached. */
export async function turnPushOn(): Promise<PushState> {
  const worker = await registration();
  if (!worker) return "missing";
  if ((await Notification.requestPermission()) !== "granted") return "denied";
  const { key } = await api.get(PushKey, "/push-key");
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key,
  });
  const told = PushSubscriptionInput.parse(subscription.toJSON());
  await api.post(z.unknown(), "/push-subscriptions", told);
  return "on";
}

/** Also before somebody else signs in on this phone. */
export async function turnPushOff(): Promise<PushState> {
  const worker = await registration();
  const subscription = await worker?.pushManager.getSubscription();
  if (!subscription) return pushState();
  await api.delete(z.unknown(), "/push-subscriptions", {
    query: { endpoint: subscription.endpoint },
  });
  await subscription.unsubscribe();
  return "off";
}
