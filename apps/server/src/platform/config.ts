import { hostname } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";

const flag = (fallback: boolean) =>
  z
    .enum(["0", "1", "true", "false"])
    .default(fallback ? "1" : "0")
    .transform((value) => value === "1" || value === "true");

const tileAddress = z
  .url({ protocol: /^https?$/ })
  .regex(/\{z\}/, "needs {z}, {x} and {y}")
  .regex(/\{x\}/, "needs {z}, {x} and {y}")
  .regex(/\{y\}/, "needs {z}, {x} and {y}");

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
  /** Visitors' codes and their uses are deleted so many days after the code ended. */
  VISITOR_LOG_DAYS: z.coerce.number().int().min(1).max(180).default(30),
  /**
   * So long it is kept where people who share their place were, a place a minute; 0: only the last place is known. Off
   * unless an operator turns it on (F7); the demo, whose people are invented, keeps 30 days.
   */
  POSITION_HISTORY_DAYS: z.coerce.number().int().min(0).max(30).optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default("渝快政"),
  /** HTTP endpoint of the SMS gateway (POST {to, text}); absent in demo = 模拟 outbox. */
  SMS_URL: z.url().optional(),
  VOICE_URL: z.url().optional(),
  /** HTTP endpoint of a privacy-number service (POST {to: plate, text}): it finds a vehicle's owner and calls; absent = 模拟. */
  OWNER_CALL_URL: z.url().optional(),
  /** Plates noted in fire lanes, with what hangs on them, are deleted after so many days. */
  FIRE_LANE_DAYS: z.coerce.number().int().min(1).max(730).default(180),
  /** An acknowledged alarm that nobody works on comes back after so long. */
  ALARM_ACKNOWLEDGE_MINUTES: z.coerce.number().positive().max(1440).default(10),
  /** Origins of the Open311 keys: `key:name,key:name`. */
  OPEN311_KEYS: z.string().default(""),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** How long live messages are kept for resuming screens. */
  LIVE_WINDOW_MINUTES: z.coerce.number().positive().default(60),
  TRUST_PROXY: flag(false),
  /** Of the embedded MQTT endpoint; absent: 1883, or 0 when MQTT_URL is set. 0 turns it off. */
  MQTT_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  /** MQTT over TLS beside it, with certificate and key as PEM files; 0 = off. */
  MQTT_TLS_PORT: z.coerce.number().int().min(0).max(65535).default(0),
  MQTT_TLS_CERT: z.string().optional(),
  MQTT_TLS_KEY: z.string().optional(),
  /** PEM file of the authority that signs certificates of devices; with one, a device needs no password. */
  MQTT_TLS_CLIENT_CA: z.string().optional(),
  /** PEM file of the certificates which that authority has withdrawn. */
  MQTT_TLS_CRL: z.string().optional(),
  MQTT_CONNECTIONS: z.coerce.number().int().min(1).max(1_000_000).default(20_000),
  /** An existing broker that speaks MQTT 5. */
  MQTT_URL: z.url({ protocol: /^mqtts?$/ }).optional(),
  MQTT_USER: z.string().optional(),
  MQTT_PASSWORD: z.string().optional(),
  /** PEM file of the authority that signed the broker's certificate. */
  MQTT_CA: z.string().optional(),
  /** 0: the only process at the broker; brokers that forget shared subscriptions when they restart keep its own. */
  MQTT_SHARED: flag(true),
  /** Of this process at the broker; another one for each process. */
  MQTT_CLIENT_ID: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
  /** Connections that write readings at the same time. */
  INGEST_LANES: z.coerce.number().int().min(1).max(16).default(3),
  /** A map service in place of the bundled waters, with {z}, {x} and {y}. Browsers fetch it themselves. */
  MAP_BASE_URL: tileAddress.optional(),
  MAP_BASE_KIND: z.enum(["raster", "vector"]).default("raster"),
  /** Names of that service, where they are tiles of their own. */
  MAP_BASE_LABELS_URL: tileAddress.optional(),
  MAP_BASE_ATTRIBUTION: z.string().max(200).default(""),
  MAP_BASE_MAX_ZOOM: z.coerce.number().int().min(1).max(22).default(18),
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
  const { MQTT_TLS_PORT, MQTT_TLS_CERT, MQTT_TLS_KEY, MQTT_TLS_CLIENT_CA, MQTT_TLS_CRL } =
    parsed.data;
  if (MQTT_TLS_PORT !== 0 && !(MQTT_TLS_CERT && MQTT_TLS_KEY))
    throw new Error("MQTT_TLS_PORT needs MQTT_TLS_CERT and MQTT_TLS_KEY: set all three or none.");
  if (MQTT_TLS_CLIENT_CA && MQTT_TLS_PORT === 0)
    throw new Error(
      "MQTT_TLS_CLIENT_CA needs MQTT_TLS_PORT: certificates of devices come over TLS.",
    );
  if (MQTT_TLS_CRL && !MQTT_TLS_CLIENT_CA)
    throw new Error("MQTT_TLS_CRL needs MQTT_TLS_CLIENT_CA: it is that authority's list.");
  return { ...parsed.data, DATA_DIR: resolve(parsed.data.DATA_DIR) };
}

/** Where browsers may fetch a base map from, beside this server. */
export const baseOrigins = ({ MAP_BASE_URL, MAP_BASE_LABELS_URL }: Config): string[] => [
  ...new Set(
    [MAP_BASE_URL, MAP_BASE_LABELS_URL].flatMap((url) => (url ? new URL(url).origin : [])),
  ),
];

export const positionHistoryDays = ({ POSITION_HISTORY_DAYS, GEZHI_DEMO }: Config): number =>
  POSITION_HISTORY_DAYS ?? (GEZHI_DEMO ? 30 : 0);
export const mqttPort = ({ MQTT_PORT, MQTT_URL }: Config): number =>
  MQTT_PORT ?? (MQTT_URL ? 0 : 1883);
export const mqttClientId = ({ MQTT_CLIENT_ID }: Config): string =>
  MQTT_CLIENT_ID ?? `gezhi-${hostname()}`;
