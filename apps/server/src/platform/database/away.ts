// PostgreSQL and socket errors that mean "the database is away, hangs or is too slow for a moment", not "this is a bug".
const codes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
  "ENOTFOUND",
  "57P01",
  "57P02",
  "57P03",
  "08006",
  "08001",
  "08003",
  "53200",
  "53300",
  "58030",
]);

/** Whether the database could not be reached at all: what was asked of it does not matter. */
export const isAway = (error: { code?: unknown; message: string }): boolean =>
  (typeof error.code === "string" && codes.has(error.code)) ||
  /Connection terminated|and is not queryable|timeout exceeded when trying to connect|Query read timeout/i.test(
    error.message,
  );
