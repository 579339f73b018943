/** Remembers the browser's time zone, so that the next page is rendered with it on the server. */
export const TIME_ZONE_COOKIE = "time-zone";

/** Takes a cookie's value and gives the IANA zone it names; UTC for anything else. */
export function knownTimeZone(value: string | undefined): string {
  if (value === undefined) return "UTC";
  try {
    const zone = decodeURIComponent(value);
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
