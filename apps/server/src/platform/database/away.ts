// PostgreSQL and socket errors that mean "the database is away for a moment", not "this is a bug".
const codes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "57P01",
  "57P02",
  "57P03",
  "08006",
  "08001",
  "08003",
  "53300",
]);

/** Whether the database could not be reached at all: what was asked of it does not matter. */
export const isAway = (error: { code?: unknown; message: string }): boolean =>
  codes.has(String(error.code ?? "")) ||
  /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/i.test(
    error.message,
  );
