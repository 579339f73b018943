import { Temporal } from "temporal-polyfill";
import type { LocalTimeReading, Recurrence, WindowRule } from "./window.ts";

/** A stretch of time in milliseconds since the epoch; `to` is no longer part of it, and may be Infinity. */
export type Stretch = { from: number; to: number };

const DAY_MINUTES = 24 * 60;
const MINUTE = 60_000;

/** Only names know when clocks change: an offset such as "+09:00" is a zone to Temporal and none here. */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/u;

const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d)?$/u;

/** Takes any text and tells whether it is the IANA name of a time zone. */
export function isZone(text: string): boolean {
  if (!ZONE_NAME.test(text)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Takes a local time (YYYY-MM-DDTHH:MM, with or without :SS, as form fields give it) and a zone and gives its instant as
 * calendars do (RFC 5545): a time that the clocks skip is moved on by as much, one that comes twice is the first.
 * `undefined` where it is no time or zone.
 */
export function readLocalTime(local: string, zone: string): LocalTimeReading | undefined {
  if (!LOCAL_TIME.test(local) || !isZone(zone)) return undefined;
  let wanted: Temporal.PlainDateTime;
  try {
    wanted = Temporal.PlainDateTime.from(local, { overflow: "reject" });
  } catch {
    return undefined;
  }
  const found = wanted.toZonedDateTime(zone, { disambiguation: "compatible" });
  const later = wanted.toZonedDateTime(zone, { disambiguation: "later" });
  const clock = !found.toPlainDateTime().equals(wanted) ? "skipped" : found.equals(later) ? "once" : "twice";
  return { at: new Date(found.epochMilliseconds).toISOString(), clock };
}

type Weekly = Extract<Recurrence, { kind: "weekly" }>;

function weeklyStretches({ weekdays, start, minutes }: Weekly, zone: string, { from, to }: Stretch): Stretch[] {
  const found: Stretch[] = [];
  // As a duration of RFC 5545: whole days are the calendar's, what is left of a day is real time.
  const lasting = { days: Math.floor(minutes / DAY_MINUTES), minutes: minutes % DAY_MINUTES };
  const time = Temporal.PlainTime.from(start);
  // Two days earlier than need be: a day may have 25 hours, and where clocks go back over midnight a date begins late.
  let day = Temporal.Instant.fromEpochMilliseconds(from - minutes * MINUTE)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .subtract({ days: 2 });
  for (;;) {
    const begins = day.toZonedDateTime({ timeZone: zone, plainTime: time });
    const stretch = { from: begins.epochMilliseconds, to: begins.add(lasting).epochMilliseconds };
    if (stretch.from >= to) return found;
    if (stretch.to > from && weekdays.some((weekday) => weekday === day.dayOfWeek)) found.push(stretch);
    day = day.add({ days: 1 });
  }
}

/** Takes a window and gives the one stretch of an absolute range, or none where clocks leave nothing of it. */
function onceStretch({ from, until }: Extract<Recurrence, { kind: "once" }>, zone: string): Stretch[] {
  const begins = Date.parse(readLocalTime(from, zone)?.at ?? "");
  const ends = until === null ? Infinity : Date.parse(readLocalTime(until, zone)?.at ?? "");
  return begins < ends ? [{ from: begins, to: ends }] : [];
}

/** Takes a window and a stretch of time and gives when the window is in force in it: whole stretches, in order. */
export function stretchesOf({ recurrence, zone }: Pick<WindowRule, "recurrence" | "zone">, asked: Stretch): Stretch[] {
  switch (recurrence.kind) {
    case "weekly":
      return weeklyStretches(recurrence, zone, asked);
    case "once":
      return onceStretch(recurrence, zone).filter(({ from, to }) => from < asked.to && to > asked.from);
  }
}
