/** A cell; one that a spreadsheet would take for a formula is quoted with an apostrophe. */
const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(",")}\r\n`;

/** First in the file, so that spreadsheets read the Chinese. */
export const byteOrderMark = "\uFEFF";

/** Minutes on the wall in China; empty for null. */
export const csvTime = (at: string | null): string =>
  at === null
    ? ""
    : new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
