import { hash } from "node:crypto";
import { reportId, type Key } from "@gezhi/contract/ids.ts";
import type { Context } from "../context.ts";

/** Made from the server's key, so that a repeated report gets it again although only its hash is kept. */
export const receiptToken = ({ secrets }: Pick<Context, "secrets">, report: Key): string =>
  secrets.fingerprint(`receipt ${reportId(report)}`);

export const receiptTokenHash = (token: string): string => hash("sha256", token, "base64url");

/** The token stands behind `#`: no server, proxy or referrer ever sees it. */
export const receiptUrl = (
  { config }: Pick<Context, "config">,
  number: string,
  token: string,
): string => `${(config.PUBLIC_URL ?? "").replace(/\/$/, "")}/r/receipts/${number}#${token}`;
