import type { Key } from "@gezhi/contract/ids.ts";
import type { Context } from "../context.ts";

const hour = 3_600_000;
/** Long enough for an ambulance to find the place and come back to it, not for a habit. */
export const wayOpenMs = 6 * hour;

const wayId = ({ district, id }: Key): string => `${district}-${id}`;

/** Made from the server's key for one call: nothing is stored that a reader of the database could use. */
export const wayToken = ({ secrets }: Pick<Context, "secrets">, call: Key): string =>
  secrets.fingerprint(`way ${wayId(call)}`);

/** The token stands behind `#`: no server, proxy or referrer ever sees it. */
export const wayUrl = (context: Pick<Context, "secrets" | "config">, call: Key): string =>
  `${(context.config.PUBLIC_URL ?? "").replace(/\/$/, "")}/r/way/${wayId(call)}#${wayToken(context, call)}`;

/** Whether the page is still there: for a time, while the matter is open, and not for what was a false alarm. */
export const isWayOpen = (
  { at, alarm, open }: { at: number; alarm: string; open: boolean | null },
  now: number,
): boolean => now < at + wayOpenMs && alarm !== "false" && (open ?? alarm !== "cleared");
