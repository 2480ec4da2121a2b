import { pino, type Logger } from "pino";

export type { Logger };

/** Structured logs with request ids and without personal data: bodies, cookies and query strings are never logged. */
export const createLogger = (level: string): Logger =>
  pino({
    level,
    redact: ["req.headers.authorization", "req.headers.cookie", "*.phone", "*.password", "*.token"],
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split("?")[0],
      }),
    },
  });
