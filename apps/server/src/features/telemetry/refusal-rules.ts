const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : "";
};

/** The key says that it is there already. */
export const isDuplicate = (error: unknown): boolean => codeOf(error) === "23505";

/** PostgreSQL has no partition for that day; a check that failed names its constraint. */
export const lacksPartition = (error: unknown): boolean =>
  codeOf(error) === "23514" && !(error as { constraint?: string }).constraint;

/**
 * Refused however often it is sent: data that PostgreSQL cannot hold (22), broken constraints (23), too large (54), a
 * trigger's own refusal (P0001), numbers that the binary format cannot hold. Everything else passes with time: a database
 * that is away, full, locked or being changed.
 */
export const isForGood = (error: unknown): boolean =>
  error instanceof RangeError || /^(22|23|54)...$|^P0001$/.test(codeOf(error));

/** What went wrong, short enough to be kept with the device. */
export const reasonOf = (error: unknown): string => {
  const { message } = error as { message?: string };
  return `${codeOf(error)} ${message ?? String(error)}`.trim().slice(0, 200);
};
