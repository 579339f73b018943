/** What a CSV field can be made of; `null` is an empty field. */
export type Cell = string | number | boolean | null;

/**
 * What makes a spreadsheet take a text for a formula, the full-width forms that Japanese ones take too included. OWASP:
 * CSV Injection.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/** Takes a value and gives a CSV field (RFC 4180); a text that a spreadsheet would run as a formula gets an apostrophe before it. */
function csvField(value: Cell): string {
  // A number is never a formula, its minus included.
  if (typeof value !== "string") return value === null ? "" : String(value);
  const inert = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Takes the values of one line and gives the line with its end, as RFC 4180 wants it. */
export function csvLine(values: readonly Cell[]): string {
  return `${values.map(csvField).join(",")}\r\n`;
}

/**
 * Takes the names of the columns and gives a file's first line. It begins with a byte order mark: without one, Excel reads
 * Japanese as something else.
 */
export function csvHeader(names: readonly string[]): string {
  return `\u{FEFF}${csvLine(names)}`;
}
