import { v5, v7 } from "uuid";
import { maskPhone } from "../../platform/masking.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { insertDeliveries } from "./notice-queries.ts";

/** Keys of notices and deliveries are names in this space, so that a retry writes the same rows. */
export const messageSpace = "8f5b7f0e-3f0c-5f57-9a52-2b1d3a8a8f10";

/** A number sealed with another key must not stop the work it is about; its message fails where everybody sees it. */
export function maskedPhone({ open }: Pick<Context["secrets"], "open">, sealed: string): string {
  try {
    return maskPhone(open(sealed));
  } catch {
    return "号码无法读取";
  }
}

export type ShortMessage = {
  district: string;
  phone: string;
  /** What kind of message it is: lists show this, never the text. */
  subject: string;
  text: string;
  /** Once for each cause; absent: every call is a message of its own. */
  cause?: string;
  priority?: number;
};

/** An SMS to somebody who has no account, in the caller's transaction. */
export async function sendShortMessage(
  tx: Tx,
  { secrets, now }: Pick<Context, "secrets" | "now">,
  { district, phone, subject, text, cause, priority = 1 }: ShortMessage,
): Promise<void> {
  const at = new Date(now());
  await insertDeliveries([
    {
      district,
      id: cause ? v5(cause, messageSpace) : v7(),
      notice: null,
      channel: "sms",
      priority,
      address: secrets.seal(phone),
      address_masked: maskPhone(phone),
      subject,
      text_enc: secrets.seal(text),
      next_attempt_at: at,
      created_at: at,
    },
  ]).execute(tx);
}

/**
 * A call and an SMS to an outside party, in the caller's transaction. The call's message carries the given id, which its
 * gateway names when it answers.
 */
export async function callOutside(
  tx: Tx,
  { secrets, now }: Pick<Context, "secrets" | "now">,
  call: {
    district: string;
    id: string;
    phoneSealed: string;
    subject: string;
    text: string;
    /** Read in a message; nobody can follow what a voice spells. */
    link?: string;
  },
): Promise<void> {
  const { district, id, phoneSealed, subject, text, link } = call;
  const at = new Date(now());
  await insertDeliveries(
    (["voice", "sms"] as const).map((channel) => ({
      district,
      id: channel === "voice" ? id : v5(`${id}|sms`, messageSpace),
      notice: null,
      channel,
      priority: 0,
      address: phoneSealed,
      address_masked: maskedPhone(secrets, phoneSealed),
      subject,
      text_enc: secrets.seal(link && channel === "sms" ? `${text}，位置：${link}` : text),
      next_attempt_at: at,
      created_at: at,
    })),
  ).execute(tx);
}

/** A call to a vehicle's owner, named by the plate alone, in the caller's transaction. */
export async function callOwner(
  tx: Tx,
  { secrets, now }: Pick<Context, "secrets" | "now">,
  call: { district: string; id: string; plateSealed: string; plateMasked: string; text: string },
): Promise<void> {
  const { district, id, plateSealed, plateMasked, text } = call;
  const at = new Date(now());
  await insertDeliveries([
    {
      district,
      id,
      notice: null,
      channel: "ownerCall",
      priority: 1,
      address: plateSealed,
      address_masked: `车主 ${plateMasked}`,
      subject: "移车通知",
      text_enc: secrets.seal(text),
      next_attempt_at: at,
      created_at: at,
    },
  ]).execute(tx);
}
