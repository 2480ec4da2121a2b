import type { Receipt } from "@gezhi/contract/reports.ts";

export type ReceiptKey = { number: string; token: string };

const numberPattern = /HZ-\d{6}-\d{6}-\d{6,}/i;

/** Whole, for another phone or a QR code. The server names its own address when it knows one. */
export const progressLink = ({ url }: Pick<Receipt, "url">, origin: string): string =>
  new URL(url, origin).href;

/**
 * From a pasted link, or from number and code typed in one or two fields; undefined when there is no number in it. The
 * code stands behind `#`, where no server sees it, or in `?token=`.
 */
export function readReceiptKey(typed: string, code: string): ReceiptKey | undefined {
  const number = numberPattern.exec(typed)?.[0].toUpperCase();
  if (!number) return undefined;
  const hash = /#(\S+)/.exec(typed)?.[1];
  const token = /[?&]token=([^&#\s]+)/.exec(typed)?.[1];
  return { number, token: hash ?? (token === undefined ? code.trim() : decodeURIComponent(token)) };
}
