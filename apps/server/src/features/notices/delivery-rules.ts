import type { Channel } from "@gezhi/contract/notices.ts";

/** In-app notices need no adapter: the notice itself is what the screen shows. */
export type CarriedChannel = Exclude<Channel, "inApp">;
export const carriedChannels = [
  "webPush",
  "sms",
  "voice",
  "ownerCall",
] as const satisfies CarriedChannel[];

/** What an adapter made of one attempt. `gone`: the address will never work again. */
export type Outcome =
  | { kind: "sent"; simulated: boolean }
  | { kind: "gone"; error: string }
  | { kind: "refused"; error: string }
  | { kind: "retry"; error: string };

/** A worker that took a message and was killed gives it back by its silence. */
export const leaseMs = 60_000;

const pausesMs = [5, 15, 60, 300, 900, 3600].map((seconds) => seconds * 1000);
const minute = 60_000;
/** After this long a message only disturbs: a call in the night about what was done in the evening. */
const patienceMs: Record<CarriedChannel, number> = {
  voice: 15 * minute,
  ownerCall: 10 * minute,
  sms: 12 * 60 * minute,
  webPush: 24 * 60 * minute,
};

/** When to try again after this many attempts; null: not any more. */
export function nextAttemptAt(
  channel: CarriedChannel,
  attempts: number,
  createdAt: number,
  now: number,
): number | null {
  const next = now + (pausesMs[attempts - 1] ?? pausesMs.at(-1)!);
  return next <= createdAt + patienceMs[channel] ? next : null;
}

/** What the answer of a gateway or push service means; these are `gone` only where the address itself is asked. */
export function outcomeOf(status: number, gone: readonly number[] = []): Outcome {
  if (status >= 200 && status < 300) return { kind: "sent", simulated: false };
  const error = `对方回应 ${status}`;
  if (gone.includes(status)) return { kind: "gone", error };
  const temporary = status === 408 || status === 425 || status === 429 || status >= 500;
  return { kind: temporary ? "retry" : "refused", error };
}
