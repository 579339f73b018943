import { LONGEST_DAYS } from "#lib/imds/exception.ts";

/** Takes an instant and gives its day in the browser's time zone, as a date field has it: `2026-12-31`. */
function dayOf(at: Date): string {
  const part = (number: number, length: number) => String(number).padStart(length, "0");
  return `${part(at.getFullYear(), 4)}-${part(at.getMonth() + 1, 2)}-${part(at.getDate(), 2)}`;
}

/** Takes the present instant and gives the day so many days later, in the browser's time zone. */
export function dayAfter(now: Date, days: number): string {
  return dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days));
}

/**
 * Takes a date field's day and gives its last second in the browser's time zone, in ISO 8601; `null` for what is no day from
 * today on, or one too far ahead.
 */
export function endOfDay(day: string, now: Date): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < dayOf(now) || day > dayAfter(now, LONGEST_DAYS)) return null;
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const end = new Date(year, month - 1, date, 23, 59, 59);
  return dayOf(end) === day ? end.toISOString() : null;
}
