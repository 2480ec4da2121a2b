import webPush from "web-push";
import type { Context } from "../context.ts";
import { type CarriedChannel, type Outcome, outcomeOf } from "./delivery-rules.ts";
import { pushKeys } from "./push-commands.ts";
import { findSubscription } from "./push-queries.ts";

export type OutgoingMessage = {
  /** The same for every attempt, so that a gateway can drop repetitions. */
  id: string;
  /** A telephone number; for web push the subscription's id; for an owner the vehicle's plate. */
  address: string;
  text: string;
  urgent: boolean;
};

/** Hands one message over, once. Never throws for what the other side does. */
export type MessageAdapter = (message: OutgoingMessage) => Promise<Outcome>;

const timeoutMs = 5_000;
const pushTimeToLiveSeconds = 86_400;

async function attempt(url: string, request: RequestInit, gone?: readonly number[]) {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await fetch(url, { ...request, method: "POST", redirect: "error", signal });
    await answer.body?.cancel();
    return outcomeOf(answer.status, gone);
  } catch (error) {
    const late = error instanceof Error && error.name === "TimeoutError";
    return { kind: "retry", error: late ? "对方未及时回应" : "无法连接对方" } as const;
  }
}

const simulated: MessageAdapter = async () => ({ kind: "sent", simulated: true });

/** `POST {to, text}` as JSON; any 2xx means the gateway has taken it. */
const gateway =
  (url: string): MessageAdapter =>
  ({ id, address, text }) =>
    attempt(url, {
      headers: { "content-type": "application/json", "idempotency-key": id },
      body: JSON.stringify({ to: address, text }),
    });

const push =
  (context: Context): MessageAdapter =>
  async ({ address, text, urgent }) => {
    const subscription = await findSubscription(context.db, address);
    if (!subscription) return { kind: "refused", error: "订阅已取消" };
    const { endpoint, p256dh, auth } = subscription;
    const { PUBLIC_URL } = context.config;
    const options = {
      TTL: pushTimeToLiveSeconds,
      urgency: urgent ? "high" : "normal",
      vapidDetails: {
        subject: PUBLIC_URL?.startsWith("https:") ? PUBLIC_URL : "mailto:gezhi@example.org",
        ...(await pushKeys(context)),
      },
    } as const;
    let request: RequestInit;
    try {
      const { headers, body } = webPush.generateRequestDetails(
        { endpoint, keys: { p256dh, auth } },
        text,
        options,
      );
      const { "Content-Length": _, ...own } = headers as Record<string, string>;
      request = { headers: own, body: new Uint8Array(body) };
    } catch {
      return { kind: "gone", error: "浏览器给的密钥无效，无法加密" };
    }
    return attempt(endpoint, request, [404, 410]);
  };

/** In a demo nothing leaves the machine; without a gateway there is nowhere to send to. Both say so: 模拟. */
export function adapterFor(context: Context, channel: CarriedChannel): MessageAdapter {
  const { GEZHI_DEMO, SMS_URL, VOICE_URL, OWNER_CALL_URL } = context.config;
  if (GEZHI_DEMO) return simulated;
  if (channel === "webPush") return push(context);
  // Who keeps the register of vehicles knows the owner's number: it never comes here.
  const url = { sms: SMS_URL, voice: VOICE_URL, ownerCall: OWNER_CALL_URL }[channel];
  return url ? gateway(url) : simulated;
}

export const isSimulated = (context: Context, channel: CarriedChannel): boolean =>
  adapterFor(context, channel) === simulated;
