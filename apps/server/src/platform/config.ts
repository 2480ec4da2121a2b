import { resolve } from "node:path";
import { z } from "zod";

const flag = (fallback: boolean) =>
  z
    .enum(["0", "1", "true", "false"])
    .default(fallback ? "1" : "0")
    .transform((value) => value === "1" || value === "true");

/** Every setting, parsed once at start. `docs/operations.md` lists them; a test keeps the two equal. */
export const Settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(1410),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().default(".gezhi"),
  /** An existing PostgreSQL ≥ 15; absent = the embedded one in DATA_DIR. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(20),
  /** A statement that takes longer is given up; people are told to try again. */
  DATABASE_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(600).default(20),
  /** Demo accounts, the simulator's gentle stream, simulated adapters. */
  GEZHI_DEMO: flag(true),
  /** Incidents a minute the demo stream makes; 0 stops it. */
  DEMO_RATE: z.coerce.number().min(0).max(600).default(4),
  /** First administrator when GEZHI_DEMO=0, as `name:password`; asked for on the terminal when absent. */
  FIRST_ADMIN: z
    .string()
    .regex(/^[^:]{1,100}:.{10,}$/)
    .optional(),
  /** Where browsers reach this server: receipts and OIDC redirects carry it. */
  PUBLIC_URL: z.url().optional(),
  /** 64 hex digits; absent = made on first start and kept in DATA_DIR. Encrypts names and phones. */
  SECRET_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  SESSION_HOURS: z.coerce.number().positive().max(720).default(12),
  /** What an approval opens (domain B.3 "A") stays open this long unless fewer hours were asked for; never longer. */
  ACCESS_HOURS: z.coerce.number().int().min(1).max(168).default(24),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default("渝快政"),
  /** HTTP endpoint of the SMS gateway (POST {to, text}); absent in demo = 模拟 outbox. */
  SMS_URL: z.url().optional(),
  VOICE_URL: z.url().optional(),
  /** An acknowledged alarm that nobody works on comes back after so long. */
  ALARM_ACKNOWLEDGE_MINUTES: z.coerce.number().positive().max(1440).default(10),
  /** Origins of the Open311 keys: `key:name,key:name`. */
  OPEN311_KEYS: z.string().default(""),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** How long live messages are kept for resuming screens. */
  LIVE_WINDOW_MINUTES: z.coerce.number().positive().default(60),
  TRUST_PROXY: flag(false),
});

export type Config = z.infer<typeof Settings>;

/** Fails with every problem at once, naming the variable and what it takes. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const known = Object.fromEntries(
    Object.keys(Settings.shape).flatMap((key) => (env[key] ? [[key, env[key]]] : [])),
  );
  const parsed = Settings.safeParse(known);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`Settings are wrong:\n${lines.join("\n")}\nSee docs/operations.md.`);
  }
  const oidc = [
    parsed.data.OIDC_ISSUER,
    parsed.data.OIDC_CLIENT_ID,
    parsed.data.OIDC_CLIENT_SECRET,
  ];
  if (oidc.some(Boolean) && !oidc.every(Boolean)) {
    throw new Error(
      "OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: set all three or none.",
    );
  }
  return { ...parsed.data, DATA_DIR: resolve(parsed.data.DATA_DIR) };
}
